import LinearAlgebra

/// A setting that no experiment can have.
public struct ExperimentSettingError: DescribedFailure, Equatable {
  /// The key.
  public let key: String
  /// What was found.
  public let found: String
  /// What was expected.
  public let expected: String

  /// A key, what was found and what was expected.
  public init(_ key: String, found: String, expected: String) {
    self.key = key
    self.found = found
    self.expected = expected
  }

  /// The file's contents are wrong.
  public var kind: FailureKind { .dataFormat }
  /// One line.
  public var description: String { "\(key): found \(found), expected \(expected)" }
}
