import LinearAlgebra

/// A value that a constant of the theorem cannot have.
public struct TheoremConstantError: DescribedFailure, Equatable {
  /// The constant.
  public let name: TheoremConstants.Name
  /// The value.
  public let found: Double

  /// Wrong use of a command.
  public var kind: FailureKind { .usage }
  /// One line.
  public var description: String { "\(name.rawValue): found \(found), expected \(Self.expected(name))" }

  /// What the constant's values are.
  public static func expected(_ name: TheoremConstants.Name) -> String {
    switch name {
    case .noise, .potentialThreshold: "a number of at least 0 and at most 1e100"
    case .minimumDimension: "a number of at least 1"
    default: "a positive number of at most 1e100"
    }
  }
}
