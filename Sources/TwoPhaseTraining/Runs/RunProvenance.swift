import Foundation

/// Where a run came from, for who wants to make it again.
public struct RunProvenance: Sendable, Equatable, Codable {
  /// The run's number in its store; nil outside a store.
  public var id: Int64?
  /// The name that the user gave it; any text.
  public var name: String?
  /// The command as it was typed, quoted for a POSIX shell; nil when no command line made the run.
  public var command: String?
  /// The folder in which it was typed.
  public var workingFolder: String?
  /// When the run was started.
  public var startedAt: Date?
  /// The program's version.
  public var version: String?
  /// The machine's name.
  public var host: String?
  /// The machine's processor.
  public var processor: String?
  /// The machine's operating system.
  public var system: String?

  /// Nothing known.
  public init() {}
}
