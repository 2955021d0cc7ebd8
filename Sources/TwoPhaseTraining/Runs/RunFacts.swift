import TwoPhaseTheory

/// What is known of a run beside its records. With them it is all that the report follows from, and so what a store keeps.
public struct RunFacts: Sendable, Equatable, Codable {
  /// One pass over the steps: the run itself, or a repeat with another seed.
  public struct Pass: Sendable, Equatable, Codable {
    /// The seed of its samples; nil when there are none or it is not known.
    public let seed: UInt64?
    /// How it ended, or how far it is.
    public var status: RunStatus
    /// Phase 2's learning rate when it was chosen as C5 prescribes; nil otherwise.
    public var prescribedRate: SeedOutcome.PrescribedRate?
  }

  /// Network, norms, constants and predicate.
  public let setting: RunSetting
  /// Where the weights came from.
  public let origin: RunOrigin
  /// How the steps' gradients came about.
  public var sampling: TheoremEvidence.Sampling
  /// The run, and its repeats as far as they have begun.
  public var passes: [Pass]
  /// What is known of the inputs.
  public var inputs: InputEvidence
  /// What was estimated on the user's own inputs.
  public var dataEstimates: [RecordedDataEstimate] = []
  /// The orders of the predictions' errors at the start; nil without steps.
  public var orders: PredictionOrders?
  /// How finely the weights were stored.
  var precision = StoredPrecision()
  /// The learning rate that fits the steps best; nil for our own runs.
  public var impliedRate: ImpliedRate?
  /// True when the user stopped the run before all its repeats were made.
  public var repeatsWereInterrupted = false
  /// Where it ran and how fast.
  public var performance: RunPerformance
  /// Who made it, when and how.
  public var provenance = RunProvenance()

  /// How the run ended, or how far it is.
  public var status: RunStatus { passes.first?.status ?? .running(step: 0) }

  /// eta of the first step, true scale; nil when it is not known.
  var learningRate: Double? {
    switch origin {
    case .training(let description): description.request.learningRate
    case .trajectory(let description): description.learningRate
    }
  }

  init(
    setting: RunSetting, origin: RunOrigin, sampling: TheoremEvidence.Sampling, passes: [Pass],
    inputs: InputEvidence, performance: RunPerformance
  ) {
    self.setting = setting
    self.origin = origin
    self.sampling = sampling
    self.passes = passes
    self.inputs = inputs
    self.performance = performance
  }
}

extension RunFacts {
  /// How the run stands with its repeats: interrupted when one of them was.
  public var overallStatus: RunStatus {
    guard status.hasEnded else { return status }
    if let open = passes.first(where: { !$0.status.hasEnded }) { return open.status }
    return repeatsWereInterrupted ? .interrupted(step: status.step ?? 0) : status
  }

  /// Whether repeats were asked for that have not begun.
  public var isToBeRepeated: Bool {
    guard case .training(let training) = origin else { return false }
    return passes.count < training.request.repeats
  }

  /// True when no step of it is left to make.
  public var hasEnded: Bool { overallStatus.hasEnded }
}
