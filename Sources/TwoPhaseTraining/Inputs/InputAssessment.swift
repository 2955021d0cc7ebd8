import LinearAlgebra

/// Tests of hypothesis H1 on data: are the rows of an N x d matrix independent draws of N(0, I_d)?
///
/// Four tests, each skipped with its reason where its null distribution is not calibrated, corrected by Holm's method.
/// A rejection says that the inputs are not such draws; no rejection says only that these tests found nothing: they
/// look at the mean, the covariance and the marginals, not at the joint law, nor at dependence between rows.
///
/// ```swift
/// let assessment = InputAssessment.assess(inputs)
/// assessment.isRejected            // at 1 %
/// assessment.rejectedTests.map(\.name)
/// ```
public struct InputAssessment: Sendable, Equatable {
  /// 0.01: the probability of rejecting inputs that are Gaussian.
  public static let defaultSignificance = 0.01
  /// Entries beyond 1e100 are not tested further: their squares and sums would leave double precision.
  static let largestEntry = 1e100

  /// N.
  public let sampleCount: Int
  /// d.
  public let dimension: Int
  /// The tests that were made.
  public let tests: [InputTest]
  /// The tests that were not made, with reasons.
  public let skipped: [SkippedInputTest]
  /// The level at which H1 is rejected.
  public let significance: Double
  /// Per test, in order, the p-value corrected for the number of tests by Holm's method.
  public let correctedPValues: [Double]

  /// An assessment from the outcomes of its tests.
  public init(
    sampleCount: Int, dimension: Int, tests: [InputTest], skipped: [SkippedInputTest], significance: Double
  ) {
    self.sampleCount = sampleCount
    self.dimension = dimension
    self.tests = tests
    self.skipped = skipped
    self.significance = significance
    correctedPValues = HolmCorrection.adjusted(tests.map(\.pValue))
  }

  /// The p-value of H1 as a whole, min(1, smallest p-value times number of tests); nil when no test could be made.
  public var adjustedPValue: Double? { correctedPValues.min() }

  /// True when H1 is rejected: `adjustedPValue` is below the significance.
  public var isRejected: Bool { !rejectedTests.isEmpty }

  /// The tests whose corrected p-value is below the significance.
  public var rejectedTests: [InputTest] {
    zip(tests, correctedPValues).filter { $0.1 < significance }.map(\.0)
  }

  /// Tests N x d data, row = sample. Every number of the result is finite, whatever the data.
  ///
  /// - Precondition: significance lies strictly between 0 and 1.
  /// - Complexity: O(N d min(N, d)) floating-point operations; one or two copies of the data's smaller Gram matrix.
  public static func assess(
    _ inputs: Matrix, significance: Double = defaultSignificance
  ) -> InputAssessment {
    precondition(significance > 0 && significance < 1, "a significance lies strictly between 0 and 1")
    var tests: [InputTest] = []
    var skipped: [SkippedInputTest] = []
    for outcome in outcomes(inputs) {
      switch outcome {
      case .made(let test): tests.append(test)
      case .skipped(let test): skipped.append(test)
      }
    }
    return InputAssessment(
      sampleCount: inputs.rowCount, dimension: inputs.columnCount, tests: tests, skipped: skipped,
      significance: significance)
  }

  private static func outcomes(_ inputs: Matrix) -> [InputTestOutcome] {
    let names = [
      MeanTest.name, CovarianceEdge.largest.name, CovarianceEdge.smallest.name, MarginalNormalityTest.name,
    ]
    func skipAll(_ reason: String) -> [InputTestOutcome] {
      names.map { .skipped(SkippedInputTest(name: $0, reason: reason)) }
    }
    guard inputs.rowCount > 0, inputs.columnCount > 0 else { return skipAll("there are no samples") }
    guard inputs.isBounded(by: largestEntry) else {
      let magnitudes = inputs.elements.lazy.map(abs).filter(\.isFinite)
      let test = InputTest(
        name: "range", statisticName: "largest finite |x|", statistic: magnitudes.max() ?? 0, pValue: 0,
        detail: "an entry is beyond 1e100 or not a number, which no normal draw is")
      return [.made(test)] + skipAll("the inputs are out of range")
    }
    return [MeanTest.make(inputs)] + CovarianceEdge.make(inputs) + [MarginalNormalityTest.make(inputs)]
  }
}
