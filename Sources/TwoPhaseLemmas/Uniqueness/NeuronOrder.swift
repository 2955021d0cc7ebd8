import LinearAlgebra

/// Permutations of neurons, drawn by a case's seed.
enum NeuronOrder {
  /// A permutation other than the identity (d >= 2): entry j is the teacher's neuron that becomes the
  /// student's j.
  static func permutation(_ point: LemmaCase, lemma: String) -> [Int] {
    var random = CaseRandom(seed: point.seed, lemma: lemma, use: .inputs, index: 0)
    var order = random.permutation(of: point.dimension)
    if order == Array(0..<point.dimension), order.count > 1 { order.swapAt(0, 1) }
    return order
  }

  /// Disjoint cycles of three neurons, as many as asked for and fit; the others stay.
  static func threeCycles(_ point: LemmaCase, lemma: String) -> [Int] {
    let d = point.dimension
    var random = CaseRandom(seed: point.seed, lemma: lemma, use: .inputs, index: 0)
    let places = random.permutation(of: d)
    var order = Array(0..<d)
    for k in 0...random.index(below: max(1, d / 3)) where 3 * k + 2 < d {
      order[places[3 * k]] = places[3 * k + 1]
      order[places[3 * k + 1]] = places[3 * k + 2]
      order[places[3 * k + 2]] = places[3 * k]
    }
    return order
  }

  /// Pi, with column j equal to e_order(j): V Pi has V's neuron order(j) as neuron j.
  static func matrix(_ order: [Int]) -> Matrix {
    var result = Matrix(rowCount: order.count, columnCount: order.count)
    for (j, i) in order.enumerated() { result[i, j] = 1 }
    return result
  }

  /// W with V = V* Pi: W* Pi, plus Pi - I with identity mapping.
  static func reordered(_ teacher: Matrix, _ order: [Int], identityMapping: Bool) -> Matrix {
    let permutation = matrix(order)
    var result = teacher.multiplied(by: permutation)
    if identityMapping {
      result.add(permutation)
      result.addToDiagonal([Double](repeating: -1, count: order.count))
    }
    return result
  }
}

/// How far a case is from a global minimum other than W*, relative to the sum of the neurons' lengths.
enum SecondMinimum {
  /// The largest of L / (sum_j ||v*_j||)^2, ||grad L||_F / sum_j ||v*_j|| (true scale) and |margin|; nil at
  /// W = W*.
  static func error(_ point: LemmaCase) throws -> Double? {
    var (evaluator, at) = try point.evaluated()
    guard at.distance > 1e-6, let margin = at.margin(.paper).value else { return nil }
    let size = evaluator.teacher.norms.reduce(0, +)
    let gradient = evaluator.negativeGradient(.true).frobeniusNorm
    return max(at.populationLoss / (size * size), gradient / size, abs(margin) * at.distance / size)
  }
}
