import TwoPhaseTheory
import TwoPhaseTraining

/// Several runs as one HTML file: what differs between them, what came of it, and their charts over each other.
public struct ComparisonPage: Sendable {
  private let runs: [RecordedRun]
  private let library: DygraphsLibrary

  /// The page of runs, in their order.
  ///
  /// - Parameter library: the chart library, which becomes part of the page.
  public init(_ runs: [RecordedRun], library: DygraphsLibrary) {
    self.runs = runs
    self.library = library
  }

  /// The page. The runs share what one page holds of records: 200,000, else 100,000 with the extremes among them.
  ///
  /// - Throws: `DescribedFailure` when a template is wrong, which is an error in this program.
  /// - Complexity: O(n) for n records in all.
  public func html() throws -> String {
    let table = ComparisonTable(runs)
    let limits = PageLimits.standard.divided(by: runs.count)
    let embedded = zip(runs, table.runs).enumerated().map { index, pair in
      EmbeddedRun(pair.0, label: pair.1.label, style: ComparedCurve(index), limits: limits)
    }
    let body = ComparisonPageBody(table, embedded.map(\.series))
    return try PageFrame(
      kind: .comparison, title: body.headline, isLive: false, library: library,
      data: try ScriptData.json(["runs": embedded]), body: try PageTemplates.render("comparison", body)
    ).html()
  }
}

/// How the curve of a run looks: colour and dashes both, so that runs are told apart in grey.
struct ComparedCurve: Sendable {
  let colour: String
  let dash: [Double]

  private static let dashes: [[Double]] = [
    [], [8, 4], [2, 3], [9, 3, 2, 3], [14, 4], [5, 2, 1, 2, 1, 2],
  ]
  private static let colours = 6

  /// The look of the run at a place. Colour and dashes repeat at different lengths: 36 runs differ.
  init(_ index: Int) {
    colour = "--curve-\(index % Self.colours + 1)"
    dash = Self.dashes[(index + index / Self.colours) % Self.dashes.count]
  }
}

/// A run inside a comparison's page.
struct EmbeddedRun: Encodable, Sendable {
  let label: String
  let colour: String
  let dash: Nullable<[Double]>
  let tau: Double
  let delta: Double
  let series: EmbeddedSeries

  init(_ run: RecordedRun, label: String, style: ComparedCurve, limits: PageLimits) {
    self.label = label
    colour = style.colour
    dash = Nullable(style.dash.isEmpty ? nil : style.dash)
    tau = run.setting.thresholds.potential
    delta = run.setting.thresholds.margin
    series = EmbeddedSeries(
      run.series.records, columns: PageColumns.comparison, drawn: PageColumns.drawnOfComparison,
      limits: limits, marked: run.analysis.markedSteps)
  }
}

/// What the comparison's template shows: texts, made here, escaped there.
struct ComparisonPageBody: Sendable {
  /// A named value of each run.
  struct Row: Sendable {
    let name: String
    let values: [String]
  }

  struct Run: Sendable {
    let label: String
    let colour: String
    let dash: String
    let origin: String
    let command: String?
  }

  let count: Int
  let headline: String
  let hasDifferences: Bool
  let differences: [Row]
  let measures: [Row]
  let runs: [Run]
  let charts: [RunPageBody.Chart]
  let decimation: String?
  let hasRecords: Bool

  init(_ table: ComparisonTable, _ series: [EmbeddedSeries]) {
    count = table.runs.count
    differences = table.shownDifferences.map { Row(name: $0.name, values: $0.cells) }
    hasDifferences = !differences.isEmpty
    measures = ComparisonTable.measures.map { measure in
      Row(name: measure.name, values: table.runs.map { measure.text($0) })
    }
    headline = Self.headline(table)
    runs = table.runs.enumerated().map { index, run in
      let style = ComparedCurve(index)
      let made = run.provenance
      let origin = [
        made.id.map { "run \($0) of its store" }, made.workingFolder.map { "folder \($0)" },
        made.version.map { "TwoPhase \($0)" }, made.host.map { "machine \($0)" },
      ]
      return Run(
        label: run.label, colour: style.colour,
        dash: style.dash.isEmpty ? "none" : style.dash.map { "\($0)" }.joined(separator: " "),
        origin: origin.compactMap { $0 }.joined(separator: ", "), command: made.command)
    }
    hasRecords = table.runs.contains { $0.records > 0 }
    charts = Self.charts(table)
    let (held, all) = (series.reduce(0) { $0 + $1.count }, series.reduce(0) { $0 + $1.total })
    decimation =
      held < all
      ? "The page holds \(held) of \(all) records: of each stretch the least and the largest of every quantity. Every value "
        + "of all records is in each run's series.csv." : nil
  }

  /// "Phase 2 began in 2 of 3 runs, between steps 97 and 412."
  private static func headline(_ table: ComparisonTable) -> String {
    let began = table.runs.compactMap(\.began)
    guard let earliest = began.min(), let latest = began.max() else {
      return table.runs.isEmpty ? "No runs to compare" : "Phase 2 began in none of \(table.runs.count) runs"
    }
    let range = earliest == latest ? "at step \(earliest)" : "between steps \(earliest) and \(latest)"
    let runs =
      began.count == table.runs.count
      ? "all \(began.count) runs" : "\(began.count) of \(table.runs.count) runs"
    return "Phase 2 began in \(runs), \(range)"
  }

  private static func charts(_ table: ComparisonTable) -> [RunPageBody.Chart] {
    func caption(_ name: String, _ value: (ComparedRun) -> Double?) -> String {
      let ends = table.runs.map { "\($0.label) \(value($0).map { NumberText.short($0) } ?? "undefined")" }
      return "\(name) at the end of each run: " + ends.joined(separator: "; ") + "."
    }
    return [
      .init(
        id: "potential", title: "Potential |f_A|",
        scale: "logarithmic axis; f_A is the same in true and paper scale",
        caption: caption("f_A", \.finalPotential)),
      .init(
        id: "margin", title: "One-point margin", scale: "paper scale",
        caption:
          "Phase 2 needs a margin of at least delta and |f_A| of at most tau; the table says when it began."),
      .init(
        id: "distance", title: "Distance ‖W − W*‖_F", scale: "the weights' own unit",
        caption: caption("‖W − W*‖_F", \.finalDistance)),
      .init(
        id: "loss", title: "Population loss", scale: "true scale, logarithmic axis",
        caption: caption("The loss", \.finalLoss)),
    ]
  }
}
