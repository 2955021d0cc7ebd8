import LinearAlgebra
import TwoPhaseTraining

/// A file that describes no sweep, or one with runs that cannot be.
public struct SweepFileError: DescribedFailure, Equatable {
  /// One line: file, line, key, what was found and expected.
  public let description: String
  /// The file's contents are wrong, or a file that it names is missing.
  public let kind: FailureKind

  init(
    _ path: String, _ place: SweepPlace, _ found: String, expected: String? = nil,
    kind: FailureKind = .dataFormat
  ) {
    let line = place.line.map { ", line \($0)" } ?? ""
    let key = place.key.isEmpty ? "" : "\(place.key): "
    description = "\(path)\(line): \(key)\(found)" + (expected.map { ", expected \($0)" } ?? "")
    self.kind = kind
  }
}

/// Where something stands in a sweep's file.
struct SweepPlace: Sendable, Equatable {
  /// The key with its section: "base.steps"; empty for the file as a whole.
  let key: String
  /// The line, from 1.
  let line: Int?

  init(_ key: String, _ line: Int?) {
    self.key = key
    self.line = line
  }
}

/// A value that a key cannot have, before it is known where it stands.
struct SweepMismatch: Error {
  let found: String
  let expected: String
}
