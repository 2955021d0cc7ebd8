import Testing
import TestSupport
import Statistics

/// Reference values to double precision from mpmath 1.3 at 40 digits: the regularised gammainc(k/2, x/2) and
/// betainc(n/2, 1/2, 0, n/(n + t^2))/2, with quantiles by findroot on the latter; scipy 1.17's stats.t.ppf agrees.
@Suite("Distributions of test statistics")
struct DistributionTests {
  static let chiSquare: [(x: Double, k: Double, lower: Double, upper: Double)] = [
    (0.001, 1, 0.025227120630039613, 0.9747728793699604),
    (3.84, 1, 0.9499564787512949, 0.050043521248705106),
    (30, 1, 0.9999999567953695, 4.3204630578274975e-08),
    (700, 1, 1.0, 2.9902269751246203e-154),
    (1, 2, 0.3934693402873666, 0.6065306597126334),
    (40, 2, 0.9999999979388464, 2.061153622438558e-09),
    (2.5, 3, 0.5247089166569794, 0.4752910833430206),
    (60, 20, 0.9999928782491372, 7.121750862815577e-06),
    (5, 20, 0.00027735209462083604, 0.9997226479053791),
    (20, 20, 0.5420702855281478, 0.4579297144718522),
    (150, 100, 0.9990960679576459, 0.0009039320423540091),
    (60, 100, 0.0005188914625480343, 0.999481108537452),
    (250, 200, 0.9906208683311739, 0.009379131668826096),
    (2100, 2000, 0.9413288886226819, 0.05867111137731808),
    (1700, 2000, 2.970812600711691e-07, 0.99999970291874),
    (2000, 2000, 0.5042052441802155, 0.4957947558197845),
    (3000, 2000, 1.0, 2.204698611388996e-43),
    (102_000, 100_000, 0.9999955880607448, 4.4119392551203065e-06),
    (99_000, 100_000, 0.012478315638082799, 0.9875216843619172),
  ]

  @Test("chi-square tails equal mpmath's to 1e-11, however small")
  func chiSquareTails() {
    for (x, k, lower, upper) in Self.chiSquare {
      #expect(relativeError(ChiSquare.upperTail(x, degreesOfFreedom: k), upper) < 1e-11, "\(x) \(k)")
      #expect(relativeError(ChiSquare.lowerTail(x, degreesOfFreedom: k), lower) < 1e-11, "\(x) \(k)")
    }
  }

  @Test("chi-square's ends are 0 and 1")
  func chiSquareEnds() {
    for k in [1.0, 7, 1e5] {
      #expect(ChiSquare.upperTail(-1, degreesOfFreedom: k) == 1)
      #expect(ChiSquare.upperTail(0, degreesOfFreedom: k) == 1)
      #expect(ChiSquare.lowerTail(0, degreesOfFreedom: k) == 0)
      #expect(ChiSquare.upperTail(1e300, degreesOfFreedom: k) == 0)
      #expect(ChiSquare.upperTail(.infinity, degreesOfFreedom: k) == 0)
    }
  }

  static let studentTails: [(t: Double, n: Double, upper: Double)] = [
    (0.1, 1, 0.4682744825694464), (1, 1, 0.25), (1e6, 1, 3.1830988618368455e-07),
    (2, 2.5, 0.078695747878983), (2.776, 4, 0.025011389159988205), (12, 4, 0.00013821427425148649),
    (0.5, 30, 0.31036150244256366), (2, 30, 0.02731252248149155), (9, 30, 2.507415958073939e-10),
    (1.96, 1000, 0.02513659247787436), (5, 1000, 3.3836281823243153e-07),
    (1.96, 1e6, 0.024998033792634895), (8, 1e6, 6.22753171660126e-16), (0.3, 1e6, 0.3820886089894971),
    (1.5, 0.5, 0.25395089532405424),
  ]

