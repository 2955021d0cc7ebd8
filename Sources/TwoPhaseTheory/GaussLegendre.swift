import Foundation

/// Gauss-Legendre nodes and weights on [0, 1].
struct GaussLegendre: Sendable {
  /// The rule with `count` nodes, 1 to 16, computed once.
  static func rule(_ count: Int) -> GaussLegendre { rules[min(max(count, 1), rules.count) - 1] }
  private static let rules = (1...16).map { GaussLegendre(count: $0) }

  let nodes: [Double]
  let weights: [Double]

  /// The rule with `count` nodes, exact for polynomials of degree 2 count - 1; Newton's iteration on P_count.
  init(count: Int) {
    var nodes = [Double](repeating: 0, count: count)
    var weights = nodes
    for k in 0..<count {
      var x = cos(Double.pi * (Double(k) + 0.75) / (Double(count) + 0.5))
      var derivative = 0.0
      for _ in 0..<100 {
        var (previous, value) = (1.0, x)
        for m in stride(from: 2, through: count, by: 1) {
          (previous, value) = (value, (Double(2 * m - 1) * x * value - Double(m - 1) * previous) / Double(m))
        }
        derivative = Double(count) * (x * value - previous) / (x * x - 1)
        let step = value / derivative
        x -= step
        if abs(step) < 1e-16 { break }
      }
      nodes[k] = (1 - x) / 2
      weights[k] = 1 / ((1 - x * x) * derivative * derivative)
    }
    self.nodes = nodes
    self.weights = weights
  }
}
