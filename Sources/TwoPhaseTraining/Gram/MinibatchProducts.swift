import LinearAlgebra

/// The arrays of a minibatch step: six B x d and one B x B.
struct MinibatchProducts: Sendable {
  /// X.
  var inputs: Matrix
  /// Z = X V.
  var hidden: Matrix
  /// Y = X D.
  var hiddenDifference: Matrix
  /// Q, the residual times sigma'(Z).
  var errors: Matrix
  /// Z* = X V* after `formTeacherHidden`.
  private(set) var teacherHidden: Matrix
  /// Y - (alpha/2) X X^T Q after `formHalf`.
  private(set) var half: Matrix
  private var inputGram: Matrix
  var residual: [Double]
  var partial: [Double]

  init(batch: Int, dimension: Int) {
    inputs = Matrix(rowCount: batch, columnCount: dimension)
    hidden = inputs
    hiddenDifference = inputs
    errors = inputs
    teacherHidden = inputs
    half = inputs
    inputGram = Matrix(rowCount: batch, columnCount: batch)
    residual = [Double](repeating: 0, count: batch)
    partial = [Double](repeating: 0, count: batch * WorkSharing.mostThreads)
  }

  /// Z* = Z + Y.
  mutating func formTeacherHidden() { teacherHidden.setSum(hidden, hiddenDifference) }

  /// Y - (alpha/2) X X^T Q: 4 B^2 d floating-point operations.
  mutating func formHalf(alpha: Double) {
    inputGram.setSharedProduct(inputs, .plain, inputs, .transposed)
    half.setSharedProduct(inputGram, .plain, errors, .plain, alpha: -alpha / 2)
    half.scaleAndAdd(1, hiddenDifference)
  }
}
