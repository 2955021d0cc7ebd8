/// How a sweep is split into tasks: task k of n has the runs k, k + n, k + 2n, ... so that costly regions are shared out.
public struct ShardPlan: Sendable, Equatable, Codable {
  /// Runs of the sweep.
  public let runs: Int
  /// Tasks.
  public let shards: Int

  /// A plan.
  public init(runs: Int, shards: Int) {
    precondition(runs >= 1 && shards >= 1 && shards <= runs, "1 to as many tasks as runs")
    self.runs = runs
    self.shards = shards
  }

  /// The numbers of the runs of a task, rising.
  public func numbers(of shard: Int) -> StrideTo<Int> { stride(from: shard, to: runs, by: shards) }

  /// How many runs a task has.
  public func count(of shard: Int) -> Int { (runs - shard + shards - 1) / shards }

  /// The task that a run belongs to.
  public func shard(of run: Int) -> Int { run % shards }
}
