import LinearAlgebra
import TwoPhaseTheory

extension SweepTable.Row {
  /// How it ended, on one line.
  var endingPhrase: String {
    let status = self["status"].text
    let ending = MessageText.line(self["ending"].text, limit: 160)
    if ending.isEmpty { return status.isEmpty ? "nothing is known of its end" : status }
    return isFailed ? "failed: \(ending)" : ending
  }

  /// The verdict on a part of the theorem; nil where the run has none.
  func verdict(_ part: String) -> Verdict? {
    guard case .text(let word) = self[part] else { return nil }
    return Verdict(rawValue: word)
  }
}

extension SweepTable {
  /// Each row's seed: what the axis of seeds gives it, else what the run had.
  var seeds: [SweepValue] {
    let axis = variables.firstIndex { $0.spacing == .seeds } ?? variables.firstIndex { $0.name == "seed" }
    return rows.map { row in axis.map { row.variables[$0] } ?? row["seed"] }
  }

  /// The places of the axes that are settings, not repetitions, among the variables.
  var settingAxes: [Int] {
    variables.indices.filter {
      variables[$0].isAxis && variables[$0].spacing != .seeds && variables[$0].name != "seed"
    }
  }
}
