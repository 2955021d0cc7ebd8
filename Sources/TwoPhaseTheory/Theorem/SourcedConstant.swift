/// A constant of the theorem with where it comes from.
public struct SourcedConstant: Sendable, Equatable {
  /// Its value.
  public let value: Double
  /// Where it comes from.
  public let source: String
  /// True when it was fitted to, or measured as an extreme of, the run that it is checked on.
  public let isFitted: Bool

  /// A constant and its source.
  public init(_ value: Double, source: String, isFitted: Bool = false) {
    self.value = value
    self.source = source
    self.isFitted = isFitted
  }
}
