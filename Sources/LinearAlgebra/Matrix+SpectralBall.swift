import CLAPACKE

extension Matrix {
  /// The singular value decomposition A = U diag(sigma) V^T of a square matrix, sigma descending, through LAPACK dgesdd.
  ///
  /// - Throws: `LAPACKFailure` when the iteration does not converge.
  /// - Complexity: O(n^3).
  public func singularValueDecomposition() throws(LAPACKFailure) -> (
    left: Matrix, values: [Double], rightTransposed: Matrix
  ) {
    precondition(isSquare, "only square matrices are decomposed here")
    var copy = elements
    var left = Matrix(rowCount: rowCount, columnCount: rowCount)
    var right = left
    var values = [Double](repeating: 0, count: rowCount)
    let n = Int32(rowCount)
    guard n > 0 else { return (left, values, right) }
    let info = LAPACKE_dgesdd(
      LAPACK_COL_MAJOR, Int8(UInt8(ascii: "A")), n, n, &copy, n, &values, &left.elements, n, &right.elements,
      n)
    guard info == 0 else { throw LAPACKFailure(routine: "dgesdd", info: info) }
    return (left, values, right)
  }

  /// The nearest square matrix, in the Frobenius norm, whose spectral norm is at most `radius`: the singular values
  /// above it are cut to it.
  ///
  /// - Throws: `LAPACKFailure`.
  /// - Complexity: O(n^2) when the Frobenius norm is within the radius already, else O(n^3).
  public func projectedOntoSpectralBall(radius: Double) throws(LAPACKFailure) -> Matrix {
    precondition(radius >= 0, "a ball has a radius")
    guard frobeniusNorm > radius else { return self }
    let (left, values, right) = try singularValueDecomposition()
    guard values.first ?? 0 > radius else { return self }
    // Near the ball A - U diag(sigma - radius)_+ V^T, which leaves what lies inside as it is; far from it that difference
    // would lose the digits of the radius (all of them at radius 0), and U diag(min(sigma, radius)) V^T keeps them.
    let isNear = values[0] <= 2 * radius
    var scaled = left
    for j in 0..<columnCount {
      let weight = isNear ? max(0, values[j] - radius) : min(values[j], radius)
      for i in 0..<rowCount { scaled[i, j] *= weight }
    }
    var result = self
    result.setProduct(scaled, .plain, right, .plain, alpha: isNear ? -1 : 1, beta: isNear ? 1 : 0)
    return result
  }

  /// The matrix times the factor that gives it a spectral norm; a zero matrix stays zero.
  ///
  /// - Throws: `LAPACKFailure`.
  /// - Complexity: O(n^3).
  public func scaled(toSpectralNorm norm: Double) throws -> Matrix {
    let own = try spectralNorm()
    return own > 0 ? scaled(by: norm / own) : self
  }

  /// The rows and columns of the given indices, in that order.
  public func principalSubmatrix(_ indices: [Int]) -> Matrix {
    var result = Matrix(rowCount: indices.count, columnCount: indices.count)
    for (column, j) in indices.enumerated() {
      for (row, i) in indices.enumerated() { result[row, column] = self[i, j] }
    }
    return result
  }
}
