import Foundation

/// Student's t distribution.
///
/// ```swift
/// StudentT.quantile(0.975, degreesOfFreedom: 4)    // 2.776...
/// StudentT.upperTail(2.776, degreesOfFreedom: 4)   // 0.025...
/// ```
public enum StudentT {
  /// The value below which t falls with probability `p`: the ends of a two-sided interval of confidence c are
  /// -+ `quantile((1 + c) / 2, ...)`.
  ///
  /// Bisection of `upperTail` down to neighbouring floating-point numbers; about 1e-12 relative for p outside
  /// (0.49, 0.51), an absolute 1e-15 inside.
  ///
  /// - Precondition: 0 < p < 1 and degreesOfFreedom > 0.
  /// - Complexity: about 60 tails.
  public static func quantile(_ p: Double, degreesOfFreedom: Double) -> Double {
    precondition(p > 0 && p < 1, "p must lie strictly between 0 and 1")
    let tail = min(p, 1 - p)
    guard tail < 0.5 else { return 0 }
    var low = 0.0
    var high = 1.0
    while high < 1e300, upperTail(high, degreesOfFreedom: degreesOfFreedom) > tail {
      low = high
      high *= 2
    }
    while true {
      let middle = low + (high - low) / 2
      if middle <= low || middle >= high { break }
      if upperTail(middle, degreesOfFreedom: degreesOfFreedom) > tail { low = middle } else { high = middle }
    }
    return p < 0.5 ? -high : high
  }

  /// P(T > t), to about 1e-12 relative for t >= 0.
  ///
  /// Half the regularised incomplete beta function I_x(n/2, 1/2) at x = n / (n + t^2), by its continued fraction on
  /// the side where it converges fast (DLMF 8.17.22), with a prefactor that does not cancel at large n.
  ///
  /// - Precondition: degreesOfFreedom > 0; t is not NaN.
  /// - Complexity: O(sqrt(degreesOfFreedom)) at worst.
  public static func upperTail(_ t: Double, degreesOfFreedom n: Double) -> Double {
    precondition(n > 0 && n.isFinite && !t.isNaN, "degrees of freedom must be positive, t a number")
    guard t != 0 else { return 0.5 }
    guard t > 0 else { return 1 - upperTail(-t, degreesOfFreedom: n) }
    let ratio = t / n.squareRoot()
    guard ratio < .infinity else { return 0 }
    let odds = ratio * ratio  // (1 - x) / x
    let logOdds = 2 * log(ratio)
    let logX = odds < 1e30 ? -log1p(odds) : -logOdds
    let x = odds < .infinity ? 1 / (1 + odds) : 0
    let complement = odds < .infinity ? odds / (1 + odds) : 1
    let a = n / 2
    // Gamma(a + 1/2) / (Gamma(a) Gamma(1/2))
    let logBeta =
      a * log1p(0.5 / a) - 0.5 + 0.5 * log(a) + StirlingError.value(a + 0.5) - StirlingError.value(a)
      - 0.5 * log(Double.pi)
    let front = exp(logBeta + a * logX + 0.5 * (logOdds + logX))
    if x < (a + 1) / (a + 2.5) { return 0.5 * front * IncompleteBetaFraction.value(x, a, 0.5) / a }
    return max(0, 0.5 - front * IncompleteBetaFraction.value(complement, 0.5, a))
  }
}
