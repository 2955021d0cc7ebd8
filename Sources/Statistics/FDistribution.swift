import Foundation

/// Fisher's F distribution, as far as the knee's F-test and interval need it.
///
/// ```swift
/// FDistribution.quantile(0.95, numerator: 1, denominator: 10)  // 4.9646...
/// ```
public enum FDistribution {
  /// The value below which F falls with probability `p`.
  ///
  /// Bisection of the regularised incomplete beta function down to neighbouring floating-point numbers;
  /// relative accuracy 1e-12 for small degrees of freedom, 1e-8 at 1e6 of them.
  ///
  /// - Parameters:
  ///   - p: the probability, strictly between 0 and 1.
  ///   - numerator: the numerator's degrees of freedom, at least 1.
  ///   - denominator: the denominator's degrees of freedom, at least 1.
  /// - Complexity: O(sqrt(numerator + denominator)) times about 100 bisections.
  public static func quantile(_ p: Double, numerator: Int, denominator: Int) -> Double {
    precondition(p > 0 && p < 1, "p must lie strictly between 0 and 1")
    precondition(numerator >= 1 && denominator >= 1, "degrees of freedom must be at least 1")
    let a = Double(numerator) / 2
    let b = Double(denominator) / 2
    var low = 0.0
    var high = 1.0
    while true {
      let middle = low + (high - low) / 2
      if middle <= low || middle >= high { break }
      if regularisedIncompleteBeta(middle, a, b) < p { low = middle } else { high = middle }
    }
    return b * high / (a * (1 - high))
  }

  /// `I_x(a, b)` for 0 < x < 1: the continued fraction, on the side where it converges fast.
  private static func regularisedIncompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let front = exp(
      logGamma(a + b) - logGamma(a) - logGamma(b) + a * log(x) + b * log1p(-x))
    if x < (a + 1) / (a + b + 2) {
      return front * IncompleteBetaFraction.value(x, a, b) / a
    }
    return 1 - front * IncompleteBetaFraction.value(1 - x, b, a) / b
  }

  /// The overlay's `lgamma` returns the value and the sign; the annotation chooses it over the C one, which
  /// writes a global.
  private static func logGamma(_ x: Double) -> Double {
    let result: (Double, Int) = lgamma(x)
    return result.0
  }
}
