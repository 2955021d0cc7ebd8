import Foundation

/// The standard normal distribution.
public enum StandardNormal {
  /// P(Z > z), to rounding however small it is.
  public static func upperTail(_ z: Double) -> Double { erfc(z / 2.0.squareRoot()) / 2 }

  /// P(|Z| > |z|), to rounding however small it is.
  public static func twoSidedTail(_ z: Double) -> Double { erfc(abs(z) / 2.0.squareRoot()) }
}
