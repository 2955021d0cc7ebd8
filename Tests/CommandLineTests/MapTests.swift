import Foundation
import TestSupport
import Testing

@Suite("twophase map")
struct MapTests {
  /// A sweep that is made, in a folder of its own.
  private static func made(_ text: String = SweepTests.description) throws -> Workspace {
    let folder = try Workspace()
    try folder.write(Data(text.utf8), "small.yaml")
    try succeed(["sweep", "small.yaml"], in: folder)
    return folder
  }

  private static let axes = ["map", "small.sweep", "--x", "norm", "--y", "dimension"]

  @Test("prints the map and writes nothing")
  func text() throws {
    let folder = try Self.made()
    let before = folder.contents()
    let outcome = try succeed(Self.axes + ["--value", "initialMargin"], in: folder)
    for words in [
      "small: ", "initialMargin", "paper scale", "Where each conclusion held", "5 seeds",
      "tau is vacuous in 60 runs",
    ] {
      #expect(outcome.stdout.contains(words), "\(words) is missing in \(outcome.stdout)")
    }
    #expect(folder.contents() == before)
  }

  @Test("--output writes page, figures and data; the medians in cells.csv are those of runs.csv")
  func files() throws {
    let folder = try Self.made()
    try succeed(Self.axes + ["--value", "finalDistance", "--output", "map"], in: folder)
    for name in ["report.html", "report.md", "map.json", "map.pdf", "map.svg"] {
      #expect(folder.exists("map/\(name)"))
    }
    let cells = try Self.table(try folder.text("map/cells.csv"))
    let runs = try Self.table(try folder.text("map/runs.csv"))
    #expect(cells.count == 12 && runs.count == 60)
    for cell in cells {
      func number(_ row: [String: String], _ name: String) -> Double? { row[name].flatMap(Double.init) }
      let values = runs.filter {
        number($0, "norm") == number(cell, "x") && number($0, "dimension") == number(cell, "y")
      }.compactMap { number($0, "finalDistance") }.sorted()
      try #require(values.count == 5 && cell["count"] == "5", "\(cell)")
      #expect(cell["estimate"].flatMap(Double.init) == values[2])
      let (low, high) = (cell["low"].flatMap(Double.init), cell["high"].flatMap(Double.init))
      #expect(try #require(low) >= values[0] && #require(high) <= values[4] && low ?? 1 < high ?? 0)
    }
    // What runs.csv has is what export writes.
    let exported = try succeed(["sweep", "export", "small.sweep"], in: folder).stdout
    #expect(exported == (try folder.text("map/runs.csv")))
    try succeed(["sweep", "export", "small.sweep", "--output", "runs.csv"], in: folder)
    #expect(try folder.text("runs.csv") == exported)
  }

  @Test("the page links the reports of kept runs; --reports all makes those that were not kept")
  func reports() throws {
    let few = SweepTests.description.replacingOccurrences(of: "seeds: 5", with: "seeds: 1")
    let folder = try Self.made(few)
    try succeed(Self.axes + ["--value", "margin", "--output", "plain"], in: folder)
    #expect(!folder.exists("plain/runs"))
    #expect(try folder.text("plain/report.html").contains("twophase sweep show small.sweep"))
    try succeed(Self.axes + ["--value", "margin", "--output", "all", "--reports", "all"], in: folder)
    #expect((0..<12).allSatisfy { folder.exists("all/runs/\($0).html") })
    #expect(try folder.text("all/report.html").contains("runs/11.html"))
    let kept = try Self.made(few.replacingOccurrences(of: "axes:", with: "keep: {series: true}\naxes:"))
    try succeed(Self.axes + ["--value", "margin", "--output", "kept"], in: kept)
    #expect(kept.exists("kept/runs/0.html"))
  }

  @Test(
    "what is wrong is one line that names the option",
    arguments: [
      (["--x", "nothing", "--y", "dimension", "--value", "margin"], 64, "--x: found 'nothing'"),
      (["--x", "norm", "--y", "norm", "--value", "margin"], 64, "--y: found 'norm'"),
      (["--x", "norm", "--y", "dimension", "--value", "status"], 64, "--value: found 'status'"),
      (
        ["--x", "norm", "--y", "dimension", "--value", "margin", "--reports", "all"], 64,
        "--reports: found it without --output"
      ),
    ] as [([String], Int32, String)])
  func refused(_ options: [String], _ status: Int32, _ line: String) throws {
    let folder = try Self.made(SweepTests.description.replacingOccurrences(of: "seeds: 5", with: "seeds: 1"))
    let outcome = try runTwoPhase(["map", "small.sweep"] + options, in: folder)
    #expect(outcome.status == status && outcome.complaints.count == 1)
    #expect(outcome.stderr.hasPrefix("twophase: \(line)"), "\(outcome.stderr)")
  }

  @Test("a sweep without runs, and more axes than regions are sought in")
  func edges() throws {
    let folder = try Workspace()
    try folder.write(Data(SweepTests.description.utf8), "small.yaml")
    let none = try runTwoPhase(Self.axes + ["--value", "margin"], in: folder)
    #expect(none.status == 66 && none.complaints.count == 1)
    let many = """
      name: small
      base: {steps: 2, measure: scalars}
      axes:
        dimension: [4, 5]
        norm: [0.5, 1]
        batch: [4, 5]
        learningRate: [0.01, 0.02]
        slope: [0, 0.1]
        teacherNorm: [0.1, 0.2]
      derived: {startNorm: norm}
      """
    let wide = try Self.made(many)
    let outcome = try succeed(Self.axes + ["--value", "margin"], in: wide)
    #expect(outcome.stderr.contains("the map is drawn without it") && outcome.stdout.contains("margin"))
  }

  /// Rows of a CSV file without quotes, by the names of their columns.
  private static func table(_ text: String) throws -> [[String: String]] {
    let lines = text.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let header = try #require(lines.first)
    return lines.dropFirst().map { Dictionary(zip(header, $0), uniquingKeysWith: { first, _ in first }) }
  }
}
