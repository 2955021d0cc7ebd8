/// A failure together with the file that it is about.
public struct LocatedFailure: DescribedFailure {
  /// The file, with the place in it.
  public let place: String
  /// What is wrong.
  public let failure: any DescribedFailure

  /// A failure at a place.
  public init(_ place: String, _ failure: any DescribedFailure) {
    self.place = place
    self.failure = failure
  }

  /// The failure's own kind.
  public var kind: FailureKind { failure.kind }
  /// One line.
  public var description: String { "\(place): \(failure.description)" }
}
