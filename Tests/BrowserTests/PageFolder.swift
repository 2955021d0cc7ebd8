import Foundation
import LinearAlgebra
import TestSupport
import TwoPhaseReport
import TwoPhaseTraining

/// The pages that the browser opens, and what it must find there.
struct PageFolder {
  let folder: URL
  let library: DygraphsLibrary

  init(_ folder: URL) throws {
    self.folder = folder
    library = try .installed()
  }

  /// What check_page.py reads.
  struct Expectations: Encodable {
    struct Run: Encodable {
      var file: String
      let steps: [Int]
      let columns: [String: [Double?]]
      let charts: [String: [String?]]
      var seconds = 0.0
      var events: [Event] = []
      var from = 0
      var headline = ""
      var began: Int?
    }
    struct Event: Encodable {
      let event: String
      let data: String
      var id: Int?
    }
    struct Quiet: Encodable {
      let file: String
      let words: [String]
      let charts: Bool
    }
    struct Hostile: Encodable {
      let file: String
      let texts: [String]
    }
    struct Comparison: Encodable {
      struct Run: Encodable {
        let steps: [Int]
        let distance: [Double]
      }
      let file: String
      let runs: [Run]
      let words: [String]
    }
    struct Experiment: Encodable {
      let file: String
      let words: [String]
      let hasFigure: Bool
    }
    struct Map: Encodable {
      let file: String
      let words: [String]
      let columns: Int
      let rows: Int
      /// Of each cell in the map's order, of each run: seed, value, how it ended.
      let runs: [[[String]]]
      let isFraction: Bool
      /// How many of them the page lists.
      let listed: Int
      let numbers: [[Int]]
    }
    let run: Run
    let hostile: [Hostile]
    let experiments: [Experiment]
    let maps: [Map]
    let quiet: [Quiet]
    let comparison: Comparison
    let long: Run
    let live: [Run]
  }

  /// Names that a page must show as they are.
  static let hostileNames = [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "</title><script>hacked=1</script>",
    "'\u{301} onmouseover=alert(1) x='", "../../etc/passwd & co", "\"\u{301} autofocus onfocus=alert(1) \"",
    "{{name}}{{{name}}} ${1} `x`", "\u{2028}</ScRiPt ><svg onload=alert(1)>",
  ]

  func write() throws {
    let run = try PageRuns.run(name: "demo", command: ["twophase", "run", "--name", "it's"]) {
      $0.dimension = 20
    }
    try write(RunPage(run, library: library).html(), "run.html")
    let long = try PageRuns.long(100_000, of: run)
    try write(RunPage(long, library: library).html(), "long.html")
    var longExpectations = Self.expectations(long, "long.html")
    longExpectations.seconds = 10
    let expectations = Expectations(
      run: Self.expectations(run, "run.html"), hostile: try hostile(), experiments: try experiments(),
      maps: try maps(), quiet: try quiet(),
      comparison: try comparison(), long: longExpectations,
      live: [try live(run, begun: 40, "live.html"), try live(run, begun: 0, "live from its start.html")])
    try JSONEncoder().encode(expectations).write(to: folder.appendingPathComponent("expectations.json"))
  }

  func write(_ text: String, _ name: String) throws {
    try Data(text.utf8).write(to: folder.appendingPathComponent(name))
  }

  /// The numbers that the charts of a run read out.
  private static func expectations(_ run: RecordedRun, _ file: String) -> Expectations.Run {
    let series = run.series
    return Expectations.Run(
      file: file, steps: series.column(\.step),
      columns: [
        "potential": series.column { $0.point.potential },
        "margin": series.column { $0.point.marginTerms?.sum },
        "constant": series.column { $0.point.marginTerms?.constant },
        "first": series.column { $0.point.marginTerms?.first },
        "diagonal": series.column { $0.point.marginTerms?.diagonal },
        "higher": series.column { $0.point.marginTerms?.higher },
        "distance": series.column { $0.point.distance },
        "norm": series.column { $0.point.studentSpectralNorm },
        "loss": series.column { $0.point.populationLoss }, "batch": series.column(\.batchLoss),
        "foretold": [nil] + series.column(\.predictedPotential).dropLast(),
      ],
      charts: [
        "potential": ["potential", "foretold", nil],
        "margin": ["margin", "constant", "first", "diagonal", "higher"],
        "distance": ["distance"], "norm": ["norm"], "loss": ["loss", "batch"],
      ])
  }

