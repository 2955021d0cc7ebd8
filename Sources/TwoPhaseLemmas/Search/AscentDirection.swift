import Foundation
import LinearAlgebra

/// A direction in (W, W*), d x d each: the gradient of lhs - rhs, or an estimate of it.
public struct AscentDirection: Sendable {
  /// The part along W.
  public var student: Matrix
  /// The part along W*.
  public var teacher: Matrix

  /// A direction.
  public init(student: Matrix, teacher: Matrix) {
    self.student = student
    self.teacher = teacher
  }

  /// The opposite direction.
  public var reversed: AscentDirection {
    AscentDirection(student: student.scaled(by: -1), teacher: teacher.scaled(by: -1))
  }

  /// The Frobenius norm of both parts together.
  var norm: Double {
    hypot(student.frobeniusNorm, teacher.frobeniusNorm)
  }
}
