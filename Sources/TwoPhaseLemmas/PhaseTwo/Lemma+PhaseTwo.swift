extension Lemma {
  /// Phase 2.
  public static let phaseTwo: [Lemma] = [
    onePointConvexity, onePointConvexityLargeGamma, taylorConstantPart, taylorFirstPart, taylorDiagonalPart,
    taylorHigherPart,
    taylorHigherPartSecondOrder, originMarginLimit, originMarginAttained, jointTaylorForm,
    jointTaylorCurvature,
    kappaInSTerm, preluSlowdown, negativeMarginExists, negativeMarginThreshold,
  ]
}
