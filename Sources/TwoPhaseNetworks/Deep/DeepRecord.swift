/// A deep network at a step of its run.
public struct DeepRecord: Sendable, Equatable {
  /// The step, 0 before the first one.
  public let step: Int
  /// Loss and margin from batches that training does not see; true scale.
  public let sampled: SampledPoint
  /// sqrt(sum_l ||W_l - W*_l||_F^2).
  public let distance: Double
  /// The distance up to the network's symmetries, see `DeepAlignment`.
  public let alignedDistance: Double
  /// f_A of each layer.
  public let potentials: [Double]

  package init(
    step: Int, sampled: SampledPoint, distance: Double, alignedDistance: Double, potentials: [Double]
  ) {
    self.step = step
    self.sampled = sampled
    self.distance = distance
    self.alignedDistance = alignedDistance
    self.potentials = potentials
  }
}

/// What a run of a deep network left.
public struct DeepTrajectory: Sendable, Equatable {
  /// By step; the last is where the run ended unless it diverged. Never empty.
  public let records: [DeepRecord]
  /// How it ended.
  public let ending: SGDEnding

  package init(records: [DeepRecord], ending: SGDEnding) {
    precondition(!records.isEmpty, "a run has its start")
    self.records = records
    self.ending = ending
  }
}
