import Foundation
import ReportTestSupport
import TestSupport
import Testing
import TwoPhaseExperiments
import TwoPhaseReport

@Suite("Numbers of experiments: result.json and series.csv")
struct ExperimentDocumentTests {
  typealias Made = MadeExperiments

  /// result.json as a reader has it.
  struct Read: Decodable {
    struct Panel: Decodable {
      struct Axis: Decodable {
        let title: String
        let isLogarithmic: Bool
      }
      struct Curve: Decodable {
        let label: String
        let role: String
        let seeds: Int
        let marksPoints: Bool
        let x: [Double?]
        let y: [Double?]
        let low: [Double?]
        let high: [Double?]
      }
      let id: String
      let title: String
      let x: Axis
      let y: Axis
      let curves: [Curve]
    }
    struct Finding: Decodable {
      let claim: String
      let source: String
      let verdict: String
      let evidence: String
    }
    let schema: String
    let name: String
    let title: String
    let isQuick: Bool
    let settings: String
    let seed: UInt64
    let panels: [Panel]
    let findings: [Finding]
    let notes: [String]
    let command: String?
    let store: String?
    let runs: [Int64]
    let seconds: Double?
  }

  @Test("result.json reads back to the result, digit for digit")
  func whole() throws {
    let facts = ExperimentFacts(command: "x", version: nil, store: "s", runs: [1, .max], seconds: 0.1)
    let data = try ExperimentDocument(Made.whole, facts: facts).json()
    let read = try JSONDecoder().decode(Read.self, from: data)
    #expect(read.schema == "twophase.experiment/1" && read.name == "fig8" && read.seed == 7)
    #expect(read.settings == Made.whole.settings && read.notes == Made.whole.notes && !read.isQuick)
    #expect(read.command == "x" && read.store == "s" && read.runs == [1, .max] && read.seconds == 0.1)
    for (panel, own) in zip(read.panels, Made.whole.panels) {
      #expect(
        panel.id == own.id && panel.y.isLogarithmic == own.y.isLogarithmic && panel.x.title == own.x.title)
      for (curve, own) in zip(panel.curves, own.curves) {
        #expect(curve.label == own.label && curve.role == own.role.rawValue && curve.seeds == own.seeds)
        #expect(curve.x == own.points.map(\.x) && curve.y == own.points.map(\.y))
        #expect(curve.low == own.points.map(\.low) && curve.high == own.points.map(\.high))
      }
    }
    #expect(read.findings.map(\.verdict) == ["holds", "violated", "notTested"])
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    // What is not known is there as null.
    #expect(object["version"] is NSNull)
    let tables = try #require(object["tables"] as? [[String: Any]])
    let rows = try #require(tables[0]["rows"] as? [[Any]])
    #expect(
      rows[0][0] as? String == "with identity" && rows[0][2] as? Int == 10 && rows[1][1] as? Double == -0.3)
    #expect((rows[0][1] as? [String: Double]) == ["mean": -0.5012, "low": -0.5312, "high": -0.4711])
  }

  @Test("NaN and infinities cannot reach JSON or CSV, wherever they stand")
  func undefined() throws {
    for bad in [Double.nan, .infinity, -.infinity] {
      var result = Made.result([
        Made.panel(
          "a",
          [
            ExperimentCurve(
              label: "c", points: [.init(x: bad, y: bad, low: bad, high: bad), .init(x: 1, y: 2)])
          ])
      ])
      result.tables = [
        .init(title: "t", columns: ["a", "b"], rows: [[.number(bad), .interval(bad, low: bad, high: bad)]])
      ]
      let facts = ExperimentFacts(seconds: bad)
      let text = String(decoding: try ExperimentDocument(result, facts: facts).json(), as: UTF8.self)
      #expect(text.contains("\"x\":[null,1]") && text.contains("\"seconds\":null"))
      #expect(
        ExperimentPoints.csv(result.panels).hasSuffix("\na,c,measured,1,,,,\na,c,measured,1,1.0,2.0,,\n"))
      let reports = [
        ExperimentTextReport(result, facts: facts).text,
        ExperimentTextReport(result, facts: facts).markdown(),
        try ExperimentPage(result, facts: facts, figures: ExperimentFigures(result)).html(),
      ]
      for report in reports {
        let words = report.replacing(/<style>[\s\S]*?<\/style>|base64,[^"]*/, with: "").lowercased()
        #expect(!words.contains("nan") && !words.contains("inf"), "\(words)")
        #expect(report.contains("undefined [undefined, undefined]"))
      }
    }
  }

  /// Rows of a CSV text as RFC 4180 reads it.
  static func rows(_ csv: String) -> [[String]] {
    var rows: [[String]] = [[]]
    var field = String.UnicodeScalarView()
    var isQuoted = false
    let scalars = Array(csv.unicodeScalars)
    var index = 0
    while index < scalars.count {
      let scalar = scalars[index]
      if isQuoted, scalar == "\"", index + 1 < scalars.count, scalars[index + 1] == "\"" {
        field.append(scalar)
        index += 1
      } else if scalar == "\"" {
        isQuoted.toggle()
      } else if !isQuoted, scalar == "," || scalar == "\n" {
        rows[rows.count - 1].append(String(field))
        field = .init()
        if scalar == "\n" { rows.append([]) }
      } else {
        field.append(scalar)
      }
      index += 1
    }
    return rows.dropLast()
  }

  @Test("series.csv reads back to every point, digit for digit, whatever the labels")
  func csv() throws {
    let labels = ["a,b", "say \"x\"", "two\r\nlines", "\"\u{301}", "", "=1+1", "plain é"]
    let panels = labels.map { label in
      Made.panel(
        label,
        [
          Made.curve(label, role: .predicted, seeds: 3, at: [1e-300, 0.1, 1e300], spread: 0.1) {
            $0 == 0.1 ? nil : $0 / 3
          }
        ])
    }
    let rows = Self.rows(ExperimentPoints.csv(panels))
    #expect(rows[0] == ["panel", "curve", "role", "seeds", "x", "y", "low", "high"])
    #expect(rows.count == 1 + 3 * labels.count && rows.allSatisfy { $0.count == 8 })
    var index = 1
    for panel in panels {
      for point in panel.curves[0].points {
        let row = rows[index]
        #expect(Array(row[0].unicodeScalars) == Array(panel.id.unicodeScalars))
        #expect(Array(row[1].unicodeScalars) == Array(panel.curves[0].label.unicodeScalars))
        #expect(row[2] == "predicted" && row[3] == "3")
        #expect(row[4...].map { Double($0) } == [point.x, point.y, point.low, point.high])
        index += 1
      }
    }
  }
}
