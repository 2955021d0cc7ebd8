import LinearAlgebra

/// The teacher W* with everything about it that does not change along a run.
public struct Teacher: Sendable {
  /// W*, d x d, column j = neuron j.
  public let weights: Matrix
  /// V* = I + W* or W*.
  public let neurons: Matrix
  /// ||v*_j||^2 in double-double arithmetic.
  package let squares: [DoubleDouble]
  /// ||v*_j||.
  public let norms: [Double]
  /// sum over i != j of ||v*_i|| ||v*_j|| G(c), c the cosine between them: the teacher's own part of the loss.
  package let kernelSum: Double

  /// A teacher for a network.
  ///
  /// - Throws: `TheoryError` when W* is not square, not finite, empty, or has a zero neuron.
  /// - Complexity: O(d^3).
  public init(weights: Matrix, network: Network) throws {
    try Self.check(weights, name: "teacher")
    self.weights = weights
    let d = weights.rowCount
    var own = ColumnDisplacement(dimension: d, addsIdentity: network.identityMapping)
    own.update(
      target: weights, targetSquares: [DoubleDouble](repeating: DoubleDouble(1), count: d), current: weights)
    neurons = own.neurons
    squares = own.squares
    norms = own.norms
    try Self.checkNorms(norms, name: "teacher")
    var gram = Matrix(rowCount: d, columnCount: d)
    gram.setGram(neurons)
    var cosines = CosineDifferences(dimension: d)
    cosines.update(
      gram: gram, cross: Matrix(rowCount: d, columnCount: d), norms: norms, targetNorms: norms,
      normDifferences: [Double](repeating: 0, count: d), collinearLimit: 2)
    kernelSum = dotProduct(norms, cosines.currentKernelSums)
  }

  /// Refuses a matrix that is not square, empty or not finite.
  package static func check(_ weights: Matrix, name: String) throws(TheoryError) {
    guard weights.isSquare else {
      throw .notSquare(name: name, rows: weights.rowCount, columns: weights.columnCount)
    }
    guard weights.rowCount > 0 else { throw .emptyNetwork(name: name) }
    if let bad = weights.firstNonFinite { throw .notFinite(name: name, row: bad.row, column: bad.column) }
  }

  /// Refuses a zero neuron and norms whose squares leave double precision.
  package static func checkNorms(_ norms: [Double], name: String) throws(TheoryError) {
    for (j, norm) in norms.enumerated() where !(norm >= 1e-140 && norm <= 1e140) {
      throw norm == 0 ? .zeroNeuron(name: name, index: j) : .normOutOfRange(name: name, index: j)
    }
  }
}
