import Foundation
import TwoPhaseTheory
import TwoPhaseTraining

/// Several runs side by side: what differs between their settings, then when Phase 2 began, rates, ends and verdicts.
public struct ComparisonTable: Sendable {
  let runs: [ComparedRun]
  /// The settings in which the runs are not all alike.
  let differences: [String]

  /// The comparison of runs, in their order.
  ///
  /// - Complexity: O(n) for n records in all.
  public init(_ runs: [RecordedRun]) {
    self.runs = ComparedRun.all(runs)
    differences = RunSettingsList.differing(self.runs.map(\.settings))
  }

  /// What is shown of the settings that differ: a row a setting, a cell a run.
  var shownDifferences: [(name: String, cells: [String])] {
    let settings = runs.map(\.settings)
    return differences.map { ($0, RunSettingsList.shown($0, settings).map { $0 ?? "-" }) }
  }

  /// A measure of a run: its name for people and in files, and its value for each.
  struct Measure: Sendable {
    let name: String
    let key: String
    /// For people; says why there is none.
    let text: @Sendable (ComparedRun) -> String
    /// In files, every digit; nil where undefined.
    let value: @Sendable (ComparedRun) -> String?
  }

  private static func number(
    _ name: String, _ key: String, _ absence: String, _ value: @escaping @Sendable (ComparedRun) -> Double?
  ) -> Measure {
    Measure(
      name: name, key: key, text: { value($0).map { NumberText.short($0) } ?? absence },
      value: { value($0).map { "\($0)" } })
  }

  private static func count(
    _ name: String, _ key: String, _ absence: String, _ value: @escaping @Sendable (ComparedRun) -> Int?
  ) -> Measure {
    Measure(
      name: name, key: key, text: { value($0).map { "\($0)" } ?? absence },
      value: { value($0).map { "\($0)" } })
  }

  private static func verdict(_ verdict: Verdict) -> Measure {
    count("verdicts: \(verdict.word)", verdict.rawValue, "0") { $0.verdicts[verdict] ?? 0 }
  }

  /// The measures in the order of the table.
  static let measures: [Measure] =
    [
      Measure(name: "status", key: "status", text: \.status, value: \.statusWord),
      count("Phase 2 began", "phaseTwoBegan", "none", \.began),
      number("f_A there", "potentialThere", "none", \.potentialThere),
      count("returns", "returns", "not tested", \.returns),
      count("knee", "knee", "none", \.knee?.step),
      number("observed rate", "observedRate", "no knee", \.knee?.rate),
      number("predicted rate", "predictedRate", "none", \.predictedRate),
      number("observed / predicted", "rateRatio", "none", \.rateRatio),
      count("last step", "lastStep", "no record", \.lastStep),
      number("final ||W - W*||_F", "finalDistance", "no record", \.finalDistance),
      number("final loss (true scale)", "finalLoss", "no record", \.finalLoss),
    ] + Verdict.allCases.map(verdict)

  /// The comparison as CSV (RFC 4180): a row a run, the settings that differ and then the measures, every digit kept, empty
  /// where undefined.
  public func csv() -> String {
    var rows = [["run"] + differences + Self.measures.map(\.key)]
    rows += runs.map { run in
      [run.label] + differences.map { run.settings[$0] ?? "" } + Self.measures.map { $0.value(run) ?? "" }
    }
    return rows.map { $0.map(Self.cell).joined(separator: ",") + "\n" }.joined()
  }

  /// A cell in quotes when it needs them.
  private static func cell(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { ",\"\n\r".unicodeScalars.contains($0) }) else { return text }
    return "\"" + text.replacingOccurrences(of: "\"", with: "\"\"") + "\""
  }
}
