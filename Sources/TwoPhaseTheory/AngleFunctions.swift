import Foundation

/// Functions of an angle t whose plain forms cancel at small t.
enum AngleFunctions {
  /// t - sin t, to relative accuracy; about t^3 / 6.
  static func excess(_ t: Double) -> Double {
    guard abs(t) < 0.5 else { return t - sin(t) }
    // t^3/3! - t^5/5! + ...
    return series(t, first: 6) { k in Double((2 * k + 2) * (2 * k + 3)) }
  }

  /// sin t - t cos t, to relative accuracy; about t^3 / 3.
  static func arcDefect(_ t: Double) -> Double {
    guard abs(t) < 0.5 else { return sin(t) - t * cos(t) }
    // sum over k >= 1 of (-1)^(k+1) 2k t^(2k+1) / (2k+1)!
    return series(t, first: 3) { k in
      Double((2 * k + 2) * (2 * k + 3)) * Double(k) / Double(k + 1)
    }
  }

  /// t^3 / first, and each next term the last one times -t^2 / ratio(k), k = 1, 2, ...
  private static func series(_ t: Double, first: Double, ratio: (Int) -> Double) -> Double {
    var term = t * t * t / first
    var sum = term
    var k = 1
    while abs(term) > abs(sum) * 1e-18 {
      term *= -t * t / ratio(k)
      sum += term
      k += 1
    }
    return sum
  }

  /// The angle between two non-zero vectors from their norms, the square of their difference and the square of the
  /// difference of their norms; Kahan's formula, accurate at every angle.
  static func between(normProduct: Double, differenceSquare: Double, normDifferenceSquare: Double) -> Double {
    // |\bar p - \bar q|^2 = (|p - q|^2 - (|p| - |q|)^2) / (|p| |q|)
    let chordSquare = min(4, max(0, (differenceSquare - normDifferenceSquare) / normProduct))
    return 2 * atan2(chordSquare.squareRoot(), (4 - chordSquare).squareRoot())
  }
}
