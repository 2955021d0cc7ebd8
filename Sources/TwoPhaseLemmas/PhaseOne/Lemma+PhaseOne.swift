extension Lemma {
  /// Phase 1.
  public static let phaseOne: [Lemma] = [
    approximationError, approximationErrorOrder, approximationErrorNearTeacher, sUpdateExact, sUpdateOrder,
    potentialUpdateBounds, potentialUpdateOrder, potentialUpdateOrderInRate, reducedModelStep, reducedModel,
    sShrinks, sShrinksWithoutPremise, potentialDecrease, potentialDecreaseWithoutPremise, potentialStaysSmall,
    potentialNeverReturns, potentialEndsSmall, phaseOneLength, phaseOneDuration, normStaysSmall,
  ]
}
