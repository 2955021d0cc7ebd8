/// A fraction with Wilson's score interval (Wilson 1927).
///
/// ```swift
/// WilsonInterval(successes: 10, count: 10)   // estimate 1, low 0.722, high 1
/// ```
public struct WilsonInterval: Sendable, Equatable {
  /// successes / count.
  public let estimate: Double
  /// The lower end; 0 exactly without successes.
  public let low: Double
  /// The upper end; 1 exactly without failures.
  public let high: Double

  /// The interval; nil for a count of 0.
  ///
  /// - Precondition: 0 <= successes <= count and 0 < confidence < 1.
  public init?(successes: Int, count: Int, confidence: Double = MeanInterval.defaultConfidence) {
    precondition(confidence > 0 && confidence < 1, "a confidence lies strictly between 0 and 1")
    self.init(successes: successes, count: count, quantile: StandardNormal.quantile((1 + confidence) / 2))
  }

  /// The interval for the normal distribution's quantile at (1 + confidence) / 2, for who needs many.
  public init?(successes: Int, count: Int, quantile z: Double) {
    precondition(successes >= 0 && successes <= count, "successes are some of the count")
    guard count > 0 else { return nil }
    let n = Double(count)
    let p = Double(successes) / n
    let centre = p + z * z / (2 * n)
    let half = z * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
    let scale = 1 + z * z / n
    estimate = p
    low = successes == 0 ? 0 : max(0, (centre - half) / scale)
    high = successes == count ? 1 : min(1, (centre + half) / scale)
  }
}
