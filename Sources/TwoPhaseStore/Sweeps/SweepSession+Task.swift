import Foundation
import LinearAlgebra
import TwoPhaseSweeps
import TwoPhaseTraining

extension SweepSession {
  /// The runs of one task of a sweep that is split.
  ///
  /// Waits while another process makes the same task: when a node is lost and comes back, both the old and the new process may
  /// live. A store that cannot be read is set aside, and its runs are made again.
  ///
  /// - Throws: `OptionError` for a task that the plan does not have; as `init(_:numbers:store:...)`.
  public static func task(
    _ task: Int, of workspace: SweepWorkspace, plan: ShardPlan, processors: Int, version: String,
    retryingFailed: Bool, isCancelled: () -> Bool
  ) throws -> SweepSession {
    guard task >= 0, task < plan.shards else {
      throw OptionError("--shard", found: "\(task)", expected: "0 to \(plan.shards - 1)")
    }
    let path = workspace.folder.shard(task)
    return try SweepSession(
      workspace.description, numbers: plan.numbers(of: task), store: path,
      shard: SweepFolder.shardName(task), threads: SweepThreads(processors: processors), version: version,
      retryingFailed: retryingFailed, waits: true, replacesDamaged: true, isCancelled: isCancelled)
  }
}
