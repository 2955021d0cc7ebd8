import Foundation
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
  /// Runs that differ in their samples alone, for expectations; the first is the one that is reported.
  public var repeats = 1

  /// The demonstration.
  public init() {}

  static let defaultDimension = 100
  static let defaultTeacherNorm = 0.3
  static let defaultBatch = 256

  /// The norm that a drawn teacher is scaled to; nil for one from a file.
  public var teacherNormInUse: Double? { teacherFile == nil ? teacherNorm ?? Self.defaultTeacherNorm : nil }

  /// Refuses options that no run can have.
  func check() throws(OptionError) {
    try atLeast(1, "--dimension", dimension)
    try atLeast(1, "--batch", batch)
    try atLeast(0, "--steps", steps)
    try atLeast(1, "--every", cadence)
    try atLeast(1, "--repeats", repeats)
    try atLeast(1, "--dwell", constants.dwell)
    try positive("--learning-rate", learningRate, below: .infinity)
    try nonNegative("--teacher-norm", teacherNorm)
    try nonNegative("--init-norm", startNorm)
    try positive("--norm-bound", normBound, below: .infinity)
    try positive("--stop-distance", stopDistance, below: .infinity)
    if startNorm != nil, start.defaultNorm == nil {
      throw OptionError(
        "--init-norm", found: "a norm for --init \(start.word)",
        expected: "it with wrong-way, gaussian or orthogonal")
    }
    if teacherNorm != nil, teacherFile != nil {
      throw OptionError("--teacher-norm", found: "it beside --teacher", expected: "one of the two")
    }
    if stopDistance != nil, repeats > 1 {
      throw OptionError(
        "--stop-distance", found: "it with --repeats \(repeats)",
        expected: "one of the two: expectations are of all seeds at the same steps")
    }
    if gradient == .population {
      if repeats > 1 {
        throw OptionError(
          "--repeats", found: "\(repeats) with --gradient population",
          expected: "1: without samples every repeat is the same run")
      }
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

  /// Norms beyond this, squared and summed, would leave double precision.
  private static let largestNorm = 1e100
  /// d x d and B x d matrices that a run holds at once.
  private static let (squareMatrices, batchMatrices) = (30.0, 3.0)

  /// Refuses a run whose matrices this machine cannot hold, or whose sizes BLAS' 32-bit integers cannot count.
  func checkMemory(dimension d: Int, batch: Int?) throws(OptionError) {
    let memory = Double(ProcessInfo.processInfo.physicalMemory)
    let square = Self.squareMatrices * 8 * Double(d) * Double(d)
    let rows = Self.batchMatrices * 8 * Double(batch ?? 0) * Double(d)
    guard square + rows > memory || batch ?? 0 > Int32.max || d > Int32.max else { return }
    let gigabytes = { (bytes: Double) in String(format: "%.3g GB", bytes / 1e9) }
    let (option, value) = rows > square ? ("--batch", batch ?? 0) : ("--dimension", d)
    throw OptionError(
      option, found: "\(value), which needs about \(gigabytes(square + rows)) of memory",
      expected: "one that fits in this machine's \(gigabytes(memory))")
  }

  private func atLeast(_ least: Int, _ option: String, _ value: Int?) throws(OptionError) {
    guard let value, value < least else { return }
    throw OptionError(option, found: "\(value)", expected: least == 0 ? "0 or more" : "at least \(least)")
  }

  private func positive(_ option: String, _ value: Double?, below limit: Double) throws(OptionError) {
    guard let value, !(value > 0 && value < limit) else { return }
    throw OptionError(
      option, found: "\(value)",
      expected: limit.isFinite ? "a positive number below \(limit)" : "a positive number")
  }

  private func nonNegative(_ option: String, _ value: Double?) throws(OptionError) {
    guard let value, !(value >= 0 && value <= Self.largestNorm) else { return }
    throw OptionError(
      option, found: "\(value)", expected: "a number of at least 0 and at most \(Self.largestNorm)")
  }
}
