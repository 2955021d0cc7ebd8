import LinearAlgebra

/// A trajectory, or a part of one, that cannot be used.
public struct TrajectoryError: DescribedFailure, Equatable {
  /// The file or folder, with the place in it.
  public let place: String
  /// What was found.
  public let found: String
  /// What was expected.
  public let expected: String

  init(_ place: String, found: String, expected: String) {
    self.place = place
    self.found = found
    self.expected = expected
  }

  /// The file's contents are wrong.
  public var kind: FailureKind { .dataFormat }
  /// One line.
  public var description: String { "\(place): found \(found), expected \(expected)" }
}
