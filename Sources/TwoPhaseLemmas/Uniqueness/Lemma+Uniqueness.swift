extension Lemma {
  /// Uniqueness.
  public static let uniqueness: [Lemma] = []
}
