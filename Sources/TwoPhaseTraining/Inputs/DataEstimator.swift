import LinearAlgebra
import Statistics
import TwoPhaseTheory

/// Estimates loss, margin and gradient of students on a data set labelled by the teacher.
///
/// Works for inputs of any distribution, where the closed forms of `PointEvaluator` need Gaussian ones. The residuals
/// are formed from X D, D = W* - W, never from two nearly equal outputs, so the estimates keep their relative accuracy
/// near W*. Intervals are Student's over samples, which are taken as independent draws: they cover the expectations
/// under the inputs' own distribution, not the mean over this data set, which is exact.
///
/// ```swift
/// var estimator = DataEstimator(inputs: inputs, network: network, teacher: teacher)
/// let estimate = estimator.estimate(student: w)
/// estimate.marginInterval      // mean, low, high
/// ```
public struct DataEstimator: Sendable {
  /// The samples of one block: working memory is three blocks of 1024 x d.
  public static let blockRows = 1024

  /// The network.
  public let network: Network
  /// The intervals' confidence.
  public let confidence: Double

  private let teacher: Matrix
  private let inputs: Matrix
  private let order: [Int]
  private let unitSquares: [DoubleDouble]
  private var column: ColumnDisplacement
  private var blocks: [DataBlock]  // a full one, and the last where that is shorter
  private var scaledDisplacement: Matrix
  private var gradientSum: Matrix
  private var losses: [Double]
  private var margins: [Double]

  /// An estimator for inputs (N x d, row = sample), a network and a teacher W* (d x d).
  ///
  /// - Precondition: N >= 1, W* is square, the shapes agree, and 0 < confidence < 1.
  public init(
    inputs: Matrix, network: Network, teacher: Matrix, confidence: Double = MeanInterval.defaultConfidence
  ) {
    let (n, d) = (inputs.rowCount, inputs.columnCount)
    precondition(n > 0, "an estimate needs a sample")
    precondition(teacher.isSquare && teacher.rowCount == d, "inputs and teacher differ in dimension")
    precondition(confidence > 0 && confidence < 1, "a confidence lies strictly between 0 and 1")
    self.network = network
    self.teacher = teacher
    self.inputs = inputs
    self.confidence = confidence
    order = Array(0..<n)
    unitSquares = [DoubleDouble](repeating: DoubleDouble(1), count: d)
    column = ColumnDisplacement(dimension: d, addsIdentity: network.identityMapping)
    let full = min(n, Self.blockRows)
    blocks = [DataBlock(rowCount: full, dimension: d)]
    if n % full != 0 { blocks.append(DataBlock(rowCount: n % full, dimension: d)) }
    scaledDisplacement = Matrix(rowCount: d, columnCount: d)
    gradientSum = scaledDisplacement
    losses = [Double](repeating: 0, count: n)
    margins = losses
  }

  /// The estimates at W (d x d).
  ///
  /// - Precondition: W has the teacher's shape.
  /// - Complexity: 6 N d^2 floating-point operations in matrix products.
  public mutating func estimate(student: Matrix) -> DataEstimate {
    column.update(target: teacher, targetSquares: unitSquares, current: student)
    let distance = column.displacement.frobeniusNorm
    scaledDisplacement.copy(column.displacement)
    // Where 1 / distance overflows, D is a few of the smallest numbers there are, and no margin is representable.
    let hasMargin = distance > 1e-290
    if hasMargin { scaledDisplacement.scale(by: 1 / distance) }
    gradientSum.fill(0)
    let unit = network.trueOverPaper
    var normSquares = 0.0
    var start = 0
    while start < order.count {
      let k = order.count - start < blocks[0].rowCount ? 1 : 0
      let rows = start..<(start + blocks[k].rowCount)
      blocks[k].load(order[rows], of: inputs)
      blocks[k].evaluate(column, slope: network.effectiveSlope)
      blocks[k].addGradient(to: &gradientSum)
      normSquares += blocks[k].gradientSquares()
      blocks[k].project(on: scaledDisplacement)
      for (i, row) in rows.enumerated() {
        losses[row] = blocks[k].residual[i] * blocks[k].residual[i]
        margins[row] = hasMargin ? blocks[k].projection[i] / distance / unit : 0
      }
      start = rows.upperBound
    }
    return summary(hasMargin: hasMargin, normSquares: normSquares)
  }

  /// Minus the mean gradient of the last student estimated, d x d, paper scale; zero before the first.
  public var meanNegativeGradient: Matrix {
    gradientSum.scaled(by: -2 / (Double(order.count) * network.trueOverPaper))
  }

  private func summary(hasMargin: Bool, normSquares: Double) -> DataEstimate {
    let n = Double(order.count)
    let unit = network.trueOverPaper
    let gradientNorm = 2 / (n * unit) * gradientSum.frobeniusNorm
    let meanSquare = 4 * normSquares / (n * unit * unit)
    let margin = margins.reduce(0, +) / n
    let marginExists = hasMargin && margin.isFinite
    return DataEstimate(
      sampleCount: order.count,
      loss: losses.reduce(0, +) / n,
      lossInterval: MeanInterval(losses, confidence: confidence),
      marginPaper: marginExists ? margin : nil,
      marginInterval: marginExists ? MeanInterval(margins, confidence: confidence) : nil,
      gradientFrobeniusNormPaper: gradientNorm,
      gradientErrorPaper: order.count > 1
        ? (max(0, meanSquare - gradientNorm * gradientNorm) / (n - 1)).squareRoot() : nil,
      confidence: confidence)
  }
}
