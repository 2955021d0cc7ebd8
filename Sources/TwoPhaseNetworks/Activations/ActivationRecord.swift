/// A network with another activation at a step of its run.
public struct ActivationRecord: Sendable, Equatable {
  /// The step, 0 before the first one.
  public let step: Int
  /// Loss and margin from batches that training does not see; true scale.
  public let sampled: SampledPoint
  /// ||W - W*||_F.
  public let distance: Double
  /// f_A as PReLU's theory defines it.
  public let potential: Double

  package init(step: Int, sampled: SampledPoint, distance: Double, potential: Double) {
    self.step = step
    self.sampled = sampled
    self.distance = distance
    self.potential = potential
  }
}

/// What a run left.
public struct ActivationTrajectory: Sendable, Equatable {
  /// By step. Never empty.
  public let records: [ActivationRecord]
  /// How it ended.
  public let ending: SGDEnding

  package init(records: [ActivationRecord], ending: SGDEnding) {
    precondition(!records.isEmpty, "a run has its start")
    self.records = records
    self.ending = ending
  }
}
