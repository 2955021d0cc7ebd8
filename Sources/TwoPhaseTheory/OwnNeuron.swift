import Foundation
import LinearAlgebra

/// A student neuron v beside its own teacher neuron v*: the terms i = j of the gradient, the margin and the loss, in forms
/// that do not cancel when the two are nearly equal or nearly opposite. theory.md section 2.
package struct OwnNeuron: Sendable {
  /// Angles beyond this are computed in double-double arithmetic.
  static let wideAngle = 2.8

  /// |v|^2 and |v*|^2.
  package let square: DoubleDouble
  package let targetSquare: DoubleDouble
  /// |v|, |v*| and |v*| - |v|.
  package let norm: Double
  package let targetNorm: Double
  package let normDifference: Double
  /// |D|^2 with D = v* - v.
  package let displacementSquare: Double
  /// \bar v . D.
  package let along: Double
  /// The angle between v* and v.
  package var angle: Double

  package init(
    square: DoubleDouble, targetSquare: DoubleDouble, norm: Double, targetNorm: Double,
    normDifference: Double,
    displacementSquare: Double, along: Double
  ) {
    self.square = square
    self.targetSquare = targetSquare
    self.norm = norm
    self.targetNorm = targetNorm
    self.normDifference = normDifference
    self.displacementSquare = displacementSquare
    self.along = along
    angle = AngleFunctions.between(
      normProduct: norm * targetNorm, differenceSquare: displacementSquare,
      normDifferenceSquare: normDifference * normDifference)
  }

  /// True when the two are so nearly opposite that their distance says little about the angle.
  package var isWide: Bool { angle > Self.wideAngle }

  /// The diagonal term's coefficient along \bar v: t ( |v*| - |v| ) - |v*| (t - sin t), t the angle.
  package var diagonalAlong: Double {
    angle * normDifference - targetNorm * AngleFunctions.excess(angle)
  }

  /// <diagonal_j, D_j>, paper scale.
  package var diagonalProduct: Double {
    guard isWide else { return diagonalProduct(along: diagonalAlong) }
    // With epsilon = pi - t: -(pi/2)(|v*|^2 - |v|^2) + epsilon (1 - cos epsilon) |v*| (|v*| - |v|)
    //   - |v*| (epsilon - sin epsilon) \bar v . D
    let epsilon = Double.pi - angle
    let halfSine = sin(epsilon / 2)
    return -Double.pi / 2 * (targetSquare - square).value
      + epsilon * 2 * halfSine * halfSine * targetNorm * normDifference
      - targetNorm * AngleFunctions.excess(epsilon) * along
  }

  /// The same where the two are not nearly opposite, for who has `diagonalAlong` already.
  package func diagonalProduct(along coefficient: Double) -> Double {
    (Double.pi / 2 - angle) * displacementSquare + coefficient * along
  }

  /// The second difference of the loss's kernel; it is even in either vector, so the nearer of v* - v and v* + v carries it.
  package var kernel: Double {
    let normProduct = norm * targetNorm
    guard angle > Double.pi / 2 else {
      return Double.pi / 2 * displacementSquare - 2 * normProduct * AngleFunctions.arcDefect(angle)
    }
    let epsilon = Double.pi - angle
    let halfSine = sin(epsilon / 2)
    let sumSquare = normDifference * normDifference + 4 * normProduct * halfSine * halfSine
    return Double.pi / 2 * sumSquare - 2 * normProduct * AngleFunctions.arcDefect(epsilon)
  }
}
