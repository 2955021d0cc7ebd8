import LinearAlgebra

/// The loss and gradient of y = sum_j phi(v_j . x) over a batch, by hand; all arrays are made once.
public struct ActivationBackpropagation: Sendable {
  /// phi.
  public let activation: HiddenActivation
  /// grad L, true scale, d x d, column = neuron; of the last call of `lossAndGradient`.
  public private(set) var gradient: Matrix
  /// y* of each input.
  public private(set) var targets: [Double]

  private var hidden: Matrix
  private var outputs: [Double]

  /// Room for batches of `batch` inputs of dimension d.
  public init(_ activation: HiddenActivation, dimension: Int, batch: Int) {
    precondition(dimension >= 1 && batch >= 1, "a dimension and an input")
    self.activation = activation
    gradient = Matrix(rowCount: dimension, columnCount: dimension)
    hidden = Matrix(rowCount: batch, columnCount: dimension)
    targets = [Double](repeating: 0, count: batch)
    outputs = targets
  }

  /// The teacher's outputs at `inputs`, for the losses to come.
  ///
  /// - Parameters:
  ///   - inputs: B x d, a row for each input.
  ///   - neurons: V*.
  /// - Complexity: 2 B d^2 floating-point operations and B d activations; allocates nothing.
  public mutating func setTargets(inputs: Matrix, neurons: Matrix) {
    hidden.setProduct(inputs, .plain, neurons)
    hidden.sumValues(activation, into: &targets)
  }

  /// L = mean (y - y*)^2 over the batch, true scale, and its gradient at V.
  ///
  /// - Complexity: 4 B d^2 floating-point operations and 2 B d activations; allocates nothing.
  public mutating func lossAndGradient(inputs: Matrix, neurons: Matrix) -> Double {
    hidden.setProduct(inputs, .plain, neurons)
    hidden.sumValues(activation, into: &outputs)
    let scale = 2 / Double(outputs.count)
    var sum = 0.0
    for b in outputs.indices {
      let residual = outputs[b] - targets[b]
      sum += residual * residual
      outputs[b] = scale * residual
    }
    hidden.setDerivatives(activation, times: outputs)
    gradient.setProduct(inputs, .transposed, hidden)
    return sum / Double(outputs.count)
  }
}

extension Matrix {
  /// `sums[b]` = the sum of phi over row b.
  fileprivate func sumValues(_ activation: HiddenActivation, into sums: inout [Double]) {
    for b in sums.indices { sums[b] = 0 }
    for j in 0..<columnCount {
      for b in 0..<rowCount { sums[b] += activation.value(elements[b + j * rowCount]) }
    }
  }

  /// z becomes `factors[row]` phi'(z), in place.
  fileprivate mutating func setDerivatives(_ activation: HiddenActivation, times factors: [Double]) {
    for j in 0..<columnCount {
      for b in 0..<rowCount {
        let k = b + j * rowCount
        elements[k] = factors[b] * activation.derivative(elements[k])
      }
    }
  }
}
