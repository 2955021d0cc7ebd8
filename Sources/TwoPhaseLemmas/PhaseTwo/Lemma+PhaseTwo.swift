extension Lemma {
  /// Phase 2.
  public static let phaseTwo: [Lemma] = [onePointConvexity]
}
