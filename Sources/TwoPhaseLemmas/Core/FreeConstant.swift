/// A constant of a lemma whose best value is estimated from the cases: the largest delta, the smallest C.
public struct FreeConstant: Sendable {
  /// Which values make the lemma stronger.
  public enum Direction: String, Sendable, Codable {
    /// The lemma holds up to some value: the estimate is the smallest that a case leaves, an upper bound on the best.
    case largest
    /// The lemma holds from some value on: the estimate is the largest that a case needs, a lower bound on the best.
    case smallest
  }

  /// Its symbol, as in "delta".
  public let symbol: String
  /// The value that the claim is tested with; nil when it is only estimated.
  public let claimed: Double?
  /// Where the claimed value comes from.
  public let source: String
  /// Which values make the lemma stronger.
  public let best: Direction

  /// A constant.
  public init(_ symbol: String, claimed: Double?, source: String, best: Direction) {
    self.symbol = symbol
    self.claimed = claimed
    self.source = source
    self.best = best
  }

  /// Of two values that cases leave, the one that restricts more.
  func tighter(_ a: Double, _ b: Double) -> Double { best == .largest ? min(a, b) : max(a, b) }
}
