import Foundation
import LinearAlgebra
import TestSupport
import Testing
import TwoPhaseTheory
import TwoPhaseTraining

@Suite("Tests of Gaussian inputs")
struct InputAssessmentTests {
  static let mean = "mean"
  static let largest = "covariance, largest eigenvalue"
  static let smallest = "covariance, smallest eigenvalue"
  static let marginals = "marginal normality"

  static func rejected(_ inputs: Matrix) -> [String] {
    let assessment = InputAssessment.assess(inputs)
    expectFinite(assessment)
    return assessment.rejectedTests.map(\.name)
  }

  static func expectFinite(_ assessment: InputAssessment) {
    #expect(assessment.tests.allSatisfy { $0.statistic.isFinite && (0...1).contains($0.pValue) })
    #expect(assessment.correctedPValues.allSatisfy { (0...1).contains($0) })
    #expect(!assessment.tests.contains { $0.detail.contains("nan") || $0.detail.contains("inf") })
  }

  @Test(
    "at a nominal 1 % each test rejects between 0 % and 3 % of Gaussian inputs, and all of them together as few",
    arguments: [(200, 5, 1000), (1000, 20, 1500), (60, 60, 1000), (30, 2, 1000), (20, 1, 1000), (1, 8, 1000)])
  func calibration(n: Int, d: Int, repetitions: Int) {
    var rejections: [String: Int] = [:]
    var any = 0
    for seed in 0..<repetitions {
      let assessment = InputAssessment.assess(SampleInputs.gaussian(n, d, seed: UInt64(seed)))
      Self.expectFinite(assessment)
      for test in assessment.tests where test.pValue < 0.01 { rejections[test.name, default: 0] += 1 }
      if assessment.isRejected { any += 1 }
    }
    for (name, count) in rejections { #expect(Double(count) < 0.03 * Double(repetitions), "\(name)") }
    #expect(Double(any) < 0.03 * Double(repetitions))
    #expect(any > 0)
  }

  @Test("p-values of Gaussian inputs are spread evenly")
  func evenlySpread() {
    var values: [String: [Double]] = [:]
    for seed in 0..<500 {
      for test in InputAssessment.assess(SampleInputs.gaussian(400, 8, seed: UInt64(1000 + seed))).tests {
        values[test.name, default: []].append(test.pValue)
      }
    }
    #expect(values.count == 4)
    for (name, p) in values {
      let sorted = p.sorted()
      let distance = sorted.enumerated().map { abs($1 - (Double($0) + 0.5) / Double(p.count)) }.max() ?? 1
      #expect(distance < 0.1, "Kolmogorov-Smirnov distance of \(name)")
    }
  }

  @Test("uniform, two-point and Laplace inputs of mean 0 and variance 1 are rejected by their marginals")
  func marginalPower() {
    let (n, d) = (2000, 20)
    #expect(Self.rejected(SampleInputs.uniform(n, d, seed: 1)).contains(Self.marginals))
    let signs = SampleInputs.draws(n, d, seed: 2) { $0.uniform(0...1) < 0.5 ? -1.0 : 1.0 }
    #expect(Self.rejected(signs).contains(Self.marginals))
    let laplace = SampleInputs.draws(n, d, seed: 3) {
      (log($0.uniform(1e-12...1)) - log($0.uniform(1e-12...1))) / 2.0.squareRoot()
    }
    #expect(Self.rejected(laplace).contains(Self.marginals))
    let signsOfFew = SampleInputs.draws(200, 1, seed: 2) { $0.uniform(0...1) < 0.5 ? -1.0 : 1.0 }
    #expect(Self.rejected(signsOfFew).contains(Self.marginals))
    #expect(
      InputAssessment.assess(signsOfFew).tests.contains { $0.detail.contains("lighter") })
  }

