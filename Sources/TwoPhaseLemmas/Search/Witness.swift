/// A case with the claim's two sides there, and how it was found.
public struct Witness: Sendable {
  /// How a case was found.
  public enum Origin: Sendable, Equatable {
    /// Drawn: case `index`.
    case sample(index: Int)
    /// The lemma's own known case.
    case known
    /// Reached by ascent `index`.
    case ascent(index: Int)
    /// Minimised from one of the two.
    case shrunk

    /// For tables.
    public var word: String {
      switch self {
      case .sample(let index): "sample \(index)"
      case .known: "known case"
      case .ascent(let index): "ascent \(index)"
      case .shrunk: "shrunk"
      }
    }
  }

  /// The case.
  public let point: LemmaCase
  /// lhs and rhs there.
  public let comparison: Comparison
  /// How it was found.
  public let origin: Origin
}
