/// The mean of independent values with its confidence interval, by Student's t.
///
/// ```swift
/// MeanInterval([1, 2, 3])   // mean 2, low -0.48, high 4.48
/// ```
public struct MeanInterval: Sendable, Equatable, Codable {
  /// 0.95, unless another is asked for.
  public static let defaultConfidence = 0.95

  /// The number of values.
  public let count: Int
  /// Their mean.
  public let mean: Double
  /// The lower end of the interval.
  public let low: Double
  /// The upper end of the interval.
  public let high: Double

  /// The interval of at least two finite values; nil otherwise.
  ///
  /// - Complexity: O(n).
  public init?(_ values: [Double], confidence: Double = Self.defaultConfidence) {
    precondition(confidence > 0 && confidence < 1, "a confidence lies strictly between 0 and 1")
    guard values.count >= 2, values.allSatisfy(\.isFinite) else { return nil }
    let n = Double(values.count)
    let mean = values.reduce(0, +) / n
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1)
    let half = StudentT.quantile((1 + confidence) / 2, degreesOfFreedom: n - 1) * (variance / n).squareRoot()
    guard mean.isFinite, half.isFinite else { return nil }
    count = values.count
    self.mean = mean
    low = mean - half
    high = mean + half
  }
}