  @Test("a shifted mean is rejected by the mean")
  func shiftedMean() {
    var x = SampleInputs.gaussian(2000, 20, seed: 4)
    for k in x.elements.indices { x.elements[k] += 0.2 }
    #expect(Self.rejected(x).contains(Self.mean))
  }

  @Test("another variance in a direction, a correlation and a scaled covariance are rejected")
  func covariancePower() {
    let (n, d) = (2000, 20)
    let x = SampleInputs.gaussian(n, d, seed: 5)
    var stretched = x
    for i in 0..<n { stretched[i, 7] *= 1.5 }
    #expect(Self.rejected(stretched).contains(Self.largest))
    var shrunk = x
    for i in 0..<n { shrunk[i, 7] /= 1.5 }
    #expect(Self.rejected(shrunk).contains(Self.smallest))
    var correlated = x
    for i in 0..<n { correlated[i, 3] = 0.5 * x[i, 2] + 0.75.squareRoot() * x[i, 3] }
    #expect(Self.rejected(correlated).contains(Self.largest))
    #expect(Self.rejected(x.scaled(by: 0.9.squareRoot())).contains(Self.smallest))
    #expect(Self.rejected(x.scaled(by: 1.1.squareRoot())).contains(Self.largest))
    // As few samples as coordinates: the largest eigenvalue alone is there to find it.
    let square = SampleInputs.gaussian(300, 300, seed: 6).scaled(by: 0.9.squareRoot())
    #expect(Self.rejected(square).contains(Self.largest))
    #expect(Self.rejected(SampleInputs.gaussian(2000, 1, seed: 7).scaled(by: 1.2)) == [Self.largest])
    #expect(Self.rejected(SampleInputs.gaussian(1, 2000, seed: 7).scaled(by: 1.2)).contains(Self.largest))
  }

