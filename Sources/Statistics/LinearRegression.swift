/// Ordinary least squares with an intercept, with each coefficient's confidence interval.
///
/// ```swift
/// LinearRegression(rows: [[0], [1], [2]], values: [1, 3, 5.1])?.coefficients[0].estimate   // 2.05
/// ```
public struct LinearRegression: Sendable, Equatable {
  /// A coefficient with its interval.
  public struct Coefficient: Sendable, Equatable {
    /// The estimate.
    public let estimate: Double
    /// The lower end of the interval.
    public let low: Double
    /// The upper end of the interval.
    public let high: Double
  }

  /// The intercept.
  public let intercept: Double
  /// One coefficient for each column of the rows.
  public let coefficients: [Coefficient]
  /// The number of observations.
  public let count: Int

  /// The fit; nil when there are too few rows, a column is constant or a combination of others, or a number is not finite.
  ///
  /// Centred, by modified Gram-Schmidt: nothing is squared before the columns are orthogonal.
  /// - Complexity: O(n p^2) for n rows of p numbers.
  public init?(rows: [[Double]], values: [Double], confidence: Double = MeanInterval.defaultConfidence) {
    precondition(rows.count == values.count, "one value for each row")
    let n = rows.count
    guard let p = rows.first?.count, n > p + 1, values.allSatisfy(\.isFinite) else { return nil }
    precondition(rows.allSatisfy { $0.count == p }, "all rows have the same length")
    func mean(_ x: [Double]) -> Double { x.reduce(0, +) / Double(n) }
    func dot(_ x: [Double], _ y: [Double]) -> Double { zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } }
    // From the first row on, so that a constant column is zero exactly, then from the mean.
    let shifted = (0..<p).map { k in rows.map { $0[k] - rows[0][k] } }
    let shiftedMeans = shifted.map(mean)
    var q = (0..<p).map { k in shifted[k].map { $0 - shiftedMeans[k] } }
    let means = (0..<p).map { k in rows[0][k] + shiftedMeans[k] }
    let sizes = q.map { dot($0, $0) }
    // Columns = Q R with R unit upper triangular.
    var r = [[Double]](repeating: [Double](repeating: 0, count: p), count: p)
    for k in 0..<p {
      for j in 0..<k {
        let weight = dot(q[j], q[k]) / dot(q[j], q[j])
        r[j][k] = weight
        for i in 0..<n { q[k][i] -= weight * q[j][i] }
      }
      guard sizes[k].isFinite, sizes[k] > 0, dot(q[k], q[k]) > 1e-20 * sizes[k] else { return nil }
    }
    let valueMean = mean(values)
    var residual = values.map { $0 - valueMean }
    var slopes = [Double](repeating: 0, count: p)
    for k in 0..<p {
      slopes[k] = dot(q[k], residual) / dot(q[k], q[k])
      for i in 0..<n { residual[i] -= slopes[k] * q[k][i] }
    }
    // inverse[k][j]: row k of R^-1, by back substitution.
    var inverse = [[Double]](repeating: [Double](repeating: 0, count: p), count: p)
    for j in 0..<p {
      inverse[j][j] = 1
      for k in stride(from: j - 1, through: 0, by: -1) {
        inverse[k][j] = -((k + 1)...j).reduce(0) { $0 + r[k][$1] * inverse[$1][j] }
      }
    }
    let freedom = Double(n - p - 1)
    let variance = dot(residual, residual) / freedom
    let quantile = StudentT.quantile((1 + confidence) / 2, degreesOfFreedom: freedom)
    coefficients = (0..<p).map { k in
      let estimate = (k..<p).reduce(0) { $0 + inverse[k][$1] * slopes[$1] }
      let spread = (k..<p).reduce(0) { $0 + inverse[k][$1] * inverse[k][$1] / dot(q[$1], q[$1]) }
      let half = quantile * (variance * spread).squareRoot()
      return Coefficient(estimate: estimate, low: estimate - half, high: estimate + half)
    }
    intercept = valueMean - zip(coefficients, means).reduce(0) { $0 + $1.0.estimate * $1.1 }
    count = n
  }
}
