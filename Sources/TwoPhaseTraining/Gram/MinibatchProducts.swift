import LinearAlgebra

/// The arrays of a minibatch step: four B x d and one B x B.
struct MinibatchProducts: Sendable {
  /// X.
  var inputs: Matrix
  /// Z = X V; Z* = X V* after `formTeacherHidden`.
  var hidden: Matrix
  /// Y = X D; Y - (alpha/2) X X^T Q after `formHalf`.
  var hiddenDifference: Matrix
  /// Q, the residual times sigma'(Z).
  var errors: Matrix
  private var inputGram: Matrix
  var residual: [Double]
  var partial: [Double]

  init(batch: Int, dimension: Int) {
    inputs = Matrix(rowCount: batch, columnCount: dimension)
    hidden = inputs
    hiddenDifference = inputs
    errors = inputs
    inputGram = Matrix(rowCount: batch, columnCount: batch)
    residual = [Double](repeating: 0, count: batch)
    partial = [Double](repeating: 0, count: batch * WorkSharing.mostThreads)
  }

  /// Z* = Z + Y, in Z's place, which the step no longer needs.
  mutating func formTeacherHidden() { hidden.scaleAndAdd(1, hiddenDifference) }

  /// Y - (alpha/2) X X^T Q, in Y's place: 3 B^2 d floating-point operations.
  mutating func formHalf(alpha: Double) {
    inputGram.setSharedRowGram(inputs)
    hiddenDifference.setSharedProduct(inputGram, .plain, errors, .plain, alpha: -alpha / 2, beta: 1)
  }
}
