/// A spectral norm found by Lanczos iteration, with how well it is known.
public struct SpectralNormEstimate: Sendable, Equatable {
  /// The largest magnitude of an eigenvalue of the operator.
  public let value: Double
  /// The Ritz pair's residual relative to `value`: some eigenvalue lies within `value * residual` of it.
  public let residual: Double
  /// Operator applications used.
  public let iterations: Int

  /// An estimate with its residual and cost.
  public init(value: Double, residual: Double, iterations: Int) {
    self.value = value
    self.residual = residual
    self.iterations = iterations
  }

  /// Nothing is known.
  static let none = SpectralNormEstimate(value: 0, residual: .infinity, iterations: 0)

  /// Squared norms below this have lost digits to underflow.
  private static let smallestSquare = 1e-280

  /// A matrix's norm from that of its square.
  ///
  /// - Parameter isZero: whether the matrix is; asked when its square is as good as zero.
  func squareRoot(isZero: () -> Bool) -> SpectralNormEstimate {
    if value < Self.smallestSquare && !isZero() {
      // The square has underflowed: its eigenvalue says nothing of the matrix.
      return SpectralNormEstimate(value: 0, residual: .infinity, iterations: iterations)
    }
    return SpectralNormEstimate(value: value.squareRoot(), residual: residual / 2, iterations: iterations)
  }
}
