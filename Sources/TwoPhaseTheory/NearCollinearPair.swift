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

  /// Norms whose ratio is beyond this have nothing to gain from p* - p.
  private static let farRatio = 4.0

  /// The pair of a vector p (moving to p*) with a fixed vector q.
  ///
  /// - Parameters:
  ///   - square: |p|^2.
  ///   - movedSquare: |p*|^2.
  ///   - otherSquare: |q|^2.
  ///   - product: p . q.
  ///   - movedProduct: p* . q.
  ///   - productDifference: (p* - p) . q, where it is known better than as the difference of the two.
  init(
    square: DoubleDouble, movedSquare: DoubleDouble, otherSquare: DoubleDouble, product: DoubleDouble,
    movedProduct: DoubleDouble, productDifference: DoubleDouble? = nil
  ) {
    let norm = square.squareRoot
    let movedNorm = movedSquare.squareRoot
    let otherNorm = otherSquare.squareRoot
    // Components along and across q: along = p . \bar q, across = |p - (p . \bar q) \bar q|.
    let along = product / otherNorm
    let movedAlong = movedProduct / otherNorm
    let across = (square - along * along).squareRoot
    let movedAcross = (movedSquare - movedAlong * movedAlong).squareRoot
    let directions = (
      cosine: along / norm, movedCosine: movedAlong / movedNorm, sine: across / norm,
      movedSine: movedAcross / movedNorm
    )

    let cosineGap: DoubleDouble
    let sineGap: DoubleDouble
    let turn: DoubleDouble  // sin(theta - theta*) = sin theta cos theta* - cos theta sin theta*
    let ratio = norm.value / movedNorm.value
    if ratio > Self.farRatio || ratio < 1 / Self.farRatio {
      // p* - p has lost the digits of the shorter one, but the directions have not.
      cosineGap = directions.movedCosine - directions.cosine
      sineGap = directions.movedSine - directions.sine
      turn = directions.sine * directions.movedCosine - directions.cosine * directions.movedSine
    } else {
      let squareDifference = movedSquare - square
      let norms = norm * movedNorm
      let normDifference = squareDifference / (norm + movedNorm)
      let alongDifference = (productDifference ?? movedProduct - product) / otherNorm
      let acrossSum = across + movedAcross
      let acrossDifference =
        acrossSum.value > 0
        ? (squareDifference - alongDifference * (along + movedAlong)) / acrossSum : DoubleDouble(0)
      cosineGap = (alongDifference * norm - along * normDifference) / norms
      sineGap = (acrossDifference * norm - across * normDifference) / norms
      turn = (across * alongDifference - along * acrossDifference) / norms
    }

    cosine = max(-1, min(1, directions.movedCosine.value))
    cosineDifference = cosineGap.value
    // arcsin of the cosine
    let movedAngle = atan2(directions.movedCosine.value, directions.movedSine.value)
    arcsine = movedAngle - cosine
    if abs(cosineDifference) <= 0.5 {
      arcsineDifference = asin(max(-1, min(1, turn.value))) - cosineDifference
    } else {
      let angle = atan2(directions.cosine.value, directions.sine.value)
      arcsineDifference = movedAngle - angle - cosineDifference
    }
    sine = 1 - directions.movedSine.value
    sineDifference = -sineGap.value
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
