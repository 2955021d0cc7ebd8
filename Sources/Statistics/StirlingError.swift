import Foundation

/// What Stirling's formula leaves of log Gamma, so that ratios of large gamma functions keep their digits.
enum StirlingError {
  /// log Gamma(a) - ((a - 1/2) log a - a + log(2 pi) / 2) for a > 0, to about 1e-15.
  ///
  /// The asymptotic series (DLMF 5.11.1) from 16 on, the definition below.
  static func value(_ a: Double) -> Double {
    guard a < 16 else {
      let s = 1 / (a * a)
      let tail = 1.0 / 1260 - s * (1.0 / 1680 - s * (1.0 / 1188 - s * (691.0 / 360_360)))
      return (1.0 / 12 - s * (1.0 / 360 - s * tail)) / a
    }
    // The annotation chooses the overlay's lgamma over the C one, which writes a global.
    let logGamma: (Double, Int) = lgamma(a)
    return logGamma.0 - ((a - 0.5) * log(a) - a + 0.5 * log(2 * Double.pi))
  }

  /// mu - log(1 + mu) for mu > -1, without cancellation near 0 (Loader 2000).
  static func logExcess(_ mu: Double) -> Double {
    guard abs(mu) < 0.2 else { return mu - log1p(mu) }
    let r = mu / (2 + mu)
    var power = r
    var sum = 0.0
    for k in stride(from: 3.0, through: 31, by: 2) {
      power *= r * r
      sum += power / k
    }
    return mu * r - 2 * sum
  }
}
