import LinearAlgebra
import TwoPhaseTheory
import TwoPhaseTraining

/// A setting of a run by its name in a sweep's file.
enum SweepSetting: String, CaseIterable, Sendable {
  case dimension, start, startNorm, teacher, teacherNorm, slope, readout, identityMapping, gradient, data,
    batch
  case learningRate, paperLearningRate, steps, every, measure, seed, schedule, normBound
  case theoremGamma, delta, potentialThreshold, dwell, profile, constants

  /// What its values are.
  enum Kind {
    case integer
    case real
    case flag
    case words([String])
    case start
    case file
  }

  var kind: Kind {
    switch self {
    case .dimension, .batch, .steps, .every, .seed, .dwell: .integer
    case .startNorm, .teacherNorm, .slope, .learningRate, .paperLearningRate, .normBound, .theoremGamma,
      .delta,
      .potentialThreshold:
      .real
    case .identityMapping: .flag
    case .readout: .words(Readout.allCases.map(\.rawValue))
    case .gradient: .words(RunRequest.GradientKind.allCases.map(\.rawValue))
    case .measure: .words(["all", "norms", "scalars"])
    case .schedule: .words(LearningRateSchedule.allCases.map(\.rawValue))
    case .profile: .words(TheoremRequest.Profile.allCases.map(\.rawValue))
    case .start: .start
    case .teacher, .data, .constants: .file
    }
  }

  /// Whether formulas may use and set it.
  var isNumeric: Bool {
    switch kind {
    case .integer, .real: true
    default: false
    }
  }

  /// Whether its numbers are whole.
  var isInteger: Bool {
    if case .integer = kind { return true }
    return false
  }

  /// The option of `twophase run` that errors name it by.
  var option: String {
    switch self {
    case .start: "--init"
    case .startNorm: "--init-norm"
    case .identityMapping: "--no-identity"
    case .theoremGamma: "--gamma"
    default: "--" + rawValue.flatMap { $0.isUppercase ? "-\($0.lowercased())" : "\($0)" }
    }
  }

  /// Keys that a reader may expect, and what to write instead.
  static let others: [String: String] = [
    "repeats": "an axis of seeds, such as 'seed: {seeds: 5}'",
    "stopDistance": "it as 'distance' under 'stop'",
    "stopLoss": "it as 'loss' under 'stop'", "init": "'start'", "initNorm": "'startNorm'",
    "gamma": "'theoremGamma' for the theorem's constant, or an axis 'gamma' that 'derived' uses",
  ]

  /// A value from the file.
  func value(_ literal: SweepLiteral) throws(SweepMismatch) -> SweepValue {
    func refuse(_ expected: String) -> SweepMismatch {
      SweepMismatch(found: "found \(literal.shown)", expected: expected)
    }
    switch kind {
    case .integer:
      let found = literal.integer ?? literal.number.flatMap { $0 == $0.rounded() ? Int(exactly: $0) : nil }
      guard let found else { throw refuse("a whole number") }
      guard self != .seed || found >= 0 else { throw refuse("a whole number from 0 to \(Int.max)") }
      return .integer(found)
    case .real:
      guard literal.number != nil else { throw refuse("a number") }
      return literal.value
    case .flag:
      guard let flag = literal.flag else { throw refuse("true or false") }
      return .flag(flag)
    case .words(let words):
      guard words.contains(literal.text) else { throw refuse("one of: \(words.joined(separator: ", "))") }
      return .text(literal.text)
    case .start:
      guard (try? StudentStart(literal.text)) != nil else {
        throw refuse("\(StudentStart.words.joined(separator: ", ")), or a name that ends in .npy")
      }
      return .text(literal.text)
    case .file:
      guard !literal.text.isEmpty, !literal.isNull, literal.number == nil else {
        throw refuse("a file's name")
      }
      return .text(literal.text)
    }
  }

  /// A value from a formula.
  func value(_ number: Double) throws(SweepMismatch) -> SweepValue {
    guard isInteger else { return .real(number) }
    guard let whole = SweepNumber.whole(number) else {
      throw SweepMismatch(
        found: "found \(SweepNumber.short(number))",
        expected: "a whole number below 2^53: round(), floor() or ceil() makes one")
    }
    guard self != .seed || whole >= 0 else {
      throw SweepMismatch(found: "found \(whole)", expected: "a whole number from 0 on")
    }
    return .integer(whole)
  }
}
