import Foundation
import ReportTestSupport
import TestSupport
import Testing
import TwoPhaseReport
import TwoPhaseSweeps

@Suite("Numbers of maps: cells.csv, runs.csv, map.json")
struct MapsNumbersTests {
  typealias Made = MadeMaps

  @Test("cells.csv reads back to every cell, digit for digit")
  func cells() {
    for map in [Made.noReturn, Made.transition, Made.words, Made.none] {
      let rows = ExperimentDocumentTests.rows(SweepMapCSV.csv(map))
      #expect(rows[0] == ["x", "y", "estimate", "low", "high", "count", "runs", "note"])
      #expect(rows.count == 1 + map.cells.count)
      for (row, cell) in zip(rows.dropFirst(), map.cells) {
        if map.x.isCategorical {
          #expect(row[0] == map.x.labels[cell.x])
        } else {
          #expect(Double(row[0]) == map.x.places[cell.x] && Double(row[1]) == map.y.places[cell.y])
        }
        #expect(row[2...4].map { Double($0) } == [cell.estimate, cell.low, cell.high])
        #expect(Int(row[5]) == cell.count && Int(row[6]) == cell.runs.count && row[7] == cell.note ?? "")
      }
    }
  }

  @Test("runs.csv: number, variables that are no column, all columns; flags 1 and 0, empty for none")
  func runs() {
    let text = "a, \"b\"\nc"
    let table = Made.table(text)
    let rows = ExperimentDocumentTests.rows(SweepRunsCSV.csv(table))
    let columns = ["number", "eta0", "the, \"word\"", "number_variable"] + SweepColumns.all.map(\.name)
    #expect(rows[0] == columns && SweepRunsCSV.columns(table) == columns)
    #expect(rows.count == 3 && rows.allSatisfy { $0.count == columns.count })
    func entry(_ row: Int, _ name: String) -> String { rows[row][columns.firstIndex(of: name) ?? 0] }
    #expect(rows[1][0] == "0" && rows[2][0] == "2" && Double(rows[1][1]) == 0.1 + 0.2)
    #expect(rows[1][2] == text && rows[1][3] == "0" && rows[2][3] == "20")
    #expect(entry(1, "hasTransition") == "1" && entry(1, "noReturn") == "0" && entry(1, "rate") == "")
    #expect(Double(entry(1, "margin")) == 1.0 / 3 && entry(1, "dimension") == "20")
    #expect(entry(2, "ending") == "line one\nline, two" && entry(2, "dimension") == "")
  }

  /// map.json as a reader has it.
  struct Read: Decodable {
    struct Axis: Decodable {
      let name: String
      let places: [Double?]
      let labels: [String]
    }
    struct Run: Decodable {
      let number: Int
      let seed: String
      let value: Double?
      let note: String
    }
    struct Cell: Decodable {
      let x: Int
      let y: Int
      let estimate: Double?
      let low: Double?
      let high: Double?
      let count: Int
      let note: String?
      let runs: [Run]
    }
    struct Contour: Decodable {
      let label: String
      let kind: String
      let lines: [[[Double?]]]
    }
    struct Theorem: Decodable {
      struct Region: Decodable {
        struct HeldOut: Decodable {
          let runs: Int
          let failures: Int
          let bound: Double?
        }
        let part: String
        let failureBound: Double?
        let heldOut: HeldOut?
        let claimed: String
      }
      let axes: [String]
      let regions: [Region]
    }
    let schema: String
    let sweep: String
    let x: Axis
    let y: Axis
    let cells: [Cell]
    let contours: [Contour]
    let theorem: Theorem?
    let runsMade: Int
    let command: String?
  }

  static func read(_ map: SweepMap, _ theorem: EmpiricalTheorem? = nil) throws -> Read {
    try JSONDecoder().decode(
      Read.self, from: try SweepMapDocument(map, theorem: theorem, facts: Made.facts).json())
  }

  @Test("map.json reads back to the map and the theorem, digit for digit")
  func json() throws {
    let (map, theorem) = (Made.noReturn, Made.theorem())
    let read = try Self.read(map, theorem)
    #expect(read.schema == "twophase.map/1" && read.sweep == map.sweep && read.runsMade == 1917)
    #expect(
      read.x.places == map.x.places && read.y.labels == map.y.labels && read.command == Made.facts.command)
    for (cell, own) in zip(read.cells, map.cells) {
      #expect([cell.x, cell.y, cell.count] == [own.x, own.y, own.count] && cell.note == own.note)
      #expect([cell.estimate, cell.low, cell.high] == [own.estimate, own.low, own.high])
      #expect(
        cell.runs.map(\.value) == own.runs.map(\.value) && cell.runs.map(\.note) == own.runs.map(\.note))
    }
    for (line, own) in zip(read.contours, map.contours) {
      #expect(line.kind == own.kind.rawValue && line.lines == own.lines.map { $0.map { [$0.x, $0.y] } })
    }
    let regions = try #require(read.theorem).regions
    #expect(regions.map(\.failureBound) == theorem.regions.map(\.failureBound))
    #expect(regions[0].heldOut?.bound == 0.01121 && regions[1].heldOut == nil)
    #expect(try Self.read(map).theorem == nil)
  }

  @Test("what is undefined is null or empty, never NaN")
  func undefined() throws {
    for (name, map) in MapsFigureTests.odd {
      let json = String(decoding: try SweepMapDocument(map, facts: Made.facts).json(), as: UTF8.self)
      let text = (json + SweepMapCSV.csv(map)).lowercased()
      #expect(!text.contains(/[:,\[](nan|-?inf)|infinity/), "\(name)")
    }
  }

  @Test("docs/maps.md names every column of cells.csv and runs.csv, and every key of map.json")
  func documented() throws {
    let repository = (0..<4).reduce(URL(fileURLWithPath: #filePath)) { url, _ in
      url.deletingLastPathComponent()
    }
    let text = try String(contentsOf: repository.appendingPathComponent("docs/maps.md"), encoding: .utf8)
    // The message is the line that belongs there.
    for (name, note) in SweepMapCSV.columns {
      let line = "| `\(name)` | \(note) |"
      #expect(text.contains(line), "docs/maps.md lacks: \(line)")
    }
    for column in SweepColumns.all {
      let note = column.note.replacingOccurrences(of: "|", with: "\\|")
      let line = "| `\(column.name)` | \(column.kind.rawValue) | \(note) |"
      #expect(text.contains(line), "docs/maps.md lacks: \(line)")
    }
    let data = try SweepMapDocument(Made.transition, theorem: Made.theorem(), facts: Made.facts).json()
    let keys = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any]).keys
    for key in keys { #expect(text.contains("`\(key)`"), "\(key)") }
  }
}
