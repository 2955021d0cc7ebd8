/// The margin budget: the margin in paper scale split exactly into the four terms of the gradient. theory.md section 5.
public struct MarginTerms: Sendable, Equatable, Codable {
  /// kappa (pi/2) ||s||^2 / ||D||_F^2, never negative.
  public let constant: Double
  /// The first-order term's, the one that goes negative in Phase 1.
  public let first: Double
  /// The diagonal term's, near pi/2.
  public let diagonal: Double
  /// The remainder's, O(gamma): one order less than the remainder itself, which the margin divides by ||D||.
  public let higher: Double

  /// A budget from its four parts (paper scale).
  public init(constant: Double, first: Double, diagonal: Double, higher: Double) {
    self.constant = constant
    self.first = first
    self.diagonal = diagonal
    self.higher = higher
  }

  /// The margin: the sum of the four terms (paper scale).
  public var sum: Double { constant + diagonal + (first + higher) }

  /// The margin without the s-term (paper scale): what is left once s has decayed.
  public var withoutConstant: Double { diagonal + (first + higher) }
}
