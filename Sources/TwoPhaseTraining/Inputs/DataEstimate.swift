import Statistics

/// Loss, margin and gradient at one student, estimated on data as means over samples, with confidence intervals.
public struct DataEstimate: Sendable, Equatable, Codable {
  /// N.
  public let sampleCount: Int
  /// The mean squared residual, true scale.
  public let loss: Double
  /// Its interval over samples; nil for one sample, or when squared residuals overflow.
  public let lossInterval: MeanInterval?
  /// The margin of one-point strong convexity, paper scale: the mean over samples of -<grad_i, D> / ||D||_F^2,
  /// D = W* - W. Nil at W = W* ("undefined: converged"), and when the residuals overflow.
  public let marginPaper: Double?
  /// Its interval over samples; nil with `marginPaper`, and for one sample.
  public let marginInterval: MeanInterval?
  /// ||mean gradient||_F, paper scale.
  public let gradientFrobeniusNormPaper: Double
  /// The mean gradient's standard error as a matrix, paper scale: the root of E ||mean - expectation||_F^2, estimated.
  ///
  /// By the triangle inequality a bound of the norm's own standard error, and for many samples a generous one. The
  /// squared norm exceeds the expectation's by this squared, on average. Nil for one sample.
  public let gradientErrorPaper: Double?
  /// The intervals' confidence.
  public let confidence: Double
}
