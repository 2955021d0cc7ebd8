import Foundation
import Testing
import Statistics

@Suite("FDistribution")
struct FDistributionTests {
  /// scipy.stats.f.ppf, scipy 1.17.1.
  static let scipy: [(p: Double, numerator: Int, denominator: Int, value: Double)] = [
    (0.95, 1, 1, 161.4476387975882), (0.95, 1, 4, 7.708647422176786), (0.95, 2, 4, 6.944271909999155),
    (0.95, 1, 10, 4.964602743730711), (0.95, 1, 96, 3.940162716990283), (0.95, 2, 96, 3.091191258857293),
    (0.95, 3, 7, 4.346831399907814), (0.95, 50, 2, 19.475732585329112), (0.95, 1, 9996, 3.842389273116529),
    (0.95, 1, 999_996, 3.8414681198803593), (0.99, 1, 1, 4052.1806954768217), (0.99, 2, 4, 18),
    (0.99, 1, 10, 10.04428927339658), (0.99, 2, 10, 7.559432157547899), (0.99, 2, 96, 4.833320220106058),
    (0.99, 50, 2, 99.47916381346684), (0.99, 2, 999_996, 4.605191393730473), (0.5, 1, 1, 1),
    (0.5, 3, 7, 0.870944253187285), (0.5, 50, 2, 1.422787459328972), (0.01, 1, 4, 0.0001777909475946695),
    (0.01, 3, 7, 0.03613800894092479), (0.01, 2, 96, 0.010051388106636618),
  ]

  @Test("quantiles equal scipy's", arguments: scipy.indices)
  func scipyValues(index: Int) {
    let expected = Self.scipy[index]
    let value = FDistribution.quantile(
      expected.p, numerator: expected.numerator, denominator: expected.denominator)
    let tolerance = expected.denominator < 1_000 ? 1e-11 : 1e-8
    #expect(abs(value / expected.value - 1) < tolerance)
  }

  @Test("with 2 numerator degrees the quantile is the closed form", arguments: [1, 4, 13, 100, 2_000])
  func closedForm(denominator: Int) {
    let half = Double(denominator) / 2
    for p in [0.05, 0.5, 0.9, 0.99, 0.999] {
      let exact = half * (pow(1 - p, -1 / half) - 1)
      let value = FDistribution.quantile(p, numerator: 2, denominator: denominator)
      #expect(abs(value / exact - 1) < 1e-10)
    }
  }

  @Test("swapping the degrees of freedom and the tails inverts the quantile")
  func reciprocal() {
    for (a, b) in [(1, 7), (3, 20), (40, 5)] {
      let upper = FDistribution.quantile(0.9, numerator: a, denominator: b)
      let lower = FDistribution.quantile(0.1, numerator: b, denominator: a)
      #expect(abs(upper * lower - 1) < 1e-10)
    }
  }
}
