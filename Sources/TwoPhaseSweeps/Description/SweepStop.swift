import TwoPhaseTraining

/// A rule at which the runs of a sweep stop, by its key under `stop`.
enum SweepStop: String, CaseIterable, Sendable {
  case distance, loss, afterTransition, atReturn

  /// The option of `twophase run` that errors name it by.
  var option: String {
    switch self {
    case .distance: "--stop-distance"
    case .loss: "--stop-loss"
    case .afterTransition: "--stop-after-transition"
    case .atReturn: "--stop-at-return"
    }
  }

  /// What it takes, for messages.
  var expected: String {
    switch self {
    case .distance, .loss: "a positive number"
    case .afterTransition: "a whole number of steps, 0 or more"
    case .atReturn: "true or false"
    }
  }

  /// A value from the file; nil when it is none.
  func value(_ literal: SweepLiteral) -> SweepValue? {
    switch self {
    case .distance, .loss: literal.number.flatMap { $0 > 0 ? .real($0) : nil }
    case .afterTransition: literal.integer.flatMap { $0 >= 0 ? .integer($0) : nil }
    case .atReturn: literal.flag.map(SweepValue.flag)
    }
  }

  /// Puts it into a request.
  func set(_ value: SweepValue, in request: inout RunRequest) {
    switch (self, value) {
    case (.distance, .real(let real)): request.stopDistance = real
    case (.loss, .real(let real)): request.stopLoss = real
    case (.afterTransition, .integer(let steps)): request.stopAfterTransition = steps
    case (.atReturn, .flag(let flag)): request.stopAtReturn = flag
    default: break
    }
  }
}
