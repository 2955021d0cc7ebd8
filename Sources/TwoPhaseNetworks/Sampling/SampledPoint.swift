import Statistics

/// The loss and the margin of one-point convexity at a point, from independent batches; true scale.
public struct SampledPoint: Sendable, Equatable {
  /// L, with its Student interval.
  public let loss: MeanInterval
  /// <-grad L, W* - W> / ||W* - W||_F^2 over all layers, with its Student interval; nil at W = W*.
  public let margin: MeanInterval?

  /// A point from each batch's loss and its <-grad L, W* - W>, and ||W* - W||_F^2; nil when a number is not finite.
  ///
  /// - Precondition: at least two batches.
  public init?(losses: [Double], products: [Double], squaredDistance: Double) {
    precondition(losses.count >= 2 && losses.count == products.count, "two batches or more")
    guard let loss = MeanInterval(losses), squaredDistance.isFinite else { return nil }
    self.loss = loss
    guard squaredDistance > 0 else {
      margin = nil
      return
    }
    guard let margin = MeanInterval(products.map { $0 / squaredDistance }) else { return nil }
    self.margin = margin
  }
}
