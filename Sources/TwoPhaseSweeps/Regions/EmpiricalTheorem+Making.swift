// How an empirical theorem is put together outside of this module: Swift's own memberwise initialisers stay inside it.

extension EmpiricalTheorem.Region {
  /// A conclusion with its region.
  package static func made(
    _ part: String, title: String, ranges: [(name: String, low: String, high: String, isWhole: Bool)],
    cells: Int, allCells: Int, runs: Int, failureBound: Double?,
    heldOut: (runs: Int, failures: Int, bound: Double)? = nil,
    tally: (holds: Int, violated: Int, vacuous: Int, notTested: Int), claimed: String
  ) -> Self {
    Self(
      part: part, title: title,
      ranges: ranges.map {
        EmpiricalTheorem.Range(name: $0.name, low: $0.low, high: $0.high, isWhole: $0.isWhole)
      },
      cells: cells, allCells: allCells, runs: runs, failureBound: failureBound,
      heldOut: heldOut.map {
        EmpiricalTheorem.HeldOut(runs: $0.runs, failures: $0.failures, bound: $0.bound)
      },
      tally: EmpiricalTheorem.Tally(
        holds: tally.holds, violated: tally.violated, vacuous: tally.vacuous, notTested: tally.notTested),
      claimed: claimed)
  }
}

extension EmpiricalTheorem {
  /// An empirical theorem.
  package static func made(
    sweep: String, axes: [String], confidence: Double = 0.95, regions: [Region], notes: [String] = []
  ) -> Self {
    Self(sweep: sweep, axes: axes, confidence: confidence, regions: regions, notes: notes)
  }
}
