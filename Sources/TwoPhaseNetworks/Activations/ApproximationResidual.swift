import LinearAlgebra
import Statistics

/// How far P is from the expected gradient at a point, from sampled gradients, without the bias of their noise.
///
/// For g = -grad L, min over lambda of ||lambda g - P|| / ||P|| is sin(g, P), and sin^2 = (<g, g> - <g, p>^2) / <g, g> with p = P/||P||. Both
/// products are replaced by means over pairs of *different* batches (U-statistics), whose noises are independent and do not
/// add up; the interval is the jackknife's over the batches, by Student's t.
public struct ApproximationResidual: Sendable, Equatable {
  /// A value that is not negative, with its interval.
  public struct Estimate: Sendable, Equatable {
    /// The estimate; 0 when its square is estimated below 0.
    public let value: Double
    /// The interval's lower end, at least 0.
    public let low: Double
    /// The interval's upper end.
    public let high: Double

    init(square: MeanInterval) {
      value = max(0, square.mean).squareRoot()
      low = max(0, square.low).squareRoot()
      high = max(0, square.high).squareRoot()
    }
  }

  /// min over lambda of ||lambda g - P||_F / ||P||_F.
  public let residual: Estimate
  /// The same with the best kappa in P's constant term, which may be negative.
  public let withBestKappa: Estimate
  /// The cosine of the angle between g and P.
  public let cosine: MeanInterval

  /// From the gradients of K >= 3 independent batches of one size; nil when they do not tell the gradient from zero, or P
  /// is zero.
  ///
  /// - Parameters:
  ///   - negativeGradients: -grad L over each batch, d x d, any scale.
  ///   - terms: P's parts.
  ///   - kappa: of P.
  /// - Complexity: O(K^2 d^2).
  public init?(
    negativeGradients batches: [Matrix], terms: ApproximationTerms, kappa: Double,
    confidence: Double = MeanInterval.defaultConfidence
  ) {
    precondition(batches.count >= 3, "three batches or more")
    let p = terms.approximation(kappa: kappa)
    let size = p.frobeniusNorm
    guard size > 0 else { return nil }
    let along = batches.map { $0.innerProduct(p) / size }
    let square = PairMean(batches) { $0.innerProduct($1) }
    let line = PairMean(along, *)
    let inPlane = terms.basis.map { direction in PairMean(batches.map { $0.innerProduct(direction) }, *) }
    let total = along.reduce(0, +)
    let count = Double(batches.count)

    /// An interval for a function of the means, with all batches (nil) and without each.
    func interval(_ quantity: (Int?) -> Double) -> MeanInterval? {
      let all = quantity(nil)
      return MeanInterval(
        batches.indices.map { count * all - (count - 1) * quantity($0) }, confidence: confidence)
    }
    guard ([nil] + batches.indices.map { $0 }).allSatisfy({ square.value(without: $0) > 0 }),
      let sine = interval({ 1 - line.value(without: $0) / square.value(without: $0) }),
      let plane = interval({ left in
        1 - inPlane.reduce(0) { $0 + $1.value(without: left) } / square.value(without: left)
      }),
      let cosine = interval({ left in
        let sum = left.map { total - along[$0] } ?? total
        return sum / (left == nil ? count : count - 1) / square.value(without: left).squareRoot()
      })
    else { return nil }
    residual = Estimate(square: sine)
    withBestKappa = Estimate(square: plane)
    self.cosine = cosine
  }
}

/// The mean of a symmetric product over all pairs of different batches, and the same without one of them.
struct PairMean {
  private let count: Double
  private let total: Double
  private let own: [Double]

  init<Value>(_ values: [Value], _ product: (Value, Value) -> Double) {
    var own = [Double](repeating: 0, count: values.count)
    for k in values.indices {
      for l in values.indices where l < k {
        let value = product(values[k], values[l])
        own[k] += value
        own[l] += value
      }
    }
    self.own = own
    count = Double(values.count)
    total = own.reduce(0, +)
  }

  func value(without left: Int?) -> Double {
    guard let left else { return total / (count * (count - 1)) }
    return (total - 2 * own[left]) / ((count - 1) * (count - 2))
  }
}
