import Statistics
import Foundation
import LinearAlgebra

/// E x = 0, given that the covariance is I: N |xbar|^2 is chi-square with d degrees of freedom, exactly, for every N.
///
/// The upper tail alone: a sample mean nearer to 0 than draws would bring it, as in data that were centred, is no
/// evidence of a mean other than 0.
enum MeanTest {
  static let name = "mean"

  static func make(_ inputs: Matrix) -> InputTestOutcome {
    let (n, d) = (inputs.rowCount, inputs.columnCount)
    let sums = inputs.multiply(.transposed, [Double](repeating: 1, count: n))
    let statistic = sums.reduce(0) { $0 + $1 / Double(n) * $1 }
    let length = statistic.squareRoot() / Double(n).squareRoot()
    let expected = (Double(d) / Double(n)).squareRoot()
    return .made(
      InputTest(
        name: name,
        statisticName: "N |mean|^2, chi-square with \(d) degrees of freedom",
        statistic: statistic,
        pValue: ChiSquare.upperTail(statistic, degreesOfFreedom: Double(d)),
        detail: String(format: "|mean| = %.4g, of independent normal draws about %.4g", length, expected)))
  }
}
