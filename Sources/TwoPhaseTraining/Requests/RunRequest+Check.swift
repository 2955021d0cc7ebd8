import Foundation
import TwoPhaseTheory

extension RunRequest {
  /// Refuses what no run can have, as far as it can be told without reading a file or drawing weights. `prepare()` asks it first.
  ///
  /// - Throws: `OptionError` naming the option.
  /// - Complexity: O(1).
  public func validate() throws(OptionError) {
    do {
      _ = try Network(slope: slope, readout: readout, identityMapping: identityMapping)
    } catch {
      throw OptionError("--slope", found: "\(slope)", expected: "a number of at least -1 and below 1")
    }
    try check()
    try constants.validate()
  }

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
    if startNorm != nil, start.defaultNorm == nil {
      throw OptionError(
        "--init-norm", found: "a norm for --init \(start.word)",
        expected: "it with wrong-way, gaussian or orthogonal")
    }
    if teacherNorm != nil, teacherFile != nil {
      throw OptionError("--teacher-norm", found: "it beside --teacher", expected: "one of the two")
    }
    try checkStops()
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

  private func checkStops() throws(OptionError) {
    try positive("--stop-distance", stopDistance, below: .infinity)
    try positive("--stop-loss", stopLoss, below: .infinity)
    try atLeast(0, "--stop-after-transition", stopAfterTransition)
    guard repeats > 1 else { return }
    let asked = [
      ("--stop-distance", stopDistance != nil), ("--stop-loss", stopLoss != nil),
      ("--stop-after-transition", stopAfterTransition != nil), ("--stop-at-return", stopAtReturn),
    ]
    for (option, isAsked) in asked where isAsked {
      throw OptionError(
        option, found: "it with --repeats \(repeats)",
        expected: "one of the two: expectations are of all seeds at the same steps")
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
