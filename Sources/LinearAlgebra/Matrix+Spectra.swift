import CLAPACKE

extension Matrix {
  /// The singular values in descending order, to rounding, through LAPACK dgesdd.
  ///
  /// - Throws: `LAPACKFailure` when the iteration does not converge.
  /// - Complexity: O(m n min(m, n)).
  public func singularValues() throws -> [Double] {
    let count = min(rowCount, columnCount)
    guard count > 0 else { return [] }
    var copy = elements
    var values = [Double](repeating: 0, count: count)
    let info = LAPACKE_dgesdd(
      LAPACK_COL_MAJOR, Int8(UInt8(ascii: "N")), Int32(rowCount), Int32(columnCount), &copy, Int32(rowCount),
      &values, nil, 1, nil, 1)
    guard info == 0 else { throw LAPACKFailure(routine: "dgesdd", info: info) }
    return values
  }

  /// The spectral norm, the largest singular value, to rounding.
  ///
  /// In a loop, `LanczosSpectralNorm` is many times cheaper.
  ///
  /// - Throws: `LAPACKFailure` when the iteration does not converge.
  /// - Complexity: O(m n min(m, n)).
  public func spectralNorm() throws -> Double { try singularValues().first ?? 0 }

  /// The eigenvalues of a symmetric matrix in ascending order, to rounding, through LAPACK dsyevr.
  /// Only the lower triangle is read.
  ///
  /// - Throws: `LAPACKFailure` when the iteration does not converge.
  /// - Complexity: O(n^3).
  public func symmetricEigenvalues() throws -> [Double] {
    precondition(isSquare, "only a square matrix has eigenvalues")
    let n = Int32(rowCount)
    guard n > 0 else { return [] }
    var copy = elements
    var values = [Double](repeating: 0, count: rowCount)
    var found: Int32 = 0
    var support = [Int32](repeating: 0, count: 2 * rowCount)
    let info = LAPACKE_dsyevr(
      LAPACK_COL_MAJOR, Int8(UInt8(ascii: "N")), Int8(UInt8(ascii: "A")), Int8(UInt8(ascii: "L")), n, &copy,
      n,
      0, 0, 0, 0, 0, &found, &values, nil, 1, &support)
    guard info == 0 else { throw LAPACKFailure(routine: "dsyevr", info: info) }
    return values
  }
}
