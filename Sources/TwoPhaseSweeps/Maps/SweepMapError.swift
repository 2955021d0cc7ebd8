import LinearAlgebra

/// A map that cannot be made of a sweep: which option, what was found, what was expected.
public struct SweepMapError: DescribedFailure, Equatable {
  /// "--x", "--y" or "--value".
  public let option: String
  /// What was found.
  public let found: String
  /// What was expected.
  public let expected: String

  init(_ option: String, found: String, expected: String) {
    self.option = option
    self.found = found
    self.expected = expected
  }

  /// Wrong use of the command.
  public var kind: FailureKind { .usage }
  /// One line.
  public var description: String { "\(option): found \(found), expected \(expected)" }
}
