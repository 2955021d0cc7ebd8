extension Lemma {
  /// Every lemma of the collection, in the order of the theory.
  public static let all: [Lemma] = identities + phaseOne + phaseTwo + uniqueness

  /// The lemma of that identifier.
  ///
  /// - Throws: `LemmaError.unknownLemma`.
  public static func named(_ id: String) throws(LemmaError) -> Lemma {
    guard let lemma = all.first(where: { $0.id == id }) else {
      throw .unknownLemma(id, known: all.map(\.id))
    }
    return lemma
  }
}
