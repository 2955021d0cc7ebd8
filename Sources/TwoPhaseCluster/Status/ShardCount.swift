/// What a shard's store has.
public struct ShardCount: Sendable, Equatable {
  /// Runs that have a result.
  public let made: Int
  /// Runs that failed and are recorded with their error.
  public let failed: Int

  /// Counts; none by default.
  public init(made: Int = 0, failed: Int = 0) {
    self.made = made
    self.failed = failed
  }

  /// Runs that are not missing.
  public var recorded: Int { made + failed }
}
