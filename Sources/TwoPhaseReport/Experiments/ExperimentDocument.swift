import Foundation
import TwoPhaseExperiments

/// An experiment's result as result.json holds it: schema "twophase.experiment/1", docs/file-formats.md. What is undefined, or no
/// finite number, is null.
public struct ExperimentDocument: Encodable, Sendable {
  let schema = "twophase.experiment/1"
  let name: String
  let title: String
  let claim: String
  let source: String
  let isQuick: Bool
  let settings: String
  let seed: UInt64
  let panels: [Panel]
  let tables: [Table]
  let findings: [Finding]
  let notes: [String]
  let command: Nullable<String>
  let version: Nullable<String>
  let store: Nullable<String>
  let runs: [Int64]
  let seconds: Nullable<Double>

  struct Panel: Encodable, Sendable {
    let id: String
    let title: String
    let x: ExperimentPanel.Axis
    let y: ExperimentPanel.Axis
    let curves: [Curve]
  }

  /// A curve's points as arrays of equal length.
  struct Curve: Encodable, Sendable {
    let label: String
    let role: String
    let seeds: Int
    let marksPoints: Bool
    let x: [Nullable<Double>]
    let y: [Nullable<Double>]
    let low: [Nullable<Double>]
    let high: [Nullable<Double>]

    init(_ curve: ExperimentCurve) {
      func column(_ value: (ExperimentCurve.Point) -> Double?) -> [Nullable<Double>] {
        curve.points.map { Nullable(value($0)?.ifFinite) }
      }
      label = curve.label
      role = curve.role.rawValue
      seeds = curve.seeds
      marksPoints = curve.marksPoints
      x = column(\.x)
      y = column(\.y)
      low = column(\.low)
      high = column(\.high)
    }
  }

  struct Table: Encodable, Sendable {
    let title: String
    let columns: [String]
    let rows: [[Cell]]
  }

  /// A text, a number, or `{mean, low, high}`.
  struct Cell: Encodable, Sendable {
    struct Interval: Encodable {
      let mean: Nullable<Double>
      let low: Nullable<Double>
      let high: Nullable<Double>
    }

    let cell: ExperimentTable.Cell

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch cell {
      case .text(let text): try container.encode(text)
      case .count(let count): try container.encode(count)
      case .number(let number): try container.encode(Nullable(number.ifFinite))
      case .interval(let mean, let low, let high):
        try container.encode(
          Interval(mean: Nullable(mean.ifFinite), low: Nullable(low.ifFinite), high: Nullable(high.ifFinite)))
      }
    }
  }

  struct Finding: Encodable, Sendable {
    let claim: String
    let source: String
    let verdict: String
    let evidence: String
  }

  /// The document of a result. Cost: O(n) for n points.
  public init(_ result: ExperimentResult, facts: ExperimentFacts) {
    name = result.name
    title = result.title
    claim = result.claim
    source = result.source
    isQuick = result.isQuick
    settings = result.settings
    seed = result.seed
    panels = result.panels.map {
      Panel(id: $0.id, title: $0.title, x: $0.x, y: $0.y, curves: $0.curves.map(Curve.init))
    }
    tables = result.tables.map {
      Table(title: $0.title, columns: $0.columns, rows: $0.rows.map { $0.map(Cell.init) })
    }
    findings = result.findings.map {
      Finding(claim: $0.claim, source: $0.source, verdict: $0.verdict.rawValue, evidence: $0.evidence)
    }
    notes = result.notes
    command = Nullable(facts.command)
    version = Nullable(facts.version)
    store = Nullable(facts.store)
    runs = facts.runs
    seconds = Nullable(facts.seconds.ifFinite)
  }

  /// The document as UTF-8 JSON, one line.
  ///
  /// - Throws: never for want of a number: none in it is NaN or infinite.
  public func json() throws -> Data { try JSONText.data(self, pretty: false) }
}

extension Double {
  /// The number; nil when it is NaN or infinite.
  var ifFinite: Double? { isFinite ? self : nil }
}
