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
  /// The step needs W alone.
  public let needsEvaluation = false
  /// A batch can always bring something new.
  public let isStationary = false

  private var sampler: Sampler
  private let teacher: Matrix
  private let slope: Double
  private let batch: Int
  private var column: ColumnDisplacement
  private let unitSquares: [DoubleDouble]
  private var inputs: Matrix
  private var hidden: Matrix  // Z = X V, then residual times sigma'
  private var hiddenDifference: Matrix  // Y = X D
  private var residual: [Double]

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
    self.teacher = teacher
    slope = network.effectiveSlope
    column = ColumnDisplacement(dimension: d, addsIdentity: network.identityMapping)
    unitSquares = [DoubleDouble](repeating: DoubleDouble(1), count: d)
    self.inputs = Matrix(rowCount: batch, columnCount: d)
    hidden = self.inputs
    hiddenDifference = self.inputs
    residual = [Double](repeating: 0, count: batch)
  }

  /// W <- W - eta grad of the batch loss; allocates nothing after the first step.
  public mutating func update(
    student: inout Matrix, step: Int, learningRate: Double, evaluator: inout PointEvaluator
  ) -> Double? {
    sampler.fill(&inputs, step: step)
    column.update(target: teacher, targetSquares: unitSquares, current: student)
    hidden.setProduct(inputs, .plain, column.neurons)
    hiddenDifference.setProduct(inputs, .plain, column.displacement)
    let sum = PReLUBatch.residual(hidden, hiddenDifference, slope: slope, into: &residual)
    PReLUBatch.backpropagate(residual, slope: slope, into: &hidden)
    student.setProduct(
      inputs, .transposed, hidden, .plain, alpha: -2 * learningRate / Double(batch), beta: 1)
    return sum / Double(batch)
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
