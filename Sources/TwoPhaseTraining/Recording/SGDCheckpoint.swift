import LinearAlgebra

/// All that the rest of a run depends on, taken at a step at which the run starts afresh: from here on it makes the same
/// numbers, to the last bit on one machine and thread count, whether it went on or was continued.
public struct SGDCheckpoint: Sendable, Equatable {
  /// What is left of a checkpoint beside its matrices.
  public struct Memory: Sendable, Equatable, Codable {
    /// Whether every step's noise so far was measured.
    public var hasEveryStep = false
    /// sum of etahat <g, Ghat>, for the rate that fits the steps.
    public var alongPopulation = 0.0
    /// sum of etahat^2 |Ghat|_F^2.
    public var populationSquare = 0.0
    /// The first step at which the costly things are due again; nil when they never are.
    public var nextApproximation: Int?

    /// Nothing measured.
    public init() {}
  }

  /// Updates made.
  public let step: Int
  /// W at the step, d x d.
  public let student: Matrix
  /// The accumulated noise, d x d; nil when it is not measured or zero.
  public let noise: Matrix?
  /// The rest.
  public let memory: Memory

  /// A checkpoint from its parts.
  public init(step: Int, student: Matrix, noise: Matrix?, memory: Memory) {
    self.step = step
    self.student = student
    self.noise = noise
    self.memory = memory
  }
}
