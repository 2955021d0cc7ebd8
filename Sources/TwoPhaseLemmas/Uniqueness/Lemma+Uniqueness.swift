extension Lemma {
  /// Uniqueness.
  public static let uniqueness: [Lemma] = [
    vanillaPermutations, identityUniqueness, normNeeded, permutationNorm,
  ]
}
