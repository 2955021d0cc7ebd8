import Foundation
import LinearAlgebra
import TwoPhaseTheory
import TwoPhaseTraining

/// The runs of a store as a list: text for a terminal, or JSON, schema "twophase.runs/1".
public struct RunList: Encodable, Sendable {
  struct Entry: Encodable, Sendable {
    let id: Int64
    let name: Nullable<String>
    let kind: String
    let status: String
    let startedAt: String
    let dimension: Int
    let slope: Double
    let identityMapping: Bool
    let learningRate: Nullable<Double>
    let records: Int
    let lastStep: Nullable<Int>
    let phaseTwoStart: Nullable<Int>
    let verdicts: [String: String]
  }

  let schema = "twophase.runs/1"
  let runs: [Entry]

  /// A list of runs.
  public init(_ summaries: [RunSummary]) {
    runs = summaries.map { run in
      Entry(
        id: run.id, name: Nullable(run.name), kind: run.kind, status: run.status, startedAt: run.startedAt,
        dimension: run.dimension, slope: run.slope, identityMapping: run.identityMapping,
        learningRate: Nullable(run.learningRate), records: run.records, lastStep: Nullable(run.lastStep),
        phaseTwoStart: Nullable(run.phaseTwoStart), verdicts: run.verdicts)
    }
  }

  /// A table with one line a run.
  public var text: String {
    guard !runs.isEmpty else { return "no runs yet: twophase run records one\n" }
    let header = [
      "id", "started (UTC)", "status", "kind", "d", "slope", "mapping", "eta", "records", "last step",
      "Phase 2 from", "verdicts", "name",
    ]
    let rows = runs.map(Self.cells)
    let left: Set<Int> = [1, 2, 3, 6, 11, 12]
    return TextTable.lines([header] + rows, leftColumns: left).map { $0 + "\n" }.joined()
  }

  /// The cells of a run's line.
  private static func cells(_ run: Entry) -> [String] {
    let started: String = run.startedAt.prefix(19).replacingOccurrences(of: "T", with: " ")
    let rate: String = run.learningRate.value.map(NumberText.compact) ?? "unknown"
    let last: String = run.lastStep.value.map { "\($0)" } ?? "none"
    let phaseTwo: String = run.phaseTwoStart.value.map { "\($0)" } ?? "none"
    let name: String = run.name.value.map { MessageText.line($0, limit: 40) } ?? ""
    return [
      "\(run.id)", started, run.status, run.kind, "\(run.dimension)", NumberText.compact(run.slope),
      run.identityMapping ? "I + W" : "W", rate, "\(run.records)", last, phaseTwo, counts(run.verdicts), name,
    ]
  }

  /// How many parts of the theorem have each verdict.
  private static func counts(_ verdicts: [String: String]) -> String {
    guard !verdicts.isEmpty else { return "none yet" }
    let counted = Verdict.allCases.compactMap { verdict -> String? in
      let count = verdicts.values.filter { $0 == verdict.rawValue }.count
      return count > 0 ? "\(count) \(verdict.word)" : nil
    }
    return counted.joined(separator: ", ")
  }

  /// The list as JSON text.
  public func json() throws -> String {
    String(decoding: try JSONText.data(self, pretty: true), as: UTF8.self)
  }
}
