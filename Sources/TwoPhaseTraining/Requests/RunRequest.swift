import TwoPhaseTheory

/// A run as a user asks for it. The defaults are the demonstration: d = 100, the wrong-way start of norm 1, a teacher of
/// norm 0.3, fresh batches of 256, eta = 5e-4.
///
/// `prepare()` checks it and gives a `PreparedRun`.
public struct RunRequest: Sendable {
  /// Which gradient drives the run.
  public enum GradientKind: String, Sendable, CaseIterable {
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
  /// The seed of every random number.
  public var seed: UInt64 = 1
  /// gamma; nil is max(||W_0||_2, ||W*||_2).
  public var gamma: Double?
  /// delta, paper scale; nil is 0.03.
  public var delta: Double?
  /// tau; nil is 197 gamma^2.
  public var potentialThreshold: Double?
  /// Records in a row that confirm a transition; nil is the detector's default.
  public var dwell: Int?

  /// The demonstration.
  public init() {}

  static let defaultDimension = 100
  static let defaultTeacherNorm = 0.3
  static let defaultBatch = 256

  /// Refuses options that no run can have.
  func check() throws(OptionError) {
    if let dimension, dimension < 1 {
      throw OptionError("--dimension", found: "\(dimension)", expected: "at least 1")
    }
    if let batch, batch < 1 { throw OptionError("--batch", found: "\(batch)", expected: "at least 1") }
    if steps < 0 { throw OptionError("--steps", found: "\(steps)", expected: "0 or more") }
    if cadence < 1 { throw OptionError("--every", found: "\(cadence)", expected: "at least 1") }
    if let dwell, dwell < 1 { throw OptionError("--dwell", found: "\(dwell)", expected: "at least 1") }
    try positive("--learning-rate", learningRate)
    try positive("--gamma", gamma)
    try positive("--delta", delta)
    try nonNegative("--potential-threshold", potentialThreshold)
    try nonNegative("--teacher-norm", teacherNorm)
    try nonNegative("--init-norm", startNorm)
    if startNorm != nil, start.defaultNorm == nil {
      throw OptionError(
        "--init-norm", found: "a norm for --init \(start.word)",
        expected: "it with wrong-way, gaussian or orthogonal")
    }
    if teacherNorm != nil, teacherFile != nil {
      throw OptionError("--teacher-norm", found: "it beside --teacher", expected: "one of the two")
    }
    if gradient == .population {
      if batch != nil {
        throw OptionError(
          "--batch", found: "it with --gradient population", expected: "it with --gradient sampled")
      }
      if dataFile != nil {
        throw OptionError(
          "--data", found: "it with --gradient population", expected: "it with --gradient sampled")
      }
    }
  }

  private func positive(_ option: String, _ value: Double?) throws(OptionError) {
    guard let value else { return }
    guard value > 0, value.isFinite else {
      throw OptionError(option, found: "\(value)", expected: "a positive number")
    }
  }

  private func nonNegative(_ option: String, _ value: Double?) throws(OptionError) {
    guard let value else { return }
    guard value >= 0, value.isFinite else {
      throw OptionError(option, found: "\(value)", expected: "a number of at least 0")
    }
  }
}
