import CLAPACKE

/// The projection onto {||W||_2 <= radius}, made again and again: by a Cholesky factorisation as long as W is inside.
///
/// ```swift
/// var ball = SpectralBallProjection(dimension: 100, radius: 0.5)
/// let moved = try ball.project(&w)
/// ```
public struct SpectralBallProjection: Sendable {
  /// The largest spectral norm.
  public let radius: Double
  private var gram: Matrix
  /// A norm within this of the radius, relative, is inside: what a projection leaves is not projected again for its rounding.
  private static let tolerance = 1e-13

  /// A projection of d x d matrices.
  public init(dimension: Int, radius: Double) {
    precondition(radius >= 0, "a ball has a radius")
    self.radius = radius
    gram = Matrix(rowCount: dimension, columnCount: dimension)
  }

  /// Replaces W by the nearest matrix, in the Frobenius norm, of spectral norm at most the radius, to within 1e-13 relative.
  ///
  /// - Returns: whether W was changed.
  /// - Throws: `LAPACKFailure`.
  /// - Complexity: O(d^2) while ||W||_F is within the radius, 4/3 d^3 floating-point operations without allocation while
  ///   ||W||_2 is; a singular value decomposition otherwise.
  public mutating func project(_ weights: inout Matrix) throws(LAPACKFailure) -> Bool {
    precondition(weights.isSquare && weights.rowCount == gram.rowCount, "shapes differ")
    let norm = weights.frobeniusNorm
    guard norm > radius, norm.isFinite, !isInside(weights) else { return false }
    let projected = try weights.projectedOntoSpectralBall(radius: radius)
    guard projected != weights else { return false }
    weights = projected
    return true
  }

  /// radius^2 I - W^T W has a Cholesky factor just when ||W||_2 < radius.
  private mutating func isInside(_ weights: Matrix) -> Bool {
    let n = weights.rowCount
    gram.setLowerGram(weights, alpha: -1)
    let square = radius * radius * (1 + 2 * Self.tolerance)
    for i in 0..<n { gram.elements[i + i * n] += square }
    return LAPACKE_dpotrf(LAPACK_COL_MAJOR, Int8(UInt8(ascii: "L")), Int32(n), &gram.elements, Int32(n)) == 0
  }
}
