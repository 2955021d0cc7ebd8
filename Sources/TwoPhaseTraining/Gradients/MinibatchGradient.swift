import LinearAlgebra
import TwoPhaseTheory

/// The gradient of the mean squared residual on a batch of inputs labelled by the teacher.
///
/// The batch is fresh Gaussian inputs or rows of a fixed data set. The residual is formed from X D, never from two
/// nearly equal outputs, so that it stays exact to rounding near W*.
public struct MinibatchGradient: GradientSource {
  /// Where the inputs come from.
  public enum Inputs: Sendable {
    /// x ~ N(0, I), drawn anew at every step: stream (seed, minibatch), counter (step, row).
    case gaussian(seed: UInt64)
    /// Rows of an N x d matrix: each epoch is a new random order, cut into batches; a last incomplete one is left out.
    case data(Matrix, seed: UInt64)
  }

  /// "sampled".
  public let kind = "sampled"
  /// B.
  public let batchSize: Int?
  /// Three products of B x d by d x d matrices.
  public let productFlops: Double
  /// The step needs W and D alone.
  public let needsEvaluation = false
  /// A batch can always bring something new.
  public let isStationary = false

  private var sampler: Sampler
  private let slope: Double
  private let batch: Int
  private var products: MinibatchProducts
  private var lastFactor = 0.0

  /// A source of batches of `batch` inputs, at most as many as the data set has rows.
  ///
  /// - Precondition: batch >= 1, and the data set's rows have the teacher's dimension.
  public init(inputs: Inputs, batch requested: Int, network: Network, teacher: Matrix) {
    let d = teacher.rowCount
    let batch: Int
    switch inputs {
    case .gaussian(let seed):
      batch = requested
      sampler = .gaussian(NormalStream(seed: seed, purpose: RandomPurpose.minibatch.rawValue))
    case .data(let rows, let seed):
      batch = min(requested, rows.rowCount)
      sampler = .data(EpochSampler(rows: rows, batch: batch, seed: seed))
    }
    self.batch = batch
    batchSize = batch
    productFlops = 6 * Double(batch) * Double(d) * Double(d)
    slope = network.effectiveSlope
    products = MinibatchProducts(batch: batch, dimension: d)
  }

  /// W <- W - eta grad of the batch loss; allocates nothing after the first step.
  public mutating func update(
    student: inout Matrix, step: Int, learningRate: Double, engine: inout GramEngine
  ) -> Double? {
    sampler.fill(&products.inputs, step: step)
    let sum = PReLUBatch.forward(
      inputs: products.inputs, neurons: engine.column.neurons, displacement: engine.column.displacement,
      slope: slope, hidden: &products.hidden, hiddenDifference: &products.hiddenDifference,
      residual: &products.residual, partial: &products.partial)
    lastFactor = -2 * learningRate / Double(batch)
    PReLUBatch.backward(
      inputs: products.inputs, hidden: products.hidden, residual: products.residual, slope: slope,
      alpha: lastFactor, errors: &products.errors, weights: &student)
    return sum / Double(batch)
  }

  /// Moves the Gram matrices along by the rank-B change of W.
  public mutating func advance(_ engine: inout GramEngine) {
    engine.advance(with: &products, alpha: lastFactor)
  }

  private enum Sampler: Sendable {
    case gaussian(NormalStream)
    case data(EpochSampler)

    mutating func fill(_ inputs: inout Matrix, step: Int) {
      switch self {
      case .gaussian(let stream): stream.fill(&inputs, step: UInt64(step))
      case .data(var epochs):
        // Gives up the enum's reference, so that the sampler is changed in place.
        self = .gaussian(NormalStream(seed: 0, purpose: 0))
        epochs.fill(&inputs, step: step)
        self = .data(epochs)
      }
    }
  }
}
