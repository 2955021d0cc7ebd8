extension Lemma {
  /// Phase 1.
  public static let phaseOne: [Lemma] = []
}
