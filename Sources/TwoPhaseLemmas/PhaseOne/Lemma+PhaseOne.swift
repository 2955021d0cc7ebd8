extension Lemma {
  /// Phase 1, in the order of theory.md.
  public static let phaseOne: [Lemma] = [
    approximationError, approximationOrder, sUpdate, sUpdateOrder, potentialUpdateInRate,
    potentialUpdateInGamma,
    reducedModelStep, reducedModelRun, sShrinks, potentialDecrease, potentialDecreaseWithoutPremise,
    phaseOneLength,
    phaseOneLengthAnyGamma, potentialEndsSmall, normStaysSmall,
  ]
}
