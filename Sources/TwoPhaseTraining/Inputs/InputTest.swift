/// One test of the hypothesis that inputs are independent draws of N(0, I).
public struct InputTest: Sendable, Equatable {
  /// What was tested, such as "mean".
  public let name: String
  /// The statistic's name, with the distribution it has under the hypothesis.
  public let statisticName: String
  /// The statistic, finite.
  public let statistic: Double
  /// The probability of a statistic at least as far out under the hypothesis, not corrected for other tests; 0 to 1.
  public let pValue: Double
  /// What was seen, in words.
  public let detail: String

  /// A test's outcome.
  public init(name: String, statisticName: String, statistic: Double, pValue: Double, detail: String) {
    self.name = name
    self.statisticName = statisticName
    self.statistic = statistic
    self.pValue = pValue
    self.detail = detail
  }
}

/// A test that could not be made.
public struct SkippedInputTest: Sendable, Equatable {
  /// What would have been tested.
  public let name: String
  /// Why it was not.
  public let reason: String

  /// A test that could not be made, and why.
  public init(name: String, reason: String) {
    self.name = name
    self.reason = reason
  }
}

/// What became of a test.
enum InputTestOutcome {
  case made(InputTest)
  case skipped(SkippedInputTest)
}
