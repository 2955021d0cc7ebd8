import LinearAlgebra

/// The loss and gradient of a deep network over a batch, by hand-written backpropagation; all arrays are made once.
///
/// ```swift
/// var pass = DeepBackpropagation(architecture, batch: 64)
/// pass.setTargets(inputs: x, neurons: teacherNeurons)
/// let loss = pass.lossAndGradient(inputs: x, neurons: neurons)
/// pass.gradients[0]   // d x d, of the first layer
/// ```
public struct DeepBackpropagation: Sendable {
  /// The network.
  public let architecture: DeepArchitecture
  /// B, the inputs in a batch.
  public let batch: Int
  /// grad L of each layer, true scale, d x d, column = neuron; of the last call of `lossAndGradient`.
  public private(set) var gradients: [Matrix]
  /// y* of each input.
  public private(set) var targets: [Double]
  /// y of each input.
  public private(set) var outputs: [Double]

  /// sigma(Z_l) of each layer, and Z_N of the last; B x d. Its derivative by the loss on the way back.
  private var hidden: [Matrix]
  private var errors: Matrix
  private var residual: [Double]

  /// Room for batches of `batch` inputs.
  public init(_ architecture: DeepArchitecture, batch: Int) {
    precondition(batch >= 1, "a batch has an input")
    self.architecture = architecture
    self.batch = batch
    let d = architecture.dimension
    let square = Matrix(rowCount: d, columnCount: d)
    errors = Matrix(rowCount: batch, columnCount: d)
    gradients = [Matrix](repeating: square, count: architecture.depth)
    hidden = [Matrix](repeating: errors, count: architecture.depth)
    targets = [Double](repeating: 0, count: batch)
    outputs = targets
    residual = targets
  }

  /// The teacher's outputs at `inputs`, for the losses to come.
  ///
  /// - Complexity: 2 N B d^2 floating-point operations; allocates nothing.
  public mutating func setTargets(inputs: Matrix, neurons: [Matrix]) {
    forward(inputs, neurons)
    hidden[architecture.depth - 1].sumActivations(slope: architecture.activation.outputSlope, into: &targets)
  }

  /// L = mean (y - y*)^2 over the batch, true scale, and its gradient.
  ///
  /// - Parameters:
  ///   - inputs: B x d, a row for each input.
  ///   - neurons: V_l of each layer.
  /// - Complexity: 6 N B d^2 floating-point operations; allocates nothing.
  public mutating func lossAndGradient(inputs: Matrix, neurons: [Matrix]) -> Double {
    let loss = lossOnly(inputs: inputs, neurons: neurons)
    let (activation, last) = (architecture.activation, architecture.depth - 1)
    let scale = 2 / Double(batch)
    for b in 0..<batch { residual[b] *= scale }
    PReLUBatch.backpropagate(residual, slope: activation.outputSlope, into: &hidden[last])
    for l in stride(from: last, through: 0, by: -1) {
      gradients[l].setProduct(l == 0 ? inputs : hidden[l - 1], .transposed, hidden[l])
      guard l > 0 else { break }
      errors.setProduct(hidden[l], .plain, neurons[l], .transposed)
      hidden[l - 1].setDerivatives(errors, slope: activation.slope)
    }
    return loss
  }

  /// L over the batch alone. Allocates nothing.
  ///
  /// - Complexity: 2 N B d^2 floating-point operations.
  public mutating func lossOnly(inputs: Matrix, neurons: [Matrix]) -> Double {
    forward(inputs, neurons)
    hidden[architecture.depth - 1].sumActivations(slope: architecture.activation.outputSlope, into: &outputs)
    var sum = 0.0
    for b in 0..<batch {
      residual[b] = outputs[b] - targets[b]
      sum += residual[b] * residual[b]
    }
    return sum / Double(batch)
  }

  private mutating func forward(_ inputs: Matrix, _ neurons: [Matrix]) {
    precondition(inputs.rowCount == batch && neurons.count == architecture.depth, "shapes differ")
    let slope = architecture.activation.slope
    for l in neurons.indices {
      hidden[l].setProduct(l == 0 ? inputs : hidden[l - 1], .plain, neurons[l])
      if l + 1 < neurons.count, slope != 1 { hidden[l].activate(slope: slope) }
    }
  }
}

extension Matrix {
  /// z becomes sigma(z), in place.
  fileprivate mutating func activate(slope: Double) {
    for k in elements.indices {
      let z = elements[k]
      elements[k] = max(z, 0) + slope * min(z, 0)
    }
  }

  /// sigma(z), with slope >= 0, becomes error times sigma'(z), in place; sigma'(0) is the slope.
  fileprivate mutating func setDerivatives(_ errors: Matrix, slope: Double) {
    for k in elements.indices { elements[k] = errors.elements[k] * (elements[k] > 0 ? 1 : slope) }
  }

  /// `sums[b]` = sum over row b of z for z > 0, slope z otherwise.
  fileprivate func sumActivations(slope: Double, into sums: inout [Double]) {
    for b in sums.indices { sums[b] = 0 }
    for j in 0..<columnCount {
      for b in 0..<rowCount {
        let z = elements[b + j * rowCount]
        sums[b] += max(z, 0) + slope * min(z, 0)
      }
    }
  }
}
