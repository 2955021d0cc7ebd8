import Foundation

/// The standard normal distribution.
public enum StandardNormal {
  /// P(Z > z), to rounding however small it is.
  public static func upperTail(_ z: Double) -> Double { erfc(z / 2.0.squareRoot()) / 2 }

  /// P(|Z| > |z|), to rounding however small it is.
  public static func twoSidedTail(_ z: Double) -> Double { erfc(abs(z) / 2.0.squareRoot()) }

  /// The value below which Z falls with probability `p`, by bisection of `upperTail` down to neighbouring numbers.
  ///
  /// - Precondition: 0 < p < 1.
  public static func quantile(_ p: Double) -> Double {
    precondition(p > 0 && p < 1, "p must lie strictly between 0 and 1")
    let tail = min(p, 1 - p)
    var (low, high) = (0.0, 40.0)
    while true {
      let middle = low + (high - low) / 2
      if middle <= low || middle >= high { break }
      if upperTail(middle) > tail { low = middle } else { high = middle }
    }
    return p < 0.5 ? -high : high
  }
}
