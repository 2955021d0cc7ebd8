/// One run among several that differ in their samples alone, as far as expectations need it.
public struct SeedOutcome: Sendable, Equatable {
  /// The learning rate that C5 prescribes for Phase 2, as it was used.
  public struct PrescribedRate: Sendable, Equatable, Codable {
    /// The first step that used it.
    public let start: Int
    /// T, the steps from there to the end that it was meant for.
    public let steps: Int
    /// etahat.
    public let paperLearningRate: Double

    /// A rate from a step on.
    public init(start: Int, steps: Int, paperLearningRate: Double) {
      self.start = start
      self.steps = steps
      self.paperLearningRate = paperLearningRate
    }
  }

  /// The seed; nil when it is not known.
  public let seed: UInt64?
  /// The step at which Phase 2 began; nil without a transition.
  public let phaseTwoStart: Int?
  /// The records' steps.
  public let steps: [Int]
  /// ||W - W*||_F at each.
  public let distances: [Double]
  /// Phase 2's learning rate when it was chosen as C5 prescribes; nil otherwise.
  public let prescribedRate: PrescribedRate?
  /// The largest ||g||_F in Phase 2, paper scale; nil when it was not measured.
  public let gradientFrobeniusBound: Double?
  /// True when W = W* was reached, where every later step would be the same.
  public let hasConverged: Bool
  /// The step at which the run diverged; nil when it did not.
  public let divergedAt: Int?

  /// The outcome of a seed.
  public init(
    seed: UInt64?, phaseTwoStart: Int?, steps: [Int], distances: [Double], prescribedRate: PrescribedRate?,
    gradientFrobeniusBound: Double?, hasConverged: Bool = false, divergedAt: Int? = nil
  ) {
    self.seed = seed
    self.phaseTwoStart = phaseTwoStart
    self.steps = steps
    self.distances = distances
    self.prescribedRate = prescribedRate
    self.gradientFrobeniusBound = gradientFrobeniusBound
    self.hasConverged = hasConverged
    self.divergedAt = divergedAt
  }

  /// ||W - W*||_F^2 at the last record that is not after the given step.
  func squaredDistance(atOrBefore step: Int) -> Double? {
    guard let k = steps.lastIndex(where: { $0 <= step }) else { return nil }
    return distances[k] * distances[k]
  }
}
