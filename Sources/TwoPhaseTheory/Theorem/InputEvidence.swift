/// What is known of the inputs x. theory.md section 7, H1.
public enum InputEvidence: Sendable, Equatable, Codable {
  /// x ~ N(0, I) by construction, with how.
  case gaussian(how: String)
  /// Nothing, with why.
  case unknown(why: String)
  /// Inputs that were tested.
  case tested(name: String, tests: [Test], significance: Double, skipped: [Skipped])

  /// A test that could not be made.
  public struct Skipped: Sendable, Equatable, Codable {
    /// What would have been tested.
    public let name: String
    /// Why it was not.
    public let reason: String

    /// A test and why it was not made.
    public init(name: String, reason: String) {
      self.name = name
      self.reason = reason
    }
  }

  /// One test of the inputs' distribution.
  public struct Test: Sendable, Equatable, Codable {
    /// What was tested.
    public let name: String
    /// The statistic's name.
    public let statisticName: String
    /// The statistic's value.
    public let statistic: Double
    /// The p-value, corrected for the number of tests.
    public let pValue: Double

    /// A test.
    public init(name: String, statisticName: String, statistic: Double, pValue: Double) {
      self.name = name
      self.statisticName = statisticName
      self.statistic = statistic
      self.pValue = pValue
    }
  }
}

/// The margin estimated on inputs that are not Gaussian, where its closed form does not apply.
public struct DataMargin: Sendable, Equatable {
  /// The step.
  public let step: Int
  /// The estimate, paper scale.
  public let margin: Double
  /// The lower end of its confidence interval.
  public let low: Double
  /// The upper end.
  public let high: Double

  /// An estimate with its interval.
  public init(step: Int, margin: Double, low: Double, high: Double) {
    self.step = step
    self.margin = margin
    self.low = low
    self.high = high
  }
}
