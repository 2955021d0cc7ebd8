import LinearAlgebra

/// The distance of two deep networks up to the symmetries that leave a network's output as it is.
///
/// - PReLU: each layer's hidden neurons may be permuted (columns of V_l with rows of V_{l+1}) and rescaled by positive
///   numbers (column j of V_l times c, row j of V_{l+1} divided by c), and the last layer's neurons permuted, for the l1
///   norm does not see their order. Both networks are first brought to unit hidden columns, each norm pushed into the next
///   layer's row. Then, layer by layer from the input, the student's neurons are matched to the teacher's at the least
///   total squared distance by an optimal assignment, and the match permutes the rows of the next layer. The distance is
///   sqrt(sum_l ||V_l - V*_l||_F^2) of the normalised, matched networks. It is zero when the student is a symmetric copy of
///   the teacher (with no two hidden neurons alike). Each layer's match is optimal given the ones before it; over all
///   layers together a smaller distance may exist.
/// - Linear: everything between the layers is free (V_l M with M^{-1} V_{l+1}), and only the product P = V_1 ... V_N
///   matters, up to a signed permutation of its columns. The distance is the least ||P S - P*||_F over those, exactly.
///
/// With the identity mapping on both sides a permutation still leaves the output alone, but moves W_l = V_l - I far away:
/// ||W - W*|| and the margin of one-point convexity know nothing of symmetries.
public struct DeepAlignment: Sendable {
  private let isLinear: Bool
  /// The teacher's normal form: its normalised layers, or its product.
  private let target: [Matrix]

  /// The teacher, from V*_l of each layer.
  public init(_ activation: DeepActivation, teacher neurons: [Matrix]) {
    isLinear = activation == .linear
    target = isLinear ? [Self.product(neurons)] : Self.normalised(neurons)
  }

  /// The aligned distance of a student given by V_l of each layer. Zero norms stay as they are.
  ///
  /// - Complexity: O(N d^3).
  public func distance(_ neurons: [Matrix]) -> Double {
    var layers = isLinear ? [Self.product(neurons)] : Self.normalised(neurons)
    precondition(layers.count == target.count, "networks of different depths")
    guard layers.allSatisfy({ $0.firstNonFinite == nil }) else { return .infinity }
    var squares = [Double]()
    for l in layers.indices {
      let match = Self.match(layers[l], target[l], allowsSigns: isLinear)
      squares.append(Self.mismatch(layers[l], target[l], match, allowsSigns: isLinear))
      if l + 1 < layers.count { layers[l + 1] = layers[l + 1].permutedRows(match) }
    }
    return norm(of: squares)
  }

  /// The norm of the teacher's normal form, to compare distances with.
  public var scale: Double { norm(of: target.map(\.frobeniusNorm)) }

  static func product(_ neurons: [Matrix]) -> Matrix {
    neurons.dropFirst().reduce(neurons[0]) { $0.multiplied(by: $1) }
  }

  static func normalised(_ neurons: [Matrix]) -> [Matrix] {
    var layers = neurons
    for l in 0..<(layers.count - 1) {
      for j in 0..<layers[l].columnCount {
        let length = norm(of: layers[l].column(j))
        guard length > 0, length.isFinite else { continue }
        for i in 0..<layers[l].rowCount { layers[l][i, j] /= length }
        for k in 0..<layers[l + 1].columnCount { layers[l + 1][j, k] *= length }
      }
    }
    return layers
  }

  /// For each teacher column the student column matched to it.
  private static func match(_ student: Matrix, _ teacher: Matrix, allowsSigns: Bool) -> [Int] {
    let n = teacher.columnCount
    var products = Matrix(rowCount: n, columnCount: n)
    products.setProduct(teacher, .transposed, student)
    // ||v - v*||^2 less the norms, which every assignment has alike.
    var costs = products
    for k in costs.elements.indices {
      let product = products.elements[k]
      costs.elements[k] = -(allowsSigns ? abs(product) : product)
    }
    return Assignment(costs: costs).columnOfRow
  }

  private static func mismatch(
    _ student: Matrix, _ teacher: Matrix, _ match: [Int], allowsSigns: Bool
  ) -> Double {
    var sum = 0.0
    for (j, column) in match.enumerated() {
      let (v, target) = (student.column(column), teacher.column(j))
      let sign = allowsSigns && dotProduct(v, target) < 0 ? -1.0 : 1.0
      for i in v.indices { sum += (sign * v[i] - target[i]) * (sign * v[i] - target[i]) }
    }
    return sum.squareRoot()
  }
}

extension Matrix {
  /// Row i of the result is row `order[i]` of self.
  func permutedRows(_ order: [Int]) -> Matrix {
    var result = self
    for j in 0..<columnCount {
      for (i, source) in order.enumerated() { result[i, j] = self[source, j] }
    }
    return result
  }
}
