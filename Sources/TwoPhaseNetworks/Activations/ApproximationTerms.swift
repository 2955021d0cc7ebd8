import Foundation
import LinearAlgebra
import TwoPhaseTheory

/// P of theory.md section 4 at a point, in its two parts: P = kappa constant + rest. Paper scale.
public struct ApproximationTerms: Sendable, Equatable {
  /// (pi/2) s u^T: the constant term for kappa = 1.
  public let constant: Matrix
  /// The first and diagonal terms, which do not depend on the activation.
  public let rest: Matrix

  /// The terms at a student W and teacher W*, both d x d.
  ///
  /// - Throws: `TheoryError`.
  /// - Complexity: O(d^3).
  public init(student: Matrix, teacher: Matrix) throws {
    var evaluator = try PointEvaluator(network: Network(), teacher: teacher)
    try evaluator.move(to: student)
    constant = evaluator.gradientPart(.constant, .paper)
    rest = evaluator.gradientPart([.first, .diagonal], .paper)
  }

  /// P for a kappa.
  public func approximation(kappa: Double) -> Matrix {
    var p = rest
    p.add(constant, scaledBy: kappa)
    return p
  }

  /// Orthonormal matrices that span P's two parts; fewer when they are parallel or zero.
  var basis: [Matrix] {
    var found: [Matrix] = []
    for part in [rest, constant] {
      var direction = part
      for other in found { direction.add(other, scaledBy: -other.innerProduct(direction)) }
      let length = direction.frobeniusNorm
      if length > 1e-10 * part.frobeniusNorm, length > 0 { found.append(direction.scaled(by: 1 / length)) }
    }
    return found
  }
}

/// How far P is from a known gradient: what `ApproximationResidual` estimates. No units: free of scale.
public struct ExactResidual: Sendable, Equatable {
  /// min over lambda of ||lambda g - P||_F / ||P||_F, which is the sine of the angle between the two.
  public let residual: Double
  /// The same with the best kappa: the sine of g's angle to the plane of P's two parts.
  public let withBestKappa: Double
  /// The cosine of the angle between g and P.
  public let cosine: Double

  /// From a gradient g = -grad L of any scale; nil when it or P is zero.
  public init?(gradient: Matrix, terms: ApproximationTerms, kappa: Double) {
    let p = terms.approximation(kappa: kappa)
    let (length, size) = (gradient.frobeniusNorm, p.frobeniusNorm)
    guard length > 0, size > 0 else { return nil }
    cosine = gradient.innerProduct(p) / (length * size)
    func sine(_ basis: [Matrix]) -> Double {
      var left = gradient.scaled(by: 1 / length)
      for direction in basis { left.add(direction, scaledBy: -direction.innerProduct(left)) }
      return left.frobeniusNorm
    }
    residual = sine([p.scaled(by: 1 / size)])
    withBestKappa = sine(terms.basis)
  }
}
