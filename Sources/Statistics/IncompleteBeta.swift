import Foundation

/// The regularised incomplete beta function, with a prefactor that does not cancel for large arguments.
enum IncompleteBeta {
  /// I_x(a, b) for a, b > 0, to about 1e-12 relative where it is not near 1.
  ///
  /// The prefactor x^a (1-x)^b / B(a, b) is Loader's (2000): deviances instead of differences of large logarithms.
  /// - Complexity: O(sqrt(a + b)).
  static func value(_ x: Double, _ a: Double, _ b: Double) -> Double {
    guard x > 0 else { return 0 }
    guard x < 1 else { return 1 }
    let n = a + b
    let logFront =
      0.5 * log(a * b / (2 * Double.pi * n)) + StirlingError.value(n) - StirlingError.value(a)
      - StirlingError.value(b) - a * StirlingError.logExcess((n * x - a) / a)
      - b * StirlingError.logExcess((n * (1 - x) - b) / b)
    let front = exp(logFront)
    if x < (a + 1) / (n + 2) { return min(1, front * IncompleteBetaFraction.value(x, a, b) / a) }
    return max(0, 1 - front * IncompleteBetaFraction.value(1 - x, b, a) / b)
  }
}
