import LinearAlgebra

extension PointEvaluator {
  /// The margin budget at the last evaluated point, paper scale; nil at W = W*. theory.md section 5.
  ///
  /// For who has moved to W and needs neither the loss nor the spectral norms.
  /// - Complexity: O(d^2).
  public var marginBudget: MarginTerms? { displacementSquare > 0 ? marginTerms() : nil }

  /// The margin budget in paper scale, D != 0. theory.md section 5.
  ///
  /// Each term is its part of Ghat against D, from inner products alone: <v_i, D_j>, <D_i, D_j> and \bar v_j . D_j.
  func marginTerms() -> MarginTerms {
    let square = displacementSquare
    var constant = 0.0
    for value in column.rowSums { constant += value * value }
    var first =
      pairs.cosine.innerProduct(displacementGram) + pairs.cosineDifference.innerProduct(crossTransposed)
    var higher =
      pairs.arcsine.innerProduct(displacementGram) + pairs.arcsineDifference.innerProduct(crossTransposed)
    var diagonal = 0.0
    for j in 0..<dimension {
      first += leaveOneOut[j] * own[j].along
      higher += higherAlong[j] * own[j].along
      diagonal += own[j].diagonalProduct
    }
    return MarginTerms(
      constant: network.kappa * (Double.pi / 2) * constant / square, first: first / square,
      diagonal: diagonal / square, higher: higher / square)
  }
}
