import LinearAlgebra
import TwoPhaseTheory

/// The gradient of the margin (paper scale) by W and W* together, for the search of its worst case.
///
/// With D = W* - W and m = <Ghat(W; W*), D> / ||D||_F^2, the derivative of Ghat is needed only in products with D: two
/// central differences of the closed-form gradient along D give both halves, whatever the dimension.
///
/// - By W: the second derivative of L is symmetric, so the gradient of <Ghat(W), E> at E = D held fixed is the derivative
///   of Ghat along D.
/// - By W*: L's mixed part is symmetric in the roles of W and W*, so the gradient is the change of the teacher's own
///   gradient -- W* as the student of W -- when W moves along D, in which the terms of W* alone cancel.
public enum MarginGradient {
  /// Step of the differences, relative to the size of the neurons.
  private static let step = 1e-5

  /// The gradient; nil at W = W*.
  ///
  /// - Throws: `TheoryError`, `LAPACKFailure`.
  /// - Complexity: five evaluations of the gradient, O(d^3).
  public static func at(_ point: LemmaCase) throws -> AscentDirection? {
    let displacement = point.displacement
    let size = displacement.frobeniusNorm
    guard size > 0 else { return nil }
    let square = size * size
    let h = step / size
    var own = try PointEvaluator(network: point.network, teacher: point.teacher)
    try own.move(to: point.student)
    let gradient = own.negativeGradient(.paper)
    let margin = gradient.innerProduct(displacement) / square
    let ahead = moved(point.student, displacement, h)
    let behind = moved(point.student, displacement, -h)

    try own.move(to: ahead)
    var alongStudent = own.negativeGradient(.paper)
    try own.move(to: behind)
    alongStudent.add(own.negativeGradient(.paper), scaledBy: -1)
    alongStudent.scale(by: 1 / (2 * h))

    var alongTeacher = try swapped(point, teacher: ahead)
    alongTeacher.add(try swapped(point, teacher: behind), scaledBy: -1)
    alongTeacher.scale(by: 1 / (2 * h))

    // m's numerator moves with D itself too, by Ghat; its denominator by 2 D.
    alongStudent.add(gradient, scaledBy: -1)
    alongStudent.add(displacement, scaledBy: 2 * margin)
    alongTeacher.add(gradient)
    alongTeacher.add(displacement, scaledBy: -2 * margin)
    return AscentDirection(
      student: alongStudent.scaled(by: 1 / square), teacher: alongTeacher.scaled(by: 1 / square))
  }

  private static func moved(_ matrix: Matrix, _ direction: Matrix, _ t: Double) -> Matrix {
    var result = matrix
    result.add(direction, scaledBy: t)
    return result
  }

  /// Ghat of W* as the student of `teacher`.
  private static func swapped(_ point: LemmaCase, teacher: Matrix) throws -> Matrix {
    var evaluator = try PointEvaluator(network: point.network, teacher: teacher)
    try evaluator.move(to: point.teacher)
    return evaluator.negativeGradient(.paper)
  }
}
