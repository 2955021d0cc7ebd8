import Foundation

/// The exact bounds on a probability from counts (Clopper and Pearson 1934).
public enum ClopperPearson {
  /// The probability of failing that is not exceeded with the stated confidence: the p at which as few failures as these have
  /// the probability 1 - confidence.
  ///
  /// ```swift
  /// ClopperPearson.upperBound(failures: 0, count: 59)   // 0.0495: 59 clean runs
  /// ```
  ///
  /// Without failures 1 - (1 - confidence)^(1/count), exact for any count; 1 when all failed and for a count of 0. Otherwise
  /// bisection of the incomplete beta function down to neighbouring numbers, to about 1e-11 relative.
  /// - Precondition: 0 <= failures <= count and 0 < confidence < 1.
  /// - Complexity: O(1) without failures, else O(sqrt(count)) times about 100.
  public static func upperBound(
    failures: Int, count: Int, confidence: Double = MeanInterval.defaultConfidence
  ) -> Double {
    precondition(failures >= 0 && failures <= count, "failures are some of the count")
    precondition(confidence > 0 && confidence < 1, "a confidence lies strictly between 0 and 1")
    guard failures < count else { return 1 }
    if failures == 0 { return -expm1(log1p(-confidence) / Double(count)) }
    let (a, b) = (Double(failures) + 1, Double(count - failures))
    var (low, high) = (0.0, 1.0)
    while true {
      let middle = low + (high - low) / 2
      if middle <= low || middle >= high { return high }
      if IncompleteBeta.value(middle, a, b) < confidence { low = middle } else { high = middle }
    }
  }
}
