import LinearAlgebra
import TwoPhaseTheory

/// A few inputs, each with its negative, and the gradient that backpropagation finds on them: what is odd in
/// x cancels.
struct MirroredInputs {
  private static let count = 16
  private static let purpose: UInt32 = 0x7FFF_FF03

  private let inputs: Matrix
  private let preactivations: Matrix
  private let moved: Matrix

  /// Inputs of the case's seed.
  init(_ point: LemmaCase) {
    let d = point.dimension
    inputs = NormalStream(seed: point.seed, purpose: Self.purpose).matrix(
      rowCount: Self.count, columnCount: d)
    var neurons = point.student
    if point.network.identityMapping { neurons.addToDiagonal([Double](repeating: 1, count: d)) }
    preactivations = inputs.multiplied(by: neurons)
    // The teacher's preactivations as the student's plus X D: the residual keeps its digits near W*.
    moved = inputs.multiplied(by: point.displacement)
  }

  /// The mean of -2 (y - y*) sigma'(v_j . x) x over the inputs and their negatives, true scale, for any
  /// slope.
  func negativeGradient(slope: Double) -> Matrix {
    let (n, d) = (Self.count, inputs.columnCount)
    var weights = Matrix(rowCount: n, columnCount: d)
    var residuals = [Double](repeating: 0, count: n)
    for sign in [1.0, -1.0] {
      let mirrored = preactivations.scaled(by: sign)
      _ = PReLUBatch.residual(mirrored, moved.scaled(by: sign), slope: slope, into: &residuals)
      for j in 0..<d {
        for b in 0..<n {
          weights[b, j] -= sign * residuals[b] * (mirrored[b, j] > 0 ? 1 : slope) / Double(n)
        }
      }
    }
    var result = Matrix(rowCount: d, columnCount: d)
    result.setProduct(inputs, .transposed, weights)
    return result
  }

  /// What the gradient's rounding is relative to: the mean of 2 sum_j |D_j . x| ||x|| sqrt d.
  var gradientScale: Double {
    var sum = 0.0
    for b in 0..<Self.count {
      var (square, total) = (0.0, 0.0)
      for j in 0..<inputs.columnCount {
        square += inputs[b, j] * inputs[b, j]
        total += abs(moved[b, j])
      }
      sum += 2 * total * square.squareRoot()
    }
    return sum / Double(Self.count) * Double(inputs.columnCount).squareRoot()
  }

  /// (1/n) X^T X y, which is y in expectation.
  func secondMoment(times y: [Double]) -> [Double] {
    inputs.multiply(.transposed, inputs.multiply(.plain, y)).map { $0 / Double(Self.count) }
  }

  /// The case for ReLU.
  static func withoutSlope(_ point: LemmaCase) throws -> LemmaCase {
    var result = point
    result.network = try Network(
      slope: 0, readout: point.network.readout, identityMapping: point.network.identityMapping)
    return result
  }

  /// || a - b - factor x y^T ||_F relative to the three terms' sizes, or to `scale` when that is larger.
  static func differenceError(
    _ a: Matrix, _ b: Matrix, vector x: [Double], _ y: [Double], _ factor: Double, scale: Double = 0
  ) -> Double {
    var rest = a
    rest.add(b, scaledBy: -1)
    rest.addOuterProduct(x, y, scaledBy: -factor)
    let size = a.frobeniusNorm + b.frobeniusNorm + abs(factor) * norm(of: x) * norm(of: y)
    return max(size, scale) > 0 ? rest.frobeniusNorm / max(size, scale) : 0
  }
}
