import LinearAlgebra
import TwoPhaseTheory

/// Where a student and its teacher stand.
public enum ActivationStart: Sendable, Equatable {
  /// Both Gaussian with this spectral norm.
  case random(norm: Double)
  /// The wrong-way start of theory.md section 9, the teacher Gaussian with a small norm.
  case wrongWay(norm: Double, teacherNorm: Double)
  /// A Gaussian teacher of this norm, the student a Gaussian matrix of norm `distance` away.
  case nearTeacher(norm: Double, distance: Double)

  /// Student and teacher, d x d.
  ///
  /// - Parameter index: chooses the draw among those of a seed.
  /// - Throws: `LAPACKFailure`.
  /// - Complexity: O(d^3).
  public func weights(
    dimension d: Int, seed: UInt64, index: Int = 0
  ) throws -> (student: Matrix, teacher: Matrix) {
    func gaussian(_ purpose: NetworkPurpose) -> Matrix {
      NormalStream(seed: seed, purpose: purpose.rawValue)
        .matrix(rowCount: d, columnCount: d, step: UInt64(index))
    }
    switch self {
    case .random(let norm):
      return (
        try gaussian(.activationStudent).scaled(toSpectralNorm: norm),
        try gaussian(.activationTeacher).scaled(toSpectralNorm: norm)
      )
    case .wrongWay(let norm, let teacherNorm):
      return (
        try WrongWay.weights(gaussian: gaussian(.activationStudent), norm: norm),
        try gaussian(.activationTeacher).scaled(toSpectralNorm: teacherNorm)
      )
    case .nearTeacher(let norm, let distance):
      let teacher = try gaussian(.activationTeacher).scaled(toSpectralNorm: norm)
      var student = teacher
      student.add(try gaussian(.activationDirection).scaled(toSpectralNorm: distance))
      return (student, teacher)
    }
  }
}
