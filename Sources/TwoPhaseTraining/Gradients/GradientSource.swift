import LinearAlgebra
import TwoPhaseTheory

/// Where the gradient of a step comes from. One value serves one run.
///
/// `step` must depend on the seed and the step's number alone, so that the same seed gives the same run for every
/// cadence of instrumentation.
public protocol GradientSource: Sendable {
  /// A word for reports: "population" or "sampled".
  var kind: String { get }
  /// Samples in each step's batch; nil for the population gradient.
  var batchSize: Int? { get }
  /// Floating-point operations in matrix products of one step.
  var productFlops: Double { get }
  /// Whether `update` reads the evaluator's state at the current student.
  var needsEvaluation: Bool { get }
  /// True when the last `update` left every weight as it was and every later one will too.
  var isStationary: Bool { get }

  /// Moves the student by -`learningRate` grad L (true scale).
  ///
  /// - Parameters:
  ///   - student: W, d x d, changed in place.
  ///   - step: the number of updates made so far.
  ///   - evaluator: evaluated at W when `needsEvaluation`.
  /// - Returns: the batch loss at W before the step (true scale); nil when there is no batch.
  mutating func update(
    student: inout Matrix, step: Int, learningRate: Double, evaluator: inout PointEvaluator
  ) -> Double?
}
