import LinearAlgebra

/// The Hessian of L at W = W* = 0 with identity mapping, paper scale, exact for d >= 3. theory.md section 6.
///
/// T(D) = (pi/2) kappa (D u) u^T + (pi/2) D + D^T - 2 diag(D) + tr(D) I.
public struct OriginHessian: Sendable {
  /// The dimension d.
  public let dimension: Int
  /// The network, for kappa.
  public let network: Network

  /// The Hessian of a network of dimension d.
  public init(dimension: Int, network: Network) {
    self.dimension = dimension
    self.network = network
  }

  /// T(D), d x d, paper scale.
  ///
  /// - Complexity: O(d^2).
  public func apply(_ direction: Matrix) -> Matrix {
    precondition(direction.isSquare && direction.rowCount == dimension, "shapes differ")
    let ones = [Double](repeating: 1, count: dimension)
    var trace = 0.0
    for i in 0..<dimension { trace += direction[i, i] }
    var result = direction.scaled(by: Double.pi / 2)
    result.add(direction.transposed)
    result.addOuterProduct(direction.multiply(.plain, ones), ones, scaledBy: Double.pi / 2 * network.kappa)
    result.addToDiagonal((0..<dimension).map { trace - 2 * direction[$0, $0] })
    return result
  }

  /// The eigenvalues with their multiplicities, which add up to d^2, in descending order (d >= 3, paper scale).
  public var spectrum: [(value: Double, multiplicity: Int)] {
    let d = dimension
    let halfPi = Double.pi / 2
    var values: [(Double, Int)] = []
    if let (fast, slow) = ReducedModel(dimension: d, network: network).eigenvalues {
      values = [(fast, 1), (slow, 1)]
    }
    let kappa = network.kappa
    let half = halfPi * (kappa * Double(d) + 2) / 2
    let product = halfPi * halfPi * (kappa * Double(d) + 1) + Double.pi * kappa - 1
    let root = max(0, half * half - product).squareRoot()
    values += [(half + root, d - 1), (product / (half + root), d - 1)]
    values += [(halfPi + 1, d * (d - 3) / 2), (halfPi - 1, d * (d - 1) / 2)]
    return values.filter { $0.1 > 0 }.sorted { $0.0 > $1.0 }.map { (value: $0.0, multiplicity: $0.1) }
  }

  /// The smallest eigenvalue, pi/2 - 1 for every slope: the best delta that any proof can hope for at the origin.
  public static let smallestEigenvalue = Double.pi / 2 - 1
}