  @Test("a constant coordinate is rejected by its marginal and by the smallest eigenvalue")
  func constantCoordinate() {
    for value in [0, 1, 1e-300, -0.1] {
      var x = SampleInputs.gaussian(2000, 20, seed: 8)
      for i in 0..<2000 { x[i, 4] = value }
      #expect(Self.rejected(x).contains(Self.marginals))
      if abs(value) < 0.5 { #expect(Self.rejected(x).contains(Self.smallest)) }
    }
    let few = SampleInputs.draws(30, 3, seed: 1) { _ in 0 }
    #expect(Self.rejected(few) == [Self.largest, Self.smallest])
    #expect(Self.rejected(SampleInputs.draws(400, 3, seed: 1) { _ in 0 }).contains(Self.marginals))
  }

  @Test("tests that the samples are too few for are skipped with a reason, never guessed")
  func skipped() {
    for (n, d, names) in [
      (199, 3, [Self.marginals]), (21, 20, [Self.smallest, Self.marginals]),
      (5, 20, [Self.smallest, Self.marginals]), (1, 1, [Self.smallest, Self.marginals]),
      (250, 900, [Self.smallest, Self.marginals]),
      (23, 20, [Self.smallest, Self.marginals]), (24, 20, [Self.marginals]), (5, 2, [Self.marginals]),
      (200, 3, []),
    ] {
      let assessment = InputAssessment.assess(SampleInputs.gaussian(n, d, seed: 9))
      #expect(assessment.skipped.map(\.name) == names)
      #expect(assessment.skipped.allSatisfy { !$0.reason.isEmpty })
      #expect(assessment.tests.count + names.count == 4)
      #expect(assessment.sampleCount == n && assessment.dimension == d)
      Self.expectFinite(assessment)
    }
  }

  @Test("no samples are neither rejected nor accepted")
  func nothing() {
    for empty in [Matrix(rowCount: 0, columnCount: 3), Matrix(rowCount: 3, columnCount: 0)] {
      let assessment = InputAssessment.assess(empty)
      #expect(assessment.tests.isEmpty && assessment.skipped.count == 4)
      #expect(!assessment.isRejected && assessment.adjustedPValue == nil)
    }
  }

  @Test("numbers of any size give finite statistics, and those no test can take are rejected as such")
  func extremes() {
    let x = SampleInputs.gaussian(300, 4, seed: 10)
    for factor in [1e99, 1e-99, 1e-200, .leastNonzeroMagnitude] {
      #expect(!Self.rejected(x.scaled(by: factor)).isEmpty)
      #expect(!Self.rejected(x.scaled(by: factor)).contains(Self.marginals) || factor < 1e-300)
    }
    for bad in [1e200, Double.infinity, -.infinity, .nan] {
      var y = x
      y[3, 2] = bad
      #expect(Self.rejected(y) == ["range"])
    }
    var outlier = x
    outlier[3, 2] = 1e90
    #expect(Self.rejected(outlier).contains(Self.marginals))
  }

  /// sum(skewtest(X).statistic**2 + kurtosistest(X).statistic**2) of scipy 1.17 and its chi2.sf on
  /// X = (sin k^2 + sin 2k^2 + sin 3k^2) / sqrt(1.5), k counting the 200 x 3 entries row by row from 0; likewise the
  /// mean, and numpy's eigvalsh of X^T X with scipy's gamma.cdf and sf for Chiani's approximation.
  @Test("statistics equal scipy's on a fixed matrix")
  func scipyStatistics() throws {
    var x = Matrix(rowCount: 200, columnCount: 3)
    for i in 0..<200 {
      for j in 0..<3 {
        let k = Double(3 * i + j)
        x[i, j] = (sin(k * k) + sin(2 * k * k) + sin(3 * k * k)) / 1.5.squareRoot()
      }
    }
    let assessment = InputAssessment.assess(x)
    let expected: [(statistic: Double, pValue: Double)] = [
      (4.065075251960095, 0.25452237631068125), (-0.7835174475825614, 0.7061219701480475),
      (-0.028005667178099474, 0.3478933896394212), (4.64586277812065, 0.5899670590897108),
    ]
    #expect(assessment.tests.count == 4)
    for (test, value) in zip(assessment.tests, expected) {
      #expect(relativeError(test.statistic, value.statistic) < 1e-9, "\(test.name)")
      #expect(relativeError(test.pValue, value.pValue) < 1e-7, "\(test.name)")
    }
  }

  @Test("Holm's correction multiplies by the number of tests left, and the whole is Bonferroni's")
  func holm() {
    func test(_ p: Double) -> InputTest {
      InputTest(name: "\(p)", statisticName: "", statistic: 0, pValue: p, detail: "")
    }
    let assessment = InputAssessment(
      sampleCount: 1, dimension: 1, tests: [test(0.02), test(0.004), test(0.9), test(0.001)], skipped: [],
      significance: 0.05)
    #expect(assessment.correctedPValues == [0.04, 0.012, 0.9, 0.004])
    #expect(assessment.adjustedPValue == 0.004)
    #expect(assessment.rejectedTests.map(\.name) == ["0.02", "0.004", "0.001"])
    let none = InputAssessment(
      sampleCount: 1, dimension: 1, tests: [test(0.6), test(0.5)], skipped: [], significance: 0.05)
    #expect(none.correctedPValues == [1, 1] && none.adjustedPValue == 1 && !none.isRejected)
  }

  @Test("H1's evidence holds the tests with corrected p-values and names what was skipped")
  func evidence() {
    let assessment = InputAssessment.assess(SampleInputs.gaussian(50, 60, seed: 11))
    guard case .tested(let name, let tests, let level, let skipped) = InputEvidence(assessment, name: "x.npy")
    else {
      Issue.record("tests were made")
      return
    }
    #expect(name == "x.npy" && level == InputAssessment.defaultSignificance)
    #expect(tests.map(\.pValue) == assessment.correctedPValues)
    #expect(skipped.map(\.name) == [Self.smallest, Self.marginals])
    #expect(skipped.allSatisfy { !$0.reason.isEmpty })
  }
}
