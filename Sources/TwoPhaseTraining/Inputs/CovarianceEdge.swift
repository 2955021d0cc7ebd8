import Statistics
import Foundation
import LinearAlgebra

/// Cov x = I, given that the mean is 0: an extreme eigenvalue of X^T X / N against its edge of the Marchenko-Pastur law,
/// (1 + sqrt(d/N))^2 above and (1 - sqrt(d/N))^2 below.
///
/// In Ma's second-order centring and scaling, n - 1/2 and p - 1/2 in place of n and p and for the smallest eigenvalue on a
/// log scale, the fluctuation is Tracy-Widom of order 1 up to O(min(n, p)^(-2/3)) (Ma 2012, "Accuracy of the
/// Tracy-Widom limits for the extreme eigenvalues in white Wishart matrices"; without the halves Johnstone 2001). In
/// 20 000 simulations (4 000 at d = 100) from (N, d) = (2, 2) to (100 000, 3) a nominal 1 % was 0.4 % to 1.5 %; with
/// Johnstone's constants it reached 3.8 %. With one coordinate, or one sample, the only eigenvalue times N is
/// chi-square with N, or d, degrees of freedom, and that is used.
///
/// Both are two-sided. The outer tails find directions of too much or too little variance; the inner tail of the
/// largest eigenvalue finds a covariance below I, such as 0.9 I, also where N is too near to d for the smallest one
/// to be tested. So data whitened by their own covariance are rejected when their spectrum is narrower than that of draws.
enum CovarianceEdge {
  case largest
  case smallest

  /// The smallest eigenvalue is tested from N = 1.1 d + 2 on: nearer to N = d it is not at an edge.
  static func fewestSamplesForSmallest(dimension d: Int) -> Int { Int((1.1 * Double(d)).rounded(.up)) + 2 }

  var name: String {
    self == .largest ? "covariance, largest eigenvalue" : "covariance, smallest eigenvalue"
  }

  /// Both tests, from the eigenvalues of the smaller of X^T X and X X^T.
  static func make(_ inputs: Matrix) -> [InputTestOutcome] {
    let (n, d) = (inputs.rowCount, inputs.columnCount)
    do {
      let p = min(n, d)
      var gram = Matrix(rowCount: p, columnCount: p)
      gram.setGram(n < d ? inputs.transposed : inputs)
      let values = try gram.symmetricEigenvalues()
      guard let low = values.first, let high = values.last, low.isFinite, high.isFinite else {
        return skipBoth("no eigenvalues were found")
      }
      // What rounding leaves of a zero eigenvalue, as the log needs one above zero.
      let floor = max(high * Double.ulpOfOne, .leastNormalMagnitude)
      return [
        .made(largest.test(max(high, 0), n: n, d: d)), smallestOutcome(max(low, floor), n: n, d: d),
      ]
    } catch {
      return skipBoth("the eigenvalues were not found: \(error)")
    }
  }

  private static func skipBoth(_ reason: String) -> [InputTestOutcome] {
    [largest, smallest].map { .skipped(SkippedInputTest(name: $0.name, reason: reason)) }
  }

  private static func smallestOutcome(_ value: Double, n: Int, d: Int) -> InputTestOutcome {
    func skip(_ reason: String) -> InputTestOutcome {
      .skipped(SkippedInputTest(name: smallest.name, reason: reason))
    }
    guard d > 1 else { return skip("one coordinate has one eigenvalue, tested as the largest") }
    let needed = fewestSamplesForSmallest(dimension: d)
    guard n >= needed else {
      return skip("at d = \(d) it needs N >= \(needed), and N = \(n)")
    }
    return .made(smallest.test(value, n: n, d: d))
  }

  /// `value`: an eigenvalue of X^T X.
  private func test(_ value: Double, n: Int, d: Int) -> InputTest {
    let ratio = (Double(d) / Double(n)).squareRoot()
    let edge = self == .largest ? (1 + ratio) * (1 + ratio) : (1 - ratio) * (1 - ratio)
    guard min(n, d) > 1 else {
      let k = Double(max(n, d))
      let lower = ChiSquare.lowerTail(value, degreesOfFreedom: k)
      let upper = ChiSquare.upperTail(value, degreesOfFreedom: k)
      return InputTest(
        name: name, statisticName: "sum of squares, chi-square with \(max(n, d)) degrees of freedom",
        statistic: value, pValue: min(1, 2 * min(lower, upper)),
        detail: String(format: "sum of squares / N = %.6g", value / Double(n)))
    }
    let fluctuation = self.fluctuation(value, n: n, d: d)
    return InputTest(
      name: name, statisticName: "eigenvalue's distance beyond its edge, Tracy-Widom (beta = 1)",
      statistic: fluctuation, pValue: TracyWidom.twoSidedTail(fluctuation),
      detail: String(
        format: "%.6g of X^T X / N, of independent normal draws about %.6g", value / Double(n), edge))
  }

  /// The distance outward from the edge in units of the edge's fluctuations.
  private func fluctuation(_ value: Double, n: Int, d: Int) -> Double {
    let a = (Double(max(n, d)) - 0.5).squareRoot()
    let b = (Double(min(n, d)) - 0.5).squareRoot()
    switch self {
    case .largest:
      return (value - (a + b) * (a + b)) / ((a + b) * cbrt(1 / a + 1 / b))
    case .smallest:
      return (2 * log(a - b) - log(value)) * (a - b) / cbrt(1 / b - 1 / a)
    }
  }
}
