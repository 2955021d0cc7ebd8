import Foundation
import LinearAlgebra

/// One pair's entries of `CosineDifferences`, computed in double-double arithmetic from inner products.
///
/// When two neurons are nearly collinear, arcsin and sqrt(1 - c^2) are ill-conditioned functions of the cosine c, and
/// double precision keeps only part of the digits. theory.md section 2, "Accuracy near W*".
struct NearCollinearPair {
  let cosine: Double
  let cosineDifference: Double
  let arcsine: Double
  let arcsineDifference: Double
  let sine: Double
  let sineDifference: Double

  /// The pair of a vector p (moving to p*) with a fixed vector q.
  ///
  /// - Parameters:
  ///   - square: |p|^2.
  ///   - squareDifference: |p*|^2 - |p|^2.
  ///   - otherSquare: |q|^2.
  ///   - product: p . q.
  ///   - productDifference: (p* - p) . q.
  init(
    square: DoubleDouble, squareDifference: DoubleDouble, otherSquare: DoubleDouble, product: DoubleDouble,
    productDifference: DoubleDouble
  ) {
    let movedSquare = square + squareDifference
    let norm = square.squareRoot
    let movedNorm = movedSquare.squareRoot
    let otherNorm = otherSquare.squareRoot
    let normDifference = squareDifference / (norm + movedNorm)
    let norms = norm * movedNorm
    // Components along and across q: along = p . \bar q, across = |p - (p . \bar q) \bar q|.
    let along = product / otherNorm
    let alongDifference = productDifference / otherNorm
    let movedAlong = along + alongDifference
    let across = (square - along * along).squareRoot
    let movedAcross = (movedSquare - movedAlong * movedAlong).squareRoot
    let acrossSum = across + movedAcross
    let acrossDifference =
      acrossSum.value > 0
      ? (squareDifference - alongDifference * (along + movedAlong)) / acrossSum : DoubleDouble(0)

    let moved = (cosine: (movedAlong / movedNorm).value, sine: (movedAcross / movedNorm).value)
    let start = (cosine: (along / norm).value, sine: (across / norm).value)
    cosine = max(-1, min(1, moved.cosine))
    cosineDifference = ((alongDifference * norm - along * normDifference) / norms).value
    let movedAngle = atan2(moved.cosine, moved.sine)  // arcsin of the cosine
    arcsine = movedAngle - cosine
    if abs(cosineDifference) <= 0.5 {
      // sin(theta - theta*) = sin theta cos theta* - cos theta sin theta*
      let turn = ((across * alongDifference - along * acrossDifference) / norms).value
      arcsineDifference = asin(max(-1, min(1, turn))) - cosineDifference
    } else {
      arcsineDifference = movedAngle - atan2(start.cosine, start.sine) - cosineDifference
    }
    sine = 1 - moved.sine
    sineDifference = -((acrossDifference * norm - across * normDifference) / norms).value
  }

  /// The angle between two vectors and the nearer pole (0 or pi), to relative accuracy, with that pole's sign.
  static func angleToPole(
    square: DoubleDouble, otherSquare: DoubleDouble, product: DoubleDouble
  ) -> (angle: Double, sign: Double) {
    let normSquare = square * otherSquare
    let across = (normSquare - product * product).squareRoot.value
    return (atan2(across, abs(product.value)), product.value < 0 ? -1 : 1)
  }
}
