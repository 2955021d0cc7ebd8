import Foundation

/// What making a run cost, and where it was made.
public struct SweepCost: Sendable, Equatable {
  /// Wall time, seconds.
  public var seconds: Double
  /// Threads that made it.
  public var threads: Int
  /// The machine's name.
  public var host: String?
  /// When it was done.
  public var finishedAt: Date
  /// The cluster task's name; nil on one machine.
  public var shard: String?

  /// A cost.
  public init(seconds: Double, threads: Int, host: String?, finishedAt: Date, shard: String?) {
    self.seconds = seconds
    self.threads = threads
    self.host = host
    self.finishedAt = finishedAt
    self.shard = shard
  }

  /// In the order of `SweepColumns.costs`.
  var entries: [SweepValue] {
    [
      SweepValue(seconds), .integer(threads), SweepValue(host), .text(finishedAt.formatted(.iso8601)),
      SweepValue(shard),
    ]
  }
}
