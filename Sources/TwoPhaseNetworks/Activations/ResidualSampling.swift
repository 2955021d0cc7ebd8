import LinearAlgebra

/// Sampled gradients at a point, for `ApproximationResidual`.
public struct ResidualSampling: Sendable, Equatable {
  /// Independent batches.
  public var batches: Int
  /// The inputs in each; above 4096 rounded up to a multiple of it.
  public var batch: Int
  /// The seed of the inputs; the same inputs for every activation.
  public var seed: UInt64

  /// A sampling.
  ///
  /// - Precondition: three batches or more.
  public init(batches: Int, batch: Int, seed: UInt64) {
    precondition(batches >= 3 && batch >= 1, "three batches or more")
    self.batches = batches
    self.batch = batch
    self.seed = seed
  }

  /// The inputs that are held at once.
  private static let piece = 4096

  /// -grad L over each batch, true scale, at W and W* of a network with the identity mapping; `point` chooses the inputs.
  ///
  /// - Complexity: 6 d^2 floating-point operations and 3 d activations an input.
  public func negativeGradients(
    _ activation: HiddenActivation, student: Matrix, teacher: Matrix, point: Int
  ) -> [Matrix] {
    let d = student.rowCount
    let ones = [Double](repeating: 1, count: d)
    var (v, target) = (student, teacher)
    v.addToDiagonal(ones)
    target.addToDiagonal(ones)
    let piece = min(batch, Self.piece)
    let pieces = (batch + piece - 1) / piece
    let stream = NormalStream(seed: seed, purpose: NetworkPurpose.activationResidual.rawValue)
    var inputs = Matrix(rowCount: piece, columnCount: d)
    var pass = ActivationBackpropagation(activation, dimension: d, batch: piece)
    return (0..<batches).map { k in
      var sum = Matrix(rowCount: d, columnCount: d)
      for part in 0..<pieces {
        let counter = UInt64(point) << 40 | UInt64(k) << 24 | UInt64(part)
        stream.fill(&inputs, step: counter)
        pass.setTargets(inputs: inputs, neurons: target)
        _ = pass.lossAndGradient(inputs: inputs, neurons: v)
        sum.add(pass.gradient, scaledBy: -1 / Double(pieces))
      }
      return sum
    }
  }
}
