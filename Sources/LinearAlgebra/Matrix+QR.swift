import CLAPACKE

extension Matrix {
  /// The orthonormal factor Q of a square matrix's QR decomposition, columns signed so that R has a non-negative
  /// diagonal; for a Gaussian matrix Q is then uniformly distributed over the orthogonal group.
  ///
  /// - Throws: `LAPACKFailure`.
  /// - Complexity: O(n^3).
  public func orthonormalFactor() throws(LAPACKFailure) -> Matrix {
    precondition(isSquare, "only square matrices are factored here")
    var factor = self
    let n = Int32(rowCount)
    guard n > 0 else { return factor }
    var reflectors = [Double](repeating: 0, count: rowCount)
    let first = LAPACKE_dgeqrf(LAPACK_COL_MAJOR, n, n, &factor.elements, n, &reflectors)
    guard first == 0 else { throw LAPACKFailure(routine: "dgeqrf", info: first) }
    let signs = (0..<rowCount).map { factor[$0, $0] < 0 ? -1.0 : 1.0 }
    let second = LAPACKE_dorgqr(LAPACK_COL_MAJOR, n, n, n, &factor.elements, n, reflectors)
    guard second == 0 else { throw LAPACKFailure(routine: "dorgqr", info: second) }
    for j in 0..<rowCount where signs[j] < 0 {
      for i in 0..<rowCount { factor[i, j] = -factor[i, j] }
    }
    return factor
  }
}
