import LinearAlgebra
import TwoPhaseTheory
import TwoPhaseTraining

/// A run as one HTML file that needs nothing else: charts, verdicts, settings and how to make the run again. It makes no
/// network request; a live page makes one, to the server it came from.
public struct RunPage: Sendable {
  private let run: RecordedRun
  private let isLive: Bool
  private let library: DygraphsLibrary
  private let limits: PageLimits

  /// The page of a run.
  ///
  /// - Parameters:
  ///   - run: the run, ended or under way.
  ///   - live: whether the page goes on reading records from `/events` of its server.
  ///   - library: the chart library, which becomes part of the page.
  public init(_ run: RecordedRun, live: Bool = false, library: DygraphsLibrary) {
    self.init(run, live: live, library: library, limits: .standard)
  }

  /// The page of a run with other limits on the records in it.
  package init(_ run: RecordedRun, live: Bool, library: DygraphsLibrary, limits: PageLimits) {
    self.run = run
    isLive = live
    self.library = library
    self.limits = limits
  }

  /// The page. Above 200,000 records it holds at most 100,000 of them, the extremes among them; docs/report.md.
  ///
  /// - Throws: `DescribedFailure` when a template is wrong, which is an error in this program.
  /// - Complexity: O(n) for n records.
  public func html() throws -> String {
    let series = EmbeddedSeries(
      run.series.records, columns: PageColumns.run, drawn: PageColumns.drawnOfRun, limits: limits,
      marked: run.analysis.markedSteps)
    let body = RunPageBody(run, isLive: isLive, series: series)
    return try PageFrame(
      kind: .run, title: "\(RunName.text(run)): \(RunHeadline.text(run))", isLive: isLive, library: library,
      data: try ScriptData.json(series), body: try PageTemplates.render("run", body)
    ).html()
  }

  /// Records as JSON text: an array of rows in the order of the page's columns, the step first; null where undefined.
  ///
  /// - Throws: never now; a page's format may come to need it.
  /// - Complexity: O(n).
  public static func rows(_ records: [StepRecord]) throws -> String { PageColumns.rows(records) }

  /// The parts of the page that change while a run goes on: status, timeline, numbers, captions and verdicts. The page puts
  /// each element in the place of the one with its id.
  ///
  /// - Throws: `DescribedFailure` when a template is wrong, which is an error in this program.
  /// - Complexity: O(n) for n records of which only extremes are shown.
  public static func summaryHTML(_ run: RecordedRun) throws -> String {
    let body = RunPageBody(run, isLive: true, series: nil)
    return try PageTemplates.render("finding", body) + PageTemplates.render("verdicts", body)
  }
}

/// A run's name for people.
enum RunName {
  /// Its name, else its number in the store, else what it is; on one line.
  static func text(_ run: RecordedRun) -> String {
    if let name = run.provenance.name, !name.isEmpty { return MessageText.line(name, limit: 120) }
    return run.provenance.id.map { "run \($0)" } ?? "unnamed run"
  }
}

/// What every page has: head, policy, style, scripts.
struct PageFrame: Sendable {
  /// A page's data and code.
  struct Scripts: Sendable {
    let data: String
    let code: String
  }

  let title: String
  let policy: String
  let style: String
  let scripts: Scripts?
  let body: String

  /// A page that only shows: no script may run in it.
  ///
  /// - Parameter body: HTML whose texts are escaped.
  init(title: String, body: String) {
    self.title = title
    policy =
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
    style = ScriptData.style(PageTemplates.style)
    scripts = nil
    self.body = body
  }

  /// - Parameters:
  ///   - data: JSON that is safe in a script element.
  ///   - body: HTML whose texts are escaped.
  init(kind: PageKind, title: String, isLive: Bool, library: DygraphsLibrary, data: String, body: String) {
    self.title = title
    policy =
      "default-src 'none'; script-src 'unsafe-inline'; script-src-attr 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
      + (isLive ? "connect-src 'self'; " : "") + "base-uri 'none'; form-action 'none'"
    style = ScriptData.style(library.style + "\n" + PageTemplates.style)
    scripts = Scripts(
      data: data, code: ScriptData.script(library.script + "\n" + PageTemplates.scripts(kind)))
    self.body = body
  }

  /// A page with a script of our own and no library.
  ///
  /// - Parameters:
  ///   - data: JSON that is safe in a script element.
  ///   - body: HTML whose texts are escaped.
  init(title: String, style: String, code: String, data: String, body: String) {
    self.title = title
    policy =
      "default-src 'none'; script-src 'unsafe-inline'; script-src-attr 'none'; style-src 'unsafe-inline'; img-src data:; "
      + "base-uri 'none'; form-action 'none'"
    self.style = ScriptData.style(style)
    scripts = Scripts(data: data, code: ScriptData.script(code))
    self.body = body
  }

  /// The whole page.
  ///
  /// - Throws: `PageFailure`.
  func html() throws -> String { try PageTemplates.render("page", self) }
}
