import LinearAlgebra
import TwoPhaseTheory

/// Cases W = W* - t D with ||D||_2 = 1, and the margin's limit as t -> 0.
enum NearTeacher {
  /// The parameter that holds t.
  private static let reach = "t"
  /// Small enough for an extrapolation's O(t^2), large enough that W* - W keeps 11 digits.
  private static let base = 1e-5

  /// Any direction around any teacher, at a distance t.
  static func domain(reach range: ClosedRange<Double>) -> Domain {
    Domain(
      studentNorm: .upTo(0.6), teacherNorm: .upTo(0.5), slopes: -0.9...0.9,
      parameters: [Domain.Parameter(reach, range, isLogarithmic: true)],
      arrange: { point in
        let size = try point.displacement.spectralNorm()
        guard size > 0 else { return }
        point = moved(point, factor: try point.parameter(reach) / size)
      })
  }

  /// W* - factor (W* - W).
  static func moved(_ point: LemmaCase, factor: Double) -> LemmaCase {
    var result = point
    result.student = point.teacher
    result.student.add(point.displacement, scaledBy: -factor)
    return result
  }

  /// The margin's limit along the case's direction, paper scale: 2 m(h) - m(2 h), which errs by O(h^2).
  static func limit(_ point: LemmaCase) throws -> Double? {
    let size = try point.displacement.spectralNorm()
    guard size > 0 else { return nil }
    let near = try moved(point, factor: base / size).evaluator().marginBudget
    let far = try moved(point, factor: 2 * base / size).evaluator().marginBudget
    guard let near, let far else { return nil }
    return 2 * near.sum - far.sum
  }

  /// The gradient of that limit by W and W*; nil at W = W*.
  ///
  /// At a point on the segment with W* - W = r D the margin is a function f(W*, r D), and its gradients by W
  /// and W* give both of
  /// f's: -f_D and f_W* + f_D. Here D itself is W* - W.
  static func limitGradient(_ point: LemmaCase) throws -> AscentDirection? {
    let size = try point.displacement.spectralNorm()
    guard size > 0 else { return nil }
    let r = 1e-3 / size
    guard let near = try MarginGradient.at(moved(point, factor: r)) else { return nil }
    var teacher = near.teacher
    teacher.add(near.student, scaledBy: 1 - r)
    return AscentDirection(student: near.student.scaled(by: r), teacher: teacher)
  }
}
