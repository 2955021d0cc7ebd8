/// The two sides of a claim `lhs <= rhs` at one case.
///
/// Write them so that the slack compares between cases: relative errors, quantities divided by gamma^2 and so on.
public struct Comparison: Sendable, Equatable {
  /// The left side.
  public let lhs: Double
  /// The right side.
  public let rhs: Double
  /// The best value of the lemma's free constant that this case leaves; nil when it has none.
  public let constant: Double?

  /// The two sides.
  public init(_ lhs: Double, _ rhs: Double, constant: Double? = nil) {
    self.lhs = lhs
    self.rhs = rhs
    self.constant = constant
  }

  /// rhs - lhs: negative when the claim fails. A side that is no number is a failure.
  public var slack: Double {
    let difference = rhs - lhs
    if difference.isNaN { return lhs == rhs ? 0 : -.infinity }
    return difference
  }

  /// True when the claim fails here.
  public var isViolated: Bool { !(lhs <= rhs) }
}
