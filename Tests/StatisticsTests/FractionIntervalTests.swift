import Foundation
import Statistics
import TestSupport
import Testing

/// Reference values: scipy 1.17's binomtest(k, n).proportion_ci(c, method="wilson"), stats.beta.ppf(c, k + 1, n - k) and
/// stats.norm.ppf; bounds without failures, and the beta quantiles, from mpmath 1.3 at 40 digits.
@Suite("Intervals of fractions")
struct FractionIntervalTests {
  static let wilson: [(k: Int, n: Int, c: Double, low: Double, high: Double)] = [
    (0, 10, 0.95, 0, 0.27753279986288926), (10, 10, 0.95, 0.7224672001371109, 1),
    (3, 20, 0.95, 0.05236874589621662, 0.3604188647407569),
    (1, 2, 0.95, 0.09453120573423074, 0.9054687942657693),
    (57, 100, 0.99, 0.44207570267997415, 0.6892134010398105),
    (999, 100_000, 0.95, 0.009392164345982404, 0.010625481272611228),
    (19, 20, 0.9, 0.8039927632259836, 0.9887651831491484),
  ]

  @Test("Wilson's interval equals scipy's, with exact ends", arguments: wilson)
  func wilsonValues(_ k: Int, _ n: Int, _ c: Double, _ low: Double, _ high: Double) throws {
    let interval = try #require(WilsonInterval(successes: k, count: n, confidence: c))
    #expect(interval.estimate == Double(k) / Double(n))
    #expect(relativeError(interval.low, low) < 1e-12 && relativeError(interval.high, high) < 1e-12)
    if k == 0 { #expect(interval.low == 0) }
    if k == n { #expect(interval.high == 1) }
  }

  @Test("Wilson's interval is symmetric, and around the estimate")
  func wilsonSymmetry() throws {
    for n in 1...30 {
      for k in 0...n {
        let a = try #require(WilsonInterval(successes: k, count: n))
        let b = try #require(WilsonInterval(successes: n - k, count: n))
        #expect(abs(a.low + b.high - 1) < 1e-14)
        #expect(0 <= a.low && a.low <= a.estimate && a.estimate <= a.high && a.high <= 1)
      }
    }
    #expect(WilsonInterval(successes: 0, count: 0) == nil)
  }

  @Test("without failures the bound is 1 - (1 - c)^(1/n) to rounding, however many runs")
  func noFailures() {
    for (n, bound) in [
      (1, 0.95), (59, 0.04950760988822693), (1_000_000, 2.9957277863525444e-6),
      (1_000_000_000_000, 2.9957322735495038e-12), (1_000_000_000_000_000, 2.9957322735539865e-15),
    ] {
      #expect(relativeError(ClopperPearson.upperBound(failures: 0, count: n), bound) < 1e-14, "\(n)")
    }
  }

  @Test("with failures the bound equals mpmath's beta quantiles")
  func failures() {
    for (k, n, c, bound) in [
      (1, 20, 0.95, 0.216106164206847348), (5, 30, 0.99, 0.380804655877412248),
      (19, 20, 0.95, 0.99743862122346972), (10, 1000, 0.95, 0.0169031751205625055),
      (500, 1000, 0.95, 0.526482268764308796), (3, 1_000_000, 0.95, 7.75363809884006068e-6),
      (123_456, 1_000_000, 0.95, 0.12399839637931603), (999_999, 1_000_000, 0.95, 0.9999999487067069),
    ] {
      let found = ClopperPearson.upperBound(failures: k, count: n, confidence: c)
      #expect(relativeError(found, bound) < 1e-10, "\(k) of \(n): \(found)")
    }
    #expect(ClopperPearson.upperBound(failures: 7, count: 7) == 1)
    #expect(ClopperPearson.upperBound(failures: 0, count: 0) == 1)
  }

  @Test("normal quantiles equal scipy's")
  func normalQuantiles() {
    for (p, z) in [
      (0.975, 1.959963984540054), (0.995, 2.5758293035489004), (0.9, 1.2815515655446004),
      (0.01, -2.3263478740408408), (1e-10, -6.361340902404056),
    ] {
      #expect(relativeError(StandardNormal.quantile(p), z) < 1e-12)
    }
    #expect(abs(StandardNormal.quantile(0.5)) < 1e-15)
  }
}
