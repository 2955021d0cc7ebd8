import Foundation

/// The chi-square distribution: the regularised incomplete gamma function.
///
/// ```swift
/// ChiSquare.upperTail(3.841458820694124, degreesOfFreedom: 1)  // 0.05
/// ```
public enum ChiSquare {
  /// P(chi^2 > x), to about 1e-12 relative down to the smallest numbers there are.
  ///
  /// 1 below zero. The power series below the mode, Lentz's continued fraction above it (DLMF 8.11.4 and 8.9.2), with
  /// a prefactor that does not cancel (Loader 2000).
  ///
  /// - Precondition: degreesOfFreedom > 0; neither argument is NaN.
  /// - Complexity: O(sqrt(degreesOfFreedom)).
  public static func upperTail(_ x: Double, degreesOfFreedom: Double) -> Double {
    tails(x, degreesOfFreedom: degreesOfFreedom).upper
  }

  /// P(chi^2 <= x), as accurate as `upperTail`. 0 below zero.
  ///
  /// - Precondition: degreesOfFreedom > 0; neither argument is NaN.
  /// - Complexity: O(sqrt(degreesOfFreedom)).
  public static func lowerTail(_ x: Double, degreesOfFreedom: Double) -> Double {
    tails(x, degreesOfFreedom: degreesOfFreedom).lower
  }

  private static func tails(_ x: Double, degreesOfFreedom: Double) -> (lower: Double, upper: Double) {
    precondition(degreesOfFreedom > 0 && !x.isNaN, "degrees of freedom must be positive, x a number")
    guard x > 0 else { return (0, 1) }
    guard x < .infinity else { return (1, 0) }
    let (a, y) = (degreesOfFreedom / 2, x / 2)
    // y^a e^-y / Gamma(a)
    let density =
      (a / (2 * Double.pi)).squareRoot()
      * exp(-StirlingError.value(a) - a * StirlingError.logExcess((y - a) / a))
    if y < a + 1 {
      let lower = min(1, density * series(a, y) / a)
      return (lower, 1 - lower)
    }
    let upper = min(1, density * continuedFraction(a, y))
    return (1 - upper, upper)
  }

  /// 1 + y/(a+1) + y^2/((a+1)(a+2)) + ...
  private static func series(_ a: Double, _ y: Double) -> Double {
    var term = 1.0
    var sum = 1.0
    var n = a
    while term > sum * 1e-17 {
      n += 1
      term *= y / n
      sum += term
    }
    return sum
  }

  /// Lentz's evaluation of 1/(y+1-a- 1(1-a)/(y+3-a- ...)), y >= a + 1.
  private static func continuedFraction(_ a: Double, _ y: Double) -> Double {
    let tiny = 1e-300
    func awayFromZero(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }

    var b = y + 1 - a
    var c = 1 / tiny
    var d = 1 / b
    var result = d
    for index in 1...10_000_000 {
      let i = Double(index)
      let numerator = -i * (i - a)
      b += 2
      d = 1 / awayFromZero(numerator * d + b)
      c = awayFromZero(b + numerator / c)
      let factor = d * c
      result *= factor
      if abs(factor - 1) < 1e-15 { break }
    }
    return result
  }
}
