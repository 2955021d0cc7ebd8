import LinearAlgebra

/// An option, or a combination of options, that no run can have.
public struct OptionError: DescribedFailure, Equatable {
  /// The option as typed, for example "--batch".
  public let option: String
  /// What was found.
  public let found: String
  /// What was expected.
  public let expected: String

  /// An option with what was found and what was expected.
  public init(_ option: String, found: String, expected: String) {
    self.option = option
    self.found = found
    self.expected = expected
  }

  /// Wrong use of the command.
  public var kind: FailureKind { .usage }
  /// One line.
  public var description: String { "\(option): found \(found), expected \(expected)" }
}
