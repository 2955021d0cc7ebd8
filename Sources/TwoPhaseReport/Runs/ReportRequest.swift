import Foundation
import LinearAlgebra
import TwoPhaseTraining

/// What a user wants drawn or written of runs that a store keeps.
public struct ReportRequest: Sendable {
  /// The format of the figures; nil for none.
  public var figures: FigureFormat?
  /// The figures' width.
  public var width = FigureWidth.oneColumn
  /// Whether the verdicts are wanted as a LaTeX table.
  public var latex = false
  /// Whether the report is wanted as Markdown.
  public var markdown = false
  /// The folder for everything; nil writes an HTML page, or figures, into the working folder and text to standard output.
  public var output: String?

  /// An HTML page and nothing else.
  public init() {}

  /// What became of a request.
  public struct Outcome: Sendable, Equatable {
    /// The files written, in order.
    public var files: [String] = []
    /// Text for standard output.
    public var text = ""
    /// What was left out and why, one line each.
    public var notes: [String] = []
  }

  /// Writes what is asked for, of one run, or a comparison of several.
  ///
  /// - Parameter runs: at least one.
  /// - Throws: `OptionError`; what drawing and writing throw.
  /// - Complexity: O(n) for n records.
  public func write(_ runs: [RecordedRun]) throws -> Outcome {
    try check(runs)
    guard runs.count == 1, let run = runs.first else { return try writeComparison(runs) }
    let name = run.provenance.id.map { "report-\($0)" } ?? "report"
    guard let output else {
      var outcome = Outcome()
      if latex { outcome.text = VerdictTable(run).latex() }
      if markdown { outcome.text = PhaseReport(run).markdown(besideFiles: false) }
      try writeFigures(run, to: "\(name)-figures", &outcome)
      guard !latex, !markdown, figures == nil else { return outcome }
      let path = "\(name).html"
      try write(try RunPage(run, library: .installed()).html(), to: path)
      return Outcome(files: [path])
    }
    let folder = try ReportFolder(output)
    do {
      var outcome = Outcome()
      // What can fail for want of a program comes first.
      try writeFigures(run, to: join(output, "figures"), &outcome)
      if latex {
        let drawn = outcome.files.map { "figures/\(($0 as NSString).lastPathComponent)" }
        var text = VerdictTable(run).latex()
        if !drawn.isEmpty { text += "\n" + VerdictTable.figuresLaTeX(drawn, run: run, width: width) }
        outcome.files.append(join(output, "report.tex"))
        try write(text, to: join(output, "report.tex"))
      }
      outcome.files += try folder.write(run)
      return outcome
    } catch {
      folder.discard()
      throw error
    }
  }

  private func check(_ runs: [RecordedRun]) throws(OptionError) {
    if runs.count > 1 {
      let options = [("--figures", figures != nil), ("--latex", latex), ("--markdown", markdown)]
      for (option, isSet) in options where isSet {
        throw OptionError(option, found: "it with \(runs.count) runs", expected: "it with one run")
      }
    }
    if output == nil, latex, markdown {
      throw OptionError(
        "--markdown", found: "it beside --latex without --output", expected: "one of the two, or a folder")
    }
  }

  private func writeFigures(_ run: RecordedRun, to folder: String, _ outcome: inout Outcome) throws {
    guard let figures else { return }
    let set = FigureSet(run, format: figures, width: width)
    outcome.files += try set.write(to: folder)
    outcome.notes += set.omissions.map { "no figure \($0.figure): \($0.reason)" }
  }

  private func writeComparison(_ runs: [RecordedRun]) throws -> Outcome {
    let page = try ComparisonPage(runs, library: .installed()).html()
    guard let output else {
      let ids = runs.compactMap(\.provenance.id).map { "-\($0)" }.joined()
      // A page of very many runs has a short name.
      let path = "comparison\(ids.count <= 100 ? ids : "").html"
      try write(page, to: path)
      return Outcome(files: [path])
    }
    let folder = try ReportFolder(output)
    let table = ComparisonTable(runs)
    do {
      let files = [
        ("comparison.html", page), ("comparison.csv", table.csv()), ("comparison.json", try table.json()),
      ]
      return Outcome(
        files: try files.map { name, text in
          try write(text, to: join(output, name))
          return join(output, name)
        })
    } catch {
      folder.discard()
      throw error
    }
  }

  private func join(_ folder: String, _ name: String) -> String {
    (folder as NSString).appendingPathComponent(name)
  }

  private func write(_ text: String, to path: String) throws {
    try AtomicFile.write(Data(text.utf8), to: path)
  }
}
