/// What the verdicts are reached from: the numbers of one run, in paper scale where a scale matters.
public struct TheoremEvidence: Sendable {
  /// One recorded point of the run.
  public struct Point: Sendable, Equatable {
    /// The number of updates before it.
    public var step: Int
    /// f_A.
    public var potential: Double
    /// The margin, paper scale; nil when converged.
    public var margin: Double?
    /// ||W||_2.
    public var weightNorm: Double
    /// ||W - W*||_F.
    public var distance: Double
    /// etahat of the step that starts here; nil when unknown or when no step starts.
    public var paperLearningRate: Double?
    /// What was measured of the step that starts here.
    public var gradient: StepGradient?

    /// A point.
    public init(
      step: Int, potential: Double, margin: Double?, weightNorm: Double, distance: Double,
      paperLearningRate: Double? = nil, gradient: StepGradient? = nil
    ) {
      self.step = step
      self.potential = potential
      self.margin = margin
      self.weightNorm = weightNorm
      self.distance = distance
      self.paperLearningRate = paperLearningRate
      self.gradient = gradient
    }
  }

  /// How a run ended, as far as the theorem cares.
  public enum Ending: Sendable, Equatable {
    /// With its last record.
    case ended
    /// The weights stopped being finite at a step.
    case diverged(step: Int)
  }

  /// How the steps' gradients came about.
  public enum Sampling: String, Sendable, Equatable, Codable {
    /// The population gradient: expectations are the values themselves.
    case population
    /// Batches of samples.
    case sampled
    /// Another program's run: not known.
    case unknown
  }

  /// d.
  public var dimension: Int
  /// The constants, those measured from the run included.
  public var constants: TheoremConstants
  /// ||W_0||_2.
  public var startNorm: Double
  /// ||W*||_2.
  public var teacherNorm: Double
  /// What is known of the inputs.
  public var inputs: InputEvidence
  /// How the steps' gradients came about.
  public var sampling: Sampling
  /// The records in order.
  public var points: [Point]
  /// What was measured of the steps.
  public var stepDetail: StepDetail
  /// The step at which Phase 2 began, from the phase detector; nil without a transition.
  public var phaseTwoStart: Int?
  /// The steps at which returns to Phase 1 began.
  public var returns: [Int]
  /// How the run ended.
  public var ending: Ending
  /// This run, and others that differ from it in their samples alone.
  public var seeds: [SeedOutcome]
  /// How much the rounding of stored weights can move ||W - W*||_F.
  public var rounding: Double
  /// The margin estimated on the user's own inputs, where they are not Gaussian; empty otherwise.
  public var dataMargins: [DataMargin]

  /// The evidence of a run.
  public init(
    dimension: Int, constants: TheoremConstants, startNorm: Double, teacherNorm: Double,
    inputs: InputEvidence,
    sampling: Sampling, points: [Point], stepDetail: StepDetail = .all, phaseTwoStart: Int?,
    returns: [Int] = [], ending: Ending = .ended,
    seeds: [SeedOutcome] = [], rounding: Double = 0, dataMargins: [DataMargin] = []
  ) {
    self.dimension = dimension
    self.constants = constants
    self.startNorm = startNorm
    self.teacherNorm = teacherNorm
    self.inputs = inputs
    self.sampling = sampling
    self.points = points
    self.stepDetail = stepDetail
    self.phaseTwoStart = phaseTwoStart
    self.returns = returns
    self.ending = ending
    self.seeds = seeds
    self.rounding = rounding
    self.dataMargins = dataMargins
  }
}

extension TheoremEvidence {
  /// tau.
  public var potentialThreshold: Double? { constants.potentialThreshold?.value }

  /// The index of the first record with |f_A| <= tau, where Phase 1 ends; nil when there is none.
  var phaseOneEnd: Int? {
    guard let tau = potentialThreshold else { return nil }
    return points.firstIndex { abs($0.potential) <= tau }
  }

  /// The records of Phase 1: those before |f_A| <= tau first.
  public var phaseOne: ArraySlice<Point> { points[..<(phaseOneEnd ?? points.endIndex)] }

  /// The records from the step at which Phase 2 began.
  var phaseTwo: ArraySlice<Point> {
    guard let start = phaseTwoStart else { return [] }
    return points.drop { $0.step < start }
  }

  /// Why a claim about etahat could not be tested.
  static let noLearningRate = "the learning rate is not known (--learning-rate)"
}
