import Foundation
import LinearAlgebra

/// Room for one pass of B inputs forwards and backwards through a classifier, made once and used for every batch.
///
/// Backpropagation by hand: with Z = X V, H = sigma_a(Z), P = softmax(H U + b) and Y the labels as unit rows,
///
///     E = P - Y,   dL/dU = H^T E,   dL/db = E^T u,   Q = (E U^T) * sigma_a'(Z),   dL/dW = X^T Q
///
/// each divided by the number of inputs of the mean.
public struct ClassifierPass: Sendable {
  /// B x d: the inputs, to be set before `forward`.
  public var inputs: Matrix
  /// The B labels.
  public var labels: [Int]
  private let shape: Classifier.Shape
  private var preactivations: Matrix
  private var hidden: Matrix
  private var errors: Matrix
  private var hiddenErrors: Matrix

  /// Room for `rowCount` inputs.
  public init(shape: Classifier.Shape, rowCount: Int) {
    self.shape = shape
    inputs = Matrix(rowCount: rowCount, columnCount: shape.dimension)
    labels = [Int](repeating: 0, count: rowCount)
    preactivations = inputs
    hidden = inputs
    hiddenErrors = inputs
    errors = Matrix(rowCount: rowCount, columnCount: shape.classCount)
  }

  /// Takes the chosen rows of data; allocates nothing.
  public mutating func load(_ rows: ArraySlice<Int>, of data: LabelledData) {
    inputs.setRows(rows, of: data.inputs)
    for (k, row) in rows.enumerated() { labels[k] = data.labels[row] }
  }

  /// Logits and from them the errors P - Y, which `backward` needs; allocates nothing.
  ///
  /// - Returns: the sum of the cross-entropies in nats, and the number of inputs whose largest logit is the label's (the
  ///   first of equally large ones).
  /// - Complexity: 2 B d (d + C) floating-point operations.
  public mutating func forward(_ classifier: Classifier) -> (loss: Double, correct: Int) {
    preactivations.copy(inputs)
    preactivations.setProduct(
      inputs, .plain, classifier.weights, beta: shape.identityMapping ? 1 : 0)
    for k in hidden.elements.indices { hidden.elements[k] = shape.activation(preactivations.elements[k]) }
    let rows = errors.rowCount
    for c in 0..<shape.classCount {
      for i in 0..<rows { errors.elements[i + c * rows] = classifier.bias[c] }
    }
    errors.setProduct(hidden, .plain, classifier.head, beta: 1)
    return takeSoftmax()
  }

  /// Turns logits into P - Y.
  private mutating func takeSoftmax() -> (loss: Double, correct: Int) {
    var (loss, correct) = (0.0, 0)
    let (rows, classes) = (errors.rowCount, shape.classCount)
    for i in 0..<rows {
      var best = 0
      for c in 1..<classes where errors.elements[i + c * rows] > errors.elements[i + best * rows] { best = c }
      let largest = errors.elements[i + best * rows]
      let own = errors.elements[i + labels[i] * rows]
      var sum = 0.0
      for c in 0..<classes {
        // Less the largest logit: no exponential overflows, and one of them is 1.
        let weight = exp(errors.elements[i + c * rows] - largest)
        errors.elements[i + c * rows] = weight
        sum += weight
      }
      loss += (largest - own) + log(sum)
      if best == labels[i] { correct += 1 }
      for c in 0..<classes { errors.elements[i + c * rows] /= sum }
      errors.elements[i + labels[i] * rows] -= 1
    }
    return (loss, correct)
  }

  /// The gradient of the mean after `forward`, into `gradient`; allocates nothing.
  ///
  /// - Parameters:
  ///   - count: the number of inputs in the mean: B, or more when the passes of several parts are added up.
  ///   - isAdded: whether it is added to what `gradient` holds.
  /// - Complexity: 2 B d (d + 2 C) floating-point operations.
  public mutating func backward(
    _ classifier: Classifier, into gradient: inout ClassifierGradient, count: Int, isAdded: Bool = false
  ) {
    let (share, kept) = (1 / Double(count), isAdded ? 1.0 : 0)
    gradient.head.setProduct(hidden, .transposed, errors, alpha: share, beta: kept)
    let rows = errors.rowCount
    for c in 0..<shape.classCount {
      var sum = 0.0
      for i in 0..<rows { sum += errors.elements[i + c * rows] }
      gradient.bias[c] = sum * share + (isAdded ? gradient.bias[c] : 0)
    }
    hiddenErrors.setProduct(errors, .plain, classifier.head, .transposed)
    for k in hiddenErrors.elements.indices {
      hiddenErrors.elements[k] *= shape.derivative(preactivations.elements[k])
    }
    gradient.weights.setProduct(inputs, .transposed, hiddenErrors, alpha: share, beta: kept)
  }
}
