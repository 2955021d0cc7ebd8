import Foundation

/// Functions of an angle t whose plain forms cancel at small t.
enum AngleFunctions {
  /// t - sin t, to relative accuracy; about t^3 / 6.
  static func excess(_ t: Double) -> Double {
    guard abs(t) < 0.5 else { return t - sin(t) }
    // The sum over k >= 1 of (-1)^(k+1) t^(2k+1) / (2k+1)!
    return series(
      t,
      (
        1.0 / 6, 1.0 / 120, 1.0 / 5040, 1.0 / 362_880, 1.0 / 39_916_800, 1.0 / 6_227_020_800,
        1.0 / 1_307_674_368_000
      ))
  }

  /// sin t - t cos t, to relative accuracy; about t^3 / 3.
  static func arcDefect(_ t: Double) -> Double {
    guard abs(t) < 0.5 else { return sin(t) - t * cos(t) }
    // The sum over k >= 1 of (-1)^(k+1) 2k t^(2k+1) / (2k+1)!
    return series(
      t,
      (
        2.0 / 6, 4.0 / 120, 6.0 / 5040, 8.0 / 362_880, 10.0 / 39_916_800, 12.0 / 6_227_020_800,
        14.0 / 1_307_674_368_000
      ))
  }

  /// t^3 (c_0 - c_1 t^2 + c_2 t^4 - ...). Seven terms of either series leave out 1e-17 of it at t = 1/2; a loop that divides until
  /// nothing is added takes four times as long, for two or three angles of every neuron at every step.
  private static func series(
    _ t: Double, _ c: (Double, Double, Double, Double, Double, Double, Double)
  ) -> Double {
    let x = -t * t
    let last = c.4 + x * (c.5 + x * c.6)
    let first = c.1 + x * (c.2 + x * (c.3 + x * last))
    return t * t * t * (c.0 + x * first)
  }

  /// The angle between two non-zero vectors from their norms, the square of their difference and the square of the
  /// difference of their norms; Kahan's formula, accurate at every angle.
  static func between(normProduct: Double, differenceSquare: Double, normDifferenceSquare: Double) -> Double {
    // |\bar p - \bar q|^2 = (|p - q|^2 - (|p| - |q|)^2) / (|p| |q|)
    let chordSquare = min(4, max(0, (differenceSquare - normDifferenceSquare) / normProduct))
    // Up to a right angle the arcsine is as accurate and costs half as much.
    if chordSquare < 2 { return 2 * asin(chordSquare.squareRoot() / 2) }
    return 2 * atan2(chordSquare.squareRoot(), (4 - chordSquare).squareRoot())
  }
}
