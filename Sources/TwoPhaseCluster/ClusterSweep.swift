import Foundation
import LinearAlgebra
import TwoPhaseStore
import TwoPhaseSweeps
import TwoPhaseTraining

/// A sweep that Slurm makes: its folder with its tasks' stores, and what the queue says of the tasks.
public struct ClusterSweep: Sendable {
  /// The sweep.
  public let workspace: SweepWorkspace
  /// How it is split.
  public let plan: ShardPlan
  /// Its tasks in the queue.
  public let slurm: SlurmSweep

  /// What a submission came to.
  public struct Submitted: Sendable, Equatable {
    /// What was given to Slurm; nil when nothing was missing or all of it is in the queue.
    public let submission: Submission?
    /// Runs that are missing in all.
    public let missing: Int
  }

  /// A sweep that was split before.
  ///
  /// - Throws: `OptionError` for a sweep of one machine; `FileFailure`, `SweepPlanError`.
  public init(_ workspace: SweepWorkspace, client: SlurmClient = SlurmClient()) throws {
    guard let plan = try workspace.plan() else {
      throw OptionError(
        "SWEEP", found: "\(MessageText.line(workspace.folder.path, limit: 200)), a sweep of one machine",
        expected: "one that was given to Slurm (twophase sweep FILE.yaml --slurm)")
    }
    self.workspace = workspace
    self.plan = plan
    slurm = SlurmSweep(folder: workspace.folder, client: client)
  }

  /// A sweep that is to be given to Slurm, split now unless it was before.
  ///
  /// - Throws: `OptionError` when it was split otherwise before, or its runs were made on this machine.
  public init(
    submitting workspace: SweepWorkspace, options: SlurmOptions, client: SlurmClient = SlurmClient()
  )
    throws
  {
    try options.check()
    if let plan = try workspace.plan() {
      if let asked = options.arraySize, asked != plan.shards {
        throw OptionError(
          "--array-size", found: "\(asked)", expected: "\(plan.shards), as the sweep was split at first")
      }
    } else {
      guard !FileManager.default.fileExists(atPath: workspace.folder.store) else {
        throw OptionError(
          "--slurm",
          found: "\(MessageText.line(workspace.folder.path, limit: 200)), whose runs this machine makes",
          expected: "a sweep that has no runs yet (--output names another folder)")
      }
      // Asked before anything is written: no Slurm, no split sweep.
      let size = try client.maximalArraySize()
      let shards = options.tasks(workspace.description)
      guard shards <= size else {
        throw OptionError(
          "--array-size", found: "\(shards) tasks", expected: "at most \(size), MaxArraySize of this cluster")
      }
      try workspace.set(ShardPlan(runs: workspace.description.count, shards: shards))
    }
    try self.init(workspace, client: client)
  }

  /// What each task's store has, and why one cannot be read.
  public func counts() -> [(count: ShardCount, damage: String?)] {
    workspace.shardCounts(plan).map { counts, damage in
      (ShardCount(made: counts.made - counts.failed, failed: counts.failed), damage)
    }
  }

  /// How far it is; where Slurm cannot be asked, by the stores alone, and why.
  ///
  /// - Throws: `FileFailure`, `SlurmFailure` for a record of submissions that cannot be read.
  /// - Complexity: some milliseconds a task.
  public func status() throws -> (ClusterStatus, problem: String?) {
    let counts = counts().map(\.count)
    do {
      return (ClusterStatus(plan: plan, counts: counts, states: try slurm.states()), nil)
    } catch let failure as SlurmFailure where failure.kind == .unavailable {
      return (
        ClusterStatus(plan: plan, counts: counts, states: [:]),
        "\(failure.description): tasks that are in the queue are shown as missing"
      )
    }
  }

  /// Gives Slurm the tasks that have runs missing and are not in the queue.
  ///
  /// - Parameters:
  ///   - program: the program that the nodes run.
  ///   - retryingFailed: counts runs that could not be made as missing.
  /// - Throws: `OptionError`, `SlurmFailure`, `FileFailure`.
  public func submitMissing(options: SlurmOptions, program: String, retryingFailed: Bool) throws -> Submitted
  {
    let counts = counts().map { found in
      retryingFailed ? ShardCount(made: found.count.made) : found.count
    }
    let missing = (0..<plan.shards).reduce(0) { $0 + plan.count(of: $1) - counts[$1].recorded }
    let shards = SlurmSweep.toResubmit(plan, counts: counts, states: try slurm.states())
    guard !shards.isEmpty else { return Submitted(submission: nil, missing: missing) }
    let submission = try slurm.submit(
      shards: shards, of: plan, options: options, program: program, name: workspace.description.name,
      retryingFailed: retryingFailed)
    return Submitted(submission: submission, missing: missing)
  }

  /// The options of the latest submission: what is submitted again asks for the same; nil when nothing was submitted.
  public func lastOptions() throws -> SlurmOptions? { try slurm.submissions().last?.options }
}

extension SlurmOptions {
  /// Tasks of a sweep: as asked for, or 100; never more than runs.
  public func tasks(_ description: SweepDescription) -> Int { min(arraySize ?? 100, description.count) }
}

extension ClusterSweep.Submitted {
  /// What a user is told.
  public func note(_ cluster: ClusterSweep) -> String {
    let folder = ShellText.quoted(cluster.workspace.folder.path)
    guard let submission else {
      return missing == 0
        ? "no run is missing: twophase sweep merge \(folder) brings them together\n"
        : "\(QuantityText.count(missing, "run")) missing, all of them in the queue: twophase sweep status \(folder)\n"
    }
    return """
      job \(submission.job.map(String.init) ?? submission.name): tasks \(submission.tasks) for \(QuantityText.count(missing, "run"))
      twophase sweep status \(folder) says how far it is, twophase sweep merge \(folder) brings the runs together

      """
  }
}
