/// The charts' library.
public struct DygraphsLibrary: Sendable {
  /// The installed one.
  public static func installed() throws -> DygraphsLibrary { DygraphsLibrary() }
}
