import TwoPhaseTheory

/// A run as a user asks for it. The defaults are the demonstration: d = 100, the wrong-way start of norm 1, a teacher of
/// norm 0.3, fresh batches of 256, eta = 5e-4.
///
/// `prepare()` checks it and gives a `PreparedRun`.
public struct RunRequest: Sendable, Equatable, Codable {
  /// Which gradient drives the run.
  public enum GradientKind: String, Sendable, Codable, CaseIterable {
    /// The exact population gradient.
    case population
    /// Minibatches.
    case sampled
  }

  /// d; nil takes it from the files, or 100.
  public var dimension: Int?
  /// The student's start.
  public var start = StudentStart.wrongWay
  /// The start's norm; nil takes the start's own default.
  public var startNorm: Double?
  /// The teacher's file; nil draws a Gaussian teacher.
  public var teacherFile: String?
  /// The drawn teacher's spectral norm; nil is 0.3.
  public var teacherNorm: Double?
  /// PReLU's slope a.
  public var slope = 0.0
  /// The readout.
  public var readout = Readout.sum
  /// Whether V = I + W.
  public var identityMapping = true
  /// Which gradient drives the run.
  public var gradient = GradientKind.sampled
  /// A data set of inputs, N x d; nil draws Gaussian inputs.
  public var dataFile: String?
  /// B; nil is 256.
  public var batch: Int?
  /// eta, true scale.
  public var learningRate = 5e-4
  /// Updates.
  public var steps = 600
  /// Records every `cadence` steps.
  public var cadence = 1
  /// What is measured of the steps, for the verdicts that need it.
  public var stepDetail = StepDetail.all
  /// The seed of every random number.
  public var seed: UInt64 = 1
  /// The theorem's constants and the Phase-2 predicate.
  public var constants = ConstantsRequest()
  /// How the learning rate goes along the run.
  public var schedule = LearningRateSchedule.constant
  /// After every step W is projected onto {||W||_2 <= normBound}; nil for no projection.
  public var normBound: Double?
  /// The run ends at the first record with ||W - W*||_F at most this; nil for all steps.
  public var stopDistance: Double?
  /// The run ends at the first record with L (population loss, true scale) at most this; nil for all steps.
  public var stopLoss: Double?
  /// The run ends at the first record at least so many steps after the record that confirmed the transition; nil for all steps.
  public var stopAfterTransition: Int?
  /// The run ends at the record that begins a return to Phase 1.
  public var stopAtReturn: Bool {
    get { stopsAtReturn ?? false }
    set { stopsAtReturn = newValue ? true : nil }
  }
  // Optional, so that what older stores kept is read as it was written.
  private var stopsAtReturn: Bool?
  /// Runs that differ in their samples alone, for expectations; the first is the one that is reported.
  public var repeats = 1

  /// The demonstration.
  public init() {}

  static let defaultDimension = 100
  static let defaultTeacherNorm = 0.3
  static let defaultBatch = 256

  /// The norm that a drawn teacher is scaled to; nil for one from a file.
  public var teacherNormInUse: Double? { teacherFile == nil ? teacherNorm ?? Self.defaultTeacherNorm : nil }
}
