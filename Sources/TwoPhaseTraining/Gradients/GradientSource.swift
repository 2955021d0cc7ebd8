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
  /// Whether `update` asks the engine for the population gradient.
  var needsEvaluation: Bool { get }
  /// True when the last `update` left every weight as it was and every later one will too.
  var isStationary: Bool { get }

  /// Moves the student by -`learningRate` grad L (true scale).
  ///
  /// - Parameters:
  ///   - student: W, d x d, changed in place.
  ///   - step: the number of updates made so far.
  ///   - engine: at W.
  /// - Returns: the batch loss at W before the step (true scale); nil when there is no batch.
  /// - Throws: `TheoryError` when the gradient does not exist at W.
  mutating func update(
    student: inout Matrix, step: Int, learningRate: Double, engine: inout GramEngine
  ) throws -> Double?

  /// Moves what the engine carries along with the last step, where that is cheaper than to form it anew.
  mutating func advance(_ engine: inout GramEngine)
}

extension GradientSource {
  /// Nothing: the engine forms what it needs from W.
  public mutating func advance(_ engine: inout GramEngine) {}
}
