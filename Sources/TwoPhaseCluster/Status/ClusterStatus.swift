import TwoPhaseSweeps

/// How far a sweep on a cluster is: what its shards' stores have, and what Slurm says of its tasks.
public struct ClusterStatus: Sendable, Equatable {
  /// A shard.
  public struct Row: Sendable, Equatable {
    /// Its number.
    public let shard: Int
    /// Runs that it has to make.
    public let runs: Int
    /// What it has.
    public let count: ShardCount
    /// What it is doing.
    public let condition: Condition

    /// Runs neither made nor recorded as failed.
    public var missing: Int { runs - count.recorded }
  }

  /// What a shard is doing.
  public enum Condition: Sendable, Hashable {
    /// Every run was made, or failed and is recorded.
    case done
    /// Its task runs, or ends, on a node.
    case running(node: String)
    /// Its task is in the queue; Slurm's word for why it waits or is held.
    case waiting(reason: String)
    /// Runs are missing and no task is in the queue.
    case missing

    /// Its word.
    public var word: String {
      switch self {
      case .done: "done"
      case .running: "running"
      case .waiting: "waiting"
      case .missing: "missing"
      }
    }

    /// All words, in the order of tables.
    static let words = ["done", "running", "waiting", "missing"]
  }

  /// Every shard.
  public let rows: [Row]

  /// A status.
  ///
  /// - Parameters:
  ///   - counts: one for each shard.
  ///   - states: the tasks that are in the queue.
  public init(plan: ShardPlan, counts: [ShardCount], states: [Int: TaskState]) {
    precondition(counts.count == plan.shards, "a count for each shard")
    rows = (0..<plan.shards).map { shard in
      let runs = plan.count(of: shard)
      let condition = Self.condition(states[shard], isComplete: counts[shard].recorded >= runs)
      return Row(shard: shard, runs: runs, count: counts[shard], condition: condition)
    }
  }

  /// Runs of the sweep.
  public var runs: Int { rows.reduce(0) { $0 + $1.runs } }
  /// Runs that have a result.
  public var made: Int { rows.reduce(0) { $0 + $1.count.made } }
  /// Runs recorded as failed.
  public var failed: Int { rows.reduce(0) { $0 + $1.count.failed } }
  /// Runs neither made nor recorded as failed.
  public var missing: Int { rows.reduce(0) { $0 + $1.missing } }

  /// How many shards are in a condition of that word.
  public func shards(_ word: String) -> Int { rows.count { $0.condition.word == word } }

  private static func condition(_ state: TaskState?, isComplete: Bool) -> Condition {
    if isComplete { return .done }
    switch state {
    case nil: return .missing
    case .running(let node), .ending(let node): return .running(node: node)
    case .waiting(let reason), .held(let reason), .other(let reason): return .waiting(reason: reason)
    }
  }
}