  private func hostile() throws -> [Expectations.Hostile] {
    let name = Self.hostileNames.joined(separator: " ")
    let run = try PageRuns.run(name: name, command: ["twophase", "run"] + Self.hostileNames) { $0.steps = 30 }
    try write(RunPage(run, library: library).html(), "hostile run.html")
    let runs = try Self.hostileNames.map { try PageRuns.named(run, $0, ["twophase", $0]) }
    try write(ComparisonPage(runs, library: library).html(), "hostile comparison.html")
    // Names are cut at 120 characters, and lose line separators; commands keep all.
    let shown = [
      "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "../../etc/passwd & co",
      "{{name}}{{{name}}} ${1} `x`",
      "\"\u{301} autofocus onfocus=alert(1) \"",
    ]
    return [
      .init(file: "hostile run.html", texts: shown), .init(file: "hostile comparison.html", texts: shown),
    ]
  }

  /// Runs that are not as most are.
  private func quiet() throws -> [Expectations.Quiet] {
    let run = try PageRuns.run { $0.steps = 30 }
    let converged = try PageRuns.run {
      $0.start = .zero
      $0.teacherNorm = 0
      $0.steps = 5
    }
    let runs: [(String, RecordedRun, [String], Bool)] = [
      ("empty.html", try PageRuns.underWay(run, records: 0), ["No record yet"], false),
      ("one.html", try PageRuns.underWay(run, records: 1), ["running"], false),
      ("diverged.html", try PageRuns.run { $0.learningRate = 10 }, ["diverged at step"], false),
      ("converged.html", converged, ["converged"], false),
      ("short.html", run, ["completed"], true),
    ]
    return try runs.map { file, run, words, charts in
      try write(RunPage(run, library: library).html(), file)
      return .init(file: file, words: words, charts: charts)
    }
  }

  private func comparison() throws -> Expectations.Comparison {
    let runs = [
      try PageRuns.run(name: "ReLU", command: ["twophase", "run", "--seed", "1"]),
      try PageRuns.run(name: "PReLU 0.4", command: ["twophase", "run", "--slope", "0.4"]) { $0.slope = 0.4 },
      try PageRuns.run(name: "short", command: ["twophase", "run", "--steps", "80"]) { $0.steps = 80 },
      try PageRuns.run(name: "ReLU", command: ["twophase", "run", "--every", "7"]) { $0.cadence = 7 },
    ]
    try write(ComparisonPage(runs, library: library).html(), "comparison.html")
    return .init(
      file: "comparison.html",
      runs: runs.map { .init(steps: $0.series.column(\.step), distance: $0.series.column(\.point.distance)) },
      words: ["PReLU slope a", "twophase run --slope 0.4", "ReLU (1)", "ReLU (4)", "7 steps"])
  }

  /// A run whose records arrive while the page is open: the first are in the page, some arrive twice.
  private func live(_ run: RecordedRun, begun: Int, _ file: String) throws -> Expectations.Run {
    try write(
      RunPage(try PageRuns.underWay(run, records: begun), live: true, library: library).html(), file)
    var events: [Expectations.Event] = []
    let records = run.series.records
    for start in stride(from: begun, to: records.count, by: 30) {
      let end = min(start + 30, records.count)
      let rows = try RunPage.rows(Array(records[max(0, start - 5)..<end]))
      events.append(.init(event: "records", data: rows, id: end))
    }
    func json(_ text: String) throws -> String {
      String(decoding: try JSONEncoder().encode(text), as: UTF8.self)
    }
    events.append(.init(event: "summary", data: try json(try RunPage.summaryHTML(run))))
    events.append(.init(event: "end", data: try json("completed")))
    var expected = Self.expectations(run, file)
    expected.events = events
    expected.from = begun
    expected.began = run.analysis.phases.transition?.heldSince
    let page = try RunPage(run, library: library).html()
    expected.headline = page.components(separatedBy: "<h1>")[1].components(separatedBy: "</h1>")[0]
    return expected
  }
}