  @Test("Student's tails equal mpmath's to 1e-10")
  func studentUpperTails() {
    for (t, n, upper) in Self.studentTails {
      #expect(relativeError(StudentT.upperTail(t, degreesOfFreedom: n), upper) < 1e-10, "\(t) \(n)")
      #expect(relativeError(StudentT.upperTail(-t, degreesOfFreedom: n), 1 - upper) < 1e-10, "\(t) \(n)")
    }
    #expect(StudentT.upperTail(0, degreesOfFreedom: 3) == 0.5)
    // Cauchy: P(T > t) is 1 / (pi t) far out.
    #expect(relativeError(StudentT.upperTail(1e200, degreesOfFreedom: 1), 1e-200 / .pi) < 1e-10)
    #expect(StudentT.upperTail(.infinity, degreesOfFreedom: 9) == 0)
  }

  static let studentQuantiles: [(p: Double, n: Double, t: Double)] = [
    (0.975, 1, 12.706204736174694), (0.975, 2, 4.302652729749462), (0.975, 4, 2.7764451051977934),
    (0.995, 4, 4.604094871349992), (0.9, 7, 1.4149239276505086), (0.975, 9.5, 2.2441374614922958),
    (0.975, 30, 2.0422724563012378), (0.6, 30, 0.2556053649519127), (0.9995, 30, 3.6459586350420627),
    (0.975, 999, 1.9623414611334495), (0.975, 19_999, 1.960082611089815),
    (0.975, 999_999, 1.959966356816479), (0.05, 3, -2.3533634348018238), (1e-6, 5, -24.771029720515944),
  ]

  @Test("Student's quantiles equal mpmath's to 1e-10")
  func studentQuantileValues() {
    for (p, n, t) in Self.studentQuantiles {
      #expect(relativeError(StudentT.quantile(p, degreesOfFreedom: n), t) < 1e-10, "\(p) \(n)")
    }
    #expect(StudentT.quantile(0.5, degreesOfFreedom: 3) == 0)
  }

  @Test("normal tails equal scipy's stats.norm.sf")
  func normalTails() {
    for (z, upper) in [
      (0, 0.5), (1.959963984540054, 0.025), (-1, 0.8413447460685429), (10, 7.619853024160527e-24),
      (37, 5.7255712225239266e-300),
    ] {
      #expect(relativeError(StandardNormal.upperTail(z), upper) < 1e-9)
      #expect(relativeError(StandardNormal.twoSidedTail(z), 2 * min(upper, 1 - upper)) < 1e-9)
    }
  }

  /// F1 and 1 - F1 from Painleve II, q'' = x q + 2 q^3, started at Ai(6) and integrated downwards by scipy's DOP853 at
  /// a relative 1e-13: F1 = exp(-(1/2) integral of (s - x) q^2 + q over s > x). Bornemann's published percentage points
  /// (-3.8954 for 1 %, 0.9793 for 95 %, 2.0234 for 99 %) come out.
  static let tracyWidom: [(x: Double, lower: Double, upper: Double)] = [
    (-5, 0.00027791776145155716, 0.9997220822385484), (-4.5, 0.001686151045537053, 0.998313848954463),
    (-3.8954, 0.010000852611455826, 0.9899991473885442), (-3.1808, 0.04995984690874543, 0.9500401530912546),
    (-2, 0.2743201979158485, 0.7256798020841515), (-1.2065, 0.519662731269499, 0.48033726873050103),
    (0, 0.8319080662043027, 0.16809193379569734), (0.9793, 0.9499988834326173, 0.05000111656738268),
    (2.0234, 0.9899991692589609, 0.010000830741039116),
    (3.2724, 0.9990004068752246, 0.0009995931247753801), (4, 0.9997796555125686, 0.0002203444874313188),
  ]

  @Test("Tracy-Widom's approximation has its stated accuracy")
  func tracyWidomAccuracy() {
    for (x, lower, upper) in Self.tracyWidom {
      #expect(abs(TracyWidom.lowerTail(x) - lower) < 1.2e-3)
      #expect(abs(TracyWidom.lowerTail(x) + TracyWidom.upperTail(x) - 1) < 1e-12)
      #expect(relativeError(TracyWidom.upperTail(x), upper) < (upper > 0.01 ? 0.02 : 0.08))
      if lower > 0.009 { #expect(relativeError(TracyWidom.lowerTail(x), lower) < 0.04) }
    }
    #expect(TracyWidom.twoSidedTail(-20) == 0 && TracyWidom.twoSidedTail(1e300) == 0)
    #expect(TracyWidom.twoSidedTail(-1.2) > 0.9)
  }
}
