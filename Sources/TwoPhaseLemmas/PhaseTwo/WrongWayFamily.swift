import LinearAlgebra
import TwoPhaseTheory

/// The wrong-way starts W_0 = R - (1.5 Q / d) I, R u = 0, Q = ||R||_F^2 / 2, W* = 0, by the size of R.
/// theory.md section 9.
enum WrongWayFamily {
  /// The parameter that holds ||R||_F^2.
  private static let size = "||R||_F^2"

  /// Starts of that size. The shape gives R's direction: a wrong-way start, or an R with R u = 0 itself.
  static func domain(_ shape: Shape, dimensions: [Int], sizes: ClosedRange<Double>) -> Domain {
    Domain(
      dimensions: dimensions, minimumDimension: dimensions.min() ?? 1, studentNorm: .upTo(2),
      teacherNorm: .zero,
      studentShapes: [shape], teacherShapes: [.zero], parameters: [Domain.Parameter(size, sizes)],
      arrange: { point in
        point.student = start(from: rotation(of: point.student), square: try point.parameter(size))
      })
  }

  /// Where the margin is not negative, ||R||_F^2 is at most the threshold: the sides are ||R||_F^2 there,
  /// else 0, and the threshold.
  static func claim(threshold: Double, largestNorm: Double) -> Claim {
    .atMost { point in
      let r = rotation(of: point.student)
      guard try r.spectralNorm() <= largestNorm, let margin = try point.evaluator().marginBudget?.sum else {
        return nil
      }
      let square = r.innerProduct(r)
      return margin < 0 ? Comparison(0, threshold) : Comparison(square, threshold, constant: square)
    }
  }

  /// R of a start: what is left when the shift and each row's mean are taken out.
  private static func rotation(of start: Matrix) -> Matrix {
    let d = start.rowCount
    let ones = [Double](repeating: 1, count: d)
    var r = start
    // R u = 0 makes u^T W_0 u / d the shift itself.
    let shift = start.multiply(.plain, ones).reduce(0, +) / Double(d)
    r.addToDiagonal([Double](repeating: -shift, count: d))
    r.addOuterProduct(r.multiply(.plain, ones), ones, scaledBy: -1 / Double(d))
    return r
  }

  private static func start(from rotation: Matrix, square: Double) -> Matrix {
    let d = rotation.rowCount
    let norm = rotation.frobeniusNorm
    guard norm > 0 else { return rotation }
    var result = rotation.scaled(by: square.squareRoot() / norm)
    result.addToDiagonal([Double](repeating: -WrongWay.shift * square / 2 / Double(d), count: d))
    return result
  }
}
