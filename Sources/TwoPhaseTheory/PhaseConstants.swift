/// A constant of the theory with where it comes from.
public struct SourcedConstant: Sendable, Equatable {
  /// Its value.
  public let value: Double
  /// Where it comes from.
  public let source: String

  /// A constant and its source.
  public init(_ value: Double, source: String) {
    self.value = value
    self.source = source
  }
}

/// The constants of the Phase-2 predicate |f_A| <= tau and margin >= delta. theory.md sections 7 and 8.
public enum PhaseConstants {
  /// delta, the one-point strong convexity that Phase 2 promises, paper scale.
  public static let convexity = SourcedConstant(0.03, source: "[LY] Theorem 3.1, paper scale")
  /// tau / gamma^2: Phase 1 ends when |f_A| <= 197 gamma^2.
  public static let potentialFactor = SourcedConstant(197, source: "[LY] Theorem 3.1")

  /// tau = 197 gamma^2.
  public static func potentialThreshold(gamma: Double) -> Double { potentialFactor.value * gamma * gamma }
}
