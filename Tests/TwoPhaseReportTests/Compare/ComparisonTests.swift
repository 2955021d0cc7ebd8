import Foundation
import TestSupport
import Testing
import TwoPhaseReport
import TwoPhaseTraining

@Suite("Comparisons of runs")
struct ComparisonTests {
  struct ExactDocument: Decodable {
    struct Run: Decodable {
      let finalDistance: Double?
    }
    let runs: [Run]
  }

  static func runs() throws -> [RecordedRun] {
    [
      try PageRuns.run(name: "ReLU"), try PageRuns.run(name: "PReLU, \"0.4\"") { $0.slope = 0.4 },
      try PageRuns.run(name: "ReLU") { $0.steps = 3 }, try PageRuns.run(name: nil) { $0.learningRate = 10 },
    ]
  }

  @Test("the JSON has its schema, what differs, and null where nothing is known")
  func json() throws {
    let runs = try Self.runs()
    let text = try ComparisonTable(runs).json()
    let document = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(document["schema"] as? String == "twophase.comparison/1")
    let differences = try #require(document["differences"] as? [String])
    #expect(
      Set(differences).isSuperset(of: ["PReLU slope a", "steps", "learning rate eta (true scale)"])
        && !differences.contains("seed") && !differences.contains("dimension d"))
    let compared = try #require(document["runs"] as? [[String: Any]])
    #expect(
      compared.map { $0["label"] as? String } == ["ReLU (1)", "PReLU, \"0.4\"", "ReLU (3)", "run at place 4"])
    #expect(
      compared[2]["transition"] is NSNull && compared[2]["returns"] is NSNull && compared[2]["knee"] is NSNull
    )
    // JSONSerialization's own reading is not exact to the last bit; JSONDecoder's is.
    let exact = try JSONDecoder().decode(ExactDocument.self, from: Data(text.utf8)).runs
    #expect(exact.map(\.finalDistance) == runs.map { $0.series.records.last?.point.distance })
    for (entry, run) in zip(compared, runs) {
      #expect(entry["records"] as? Int == run.series.count)
      #expect((entry["verdicts"] as? [String: Int])?.values.reduce(0, +) == 10)
    }
  }

  @Test("the CSV has a row a run and equal cells in each, whatever the names hold")
  func csv() throws {
    let table = ComparisonTable(try Self.runs())
    let rows = Self.cells(table.csv())
    #expect(rows.count == 5 && rows.allSatisfy { $0.count == rows[0].count })
    #expect(rows[0][0] == "run" && rows[2][0] == "PReLU, \"0.4\"")
    let column = try #require(rows[0].firstIndex(of: "finalLoss"))
    #expect(Double(rows[1][column]) == (try Self.runs())[0].series.records.last?.point.populationLoss)
    let transition = try #require(rows[0].firstIndex(of: "phaseTwoBegan"))
    #expect(rows[3][transition] == "")
  }

  @Test("the text's columns are aligned, one a run, what differs first")
  func text() throws {
    let text = ComparisonTable(try Self.runs()).text()
    let lines = text.split(separator: "\n").prefix { !$0.hasPrefix("ReLU") }.filter { $0.hasPrefix("  ") }
    #expect(lines.count > 15 && Set(lines.map(\.count)).count == 1)
    let first = try #require(text.range(of: "what differs")?.lowerBound)
    #expect(try first < #require(text.range(of: "what came of it")?.lowerBound))
    #expect(text.contains("twophase run") && !text.contains("nan"))
  }

  @Test("equal runs differ in nothing, no runs are no table, and neither fails")
  func extremes() throws {
    let run = try PageRuns.run { $0.steps = 10 }
    #expect(ComparisonTable([run, run]).text().contains("nothing: the settings are equal"))
    #expect(ComparisonTable([]).text() == "no runs to compare\n")
    #expect(try ComparisonTable([]).json().contains("\"runs\":[]"))
    let library = try DygraphsLibrary.installed()
    #expect(
      try ComparisonPage([run, run], library: library).html().contains("Nothing: their settings are equal."))
    #expect(try ComparisonPage([], library: library).html().contains("No runs to compare"))
    let empty = try PageRuns.underWay(run, records: 0)
    #expect(try ComparisonPage([empty, run], library: library).html().contains("no record"))
  }

  @Test("the page holds every run's records to the last bit, under looks that differ in dashes")
  func page() throws {
    struct Embedded: Decodable {
      struct Run: Decodable {
        let label: String
        let colour: String
        let dash: [Double]?
        let series: PageSeries
      }
      let runs: [Run]
    }
    let runs = try Self.runs()
    let page = PageText(try ComparisonPage(runs, library: try DygraphsLibrary.installed()).html())
    let embedded = try JSONDecoder().decode(Embedded.self, from: try page.data()).runs
    #expect(Set(embedded.map { $0.dash ?? [] }).count == runs.count)
    for (held, run) in zip(embedded, runs) {
      #expect(try held.series.column(0) == run.series.column { Double($0.step) })
      #expect(try held.series.column(2) == run.series.column { $0.point.margin(.paper).value })
      #expect(try held.series.column(3) == run.series.column { $0.point.distance })
    }
  }

  /// RFC 4180.
  private static func cells(_ text: String) -> [[String]] {
    var rows: [[String]] = [[""]]
    var isQuoted = false
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"":
        isQuoted.toggle()
        if isQuoted, rows[rows.count - 1].last?.isEmpty == false {
          rows[rows.count - 1][rows[rows.count - 1].count - 1] += "\""
        }
      case "," where !isQuoted: rows[rows.count - 1].append("")
      case "\n" where !isQuoted: rows.append([""])
      default: rows[rows.count - 1][rows[rows.count - 1].count - 1].unicodeScalars.append(scalar)
      }
    }
    return rows.dropLast()
  }
}
