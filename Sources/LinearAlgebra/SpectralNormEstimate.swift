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
}
