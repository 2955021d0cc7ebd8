import LinearAlgebra

/// The start at which the gradient points away from a small teacher, so that Phase 1 can be seen. theory.md section 9.
///
/// R has R u = 0 and ||R||_2 = norm; W_0 = R - (1.5 Q / d) I with Q = ||R||_F^2 / 2. The margin's first term is then about
/// -Q^2 / (4 ||D||_F^2). ||W_0||_2 differs from the norm by at most 1.5 Q / d.
public enum WrongWay {
  /// The factor of Q / d in the shift.
  public static let shift = 1.5

  /// The weights from a d x d Gaussian matrix. For d = 1, where R u = 0 leaves only R = 0, they are zero.
  public static func weights(gaussian: Matrix, norm: Double) throws -> Matrix {
    let d = gaussian.rowCount
    let ones = [Double](repeating: 1, count: d)
    // R = G (I - u u^T / d): each row loses its mean. Twice, so that R u = 0 to rounding.
    var r = gaussian
    for _ in 0..<2 {
      let means = r.multiply(.plain, ones).map { $0 / Double(d) }
      r.addOuterProduct(means, ones, scaledBy: -1)
    }
    if d == 1 { return Matrix(rowCount: 1, columnCount: 1) }
    r = try r.scaled(toSpectralNorm: norm)
    let q = r.innerProduct(r) / 2
    r.addToDiagonal([Double](repeating: -shift * q / Double(d), count: d))
    return r
  }
}
