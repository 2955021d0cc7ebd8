import TwoPhaseTheory

/// Everything recorded at one step.
public struct StepRecord: Sendable, Equatable {
  /// The number of updates made before this record.
  public let step: Int
  /// The loss on the batch of the step that starts here, true scale; nil for the population gradient and for the last
  /// record of a run, where no step starts.
  public let batchLoss: Double?
  /// The theory at W.
  public let point: PointQuantities
  /// f_A predicted for step + 1, from P at this step; nil when it overflows. theory.md section 6.
  public let predictedPotential: Double?
  /// ||s|| predicted for step + 1, from P at this step; nil when it overflows. theory.md section 6.
  public let predictedSNorm: Double?
}
