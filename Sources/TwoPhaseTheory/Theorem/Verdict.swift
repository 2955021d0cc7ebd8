/// What a run says of a hypothesis or a conclusion. theory.md section 7.
public enum Verdict: String, Sendable, Codable, CaseIterable {
  /// The inequality was tested and held wherever it was.
  case holds
  /// The inequality failed somewhere.
  case violated
  /// The inequality is true but says nothing here: its bound exceeds anything there is, or it was fitted to this run.
  case vacuous
  /// Nothing was tested; the reason says why.
  case notTested

  /// The word for people.
  public var word: String { self == .notTested ? "not tested" : rawValue }
}
