import LinearAlgebra

/// Why a data set cannot be used: the file or folder, what was found and what was expected.
public struct DataSetError: DescribedFailure, Equatable {
  /// The file, the folder, or what the data are called.
  public let place: String
  /// What was found.
  public let found: String
  /// What was expected.
  public let expected: String
  /// `dataFormat`, or `missingInput` for a file that is not there.
  public let kind: FailureKind

  /// A place, what was found there and what was expected.
  public init(_ place: String, found: String, expected: String, kind: FailureKind = .dataFormat) {
    self.place = place
    self.found = found
    self.expected = expected
    self.kind = kind
  }

  /// One line.
  public var description: String { "\(place): found \(found), expected \(expected)" }
}
