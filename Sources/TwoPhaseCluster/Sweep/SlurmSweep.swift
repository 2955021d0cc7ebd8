import Foundation
import LinearAlgebra
import TwoPhaseSweeps
import TwoPhaseTraining

/// A sweep's tasks on a Slurm cluster: submitted, looked at, cancelled.
public struct SlurmSweep: Sendable {
  /// The sweep's folder.
  public let folder: SweepFolder
  /// How Slurm is asked.
  public let client: SlurmClient

  /// A sweep in its folder, whether anything was submitted for it or not.
  public init(folder: SweepFolder, client: SlurmClient = SlurmClient()) {
    self.folder = folder
    self.client = client
  }

  /// Submits an array of those shards that are not in the queue already; nil when all of them are.
  ///
  /// The submission is recorded before Slurm is asked, under a job name that nothing else has: when the process is killed
  /// between the two, the next look at the queue finds the tasks by that name.
  ///
  /// - Parameters:
  ///   - program: the program that each node runs: its path there.
  ///   - name: the sweep's name.
  ///   - retryingFailed: the tasks make runs again that could not be made.
  /// - Throws: `OptionError` for an option that cannot be used, and for a shard's number that the cluster does not allow;
  ///   `SlurmFailure`; `FileFailure`.
  public func submit(
    shards: [Int], of plan: ShardPlan, options: SlurmOptions, program: String, name: String,
    retryingFailed: Bool = false
  ) throws -> Submission? {
    precondition(shards.allSatisfy { (0..<plan.shards).contains($0) }, "shards of the plan")
    try options.check()
    return try SubmissionLock.held(in: folder) {
      let file = SubmissionFile(folder)
      var submissions = try file.read()
      let queued = try queue(of: submissions)
      let left = Set(shards).filter { queued[$0] == nil }.sorted()
      guard let last = left.last else { return nil }
      let size = try client.maximalArraySize()
      guard last < size else {
        throw OptionError(
          "--array-size", found: "\(plan.shards) tasks",
          expected: "at most \(size), MaxArraySize of this cluster")
      }
      let jobName = Submission.jobName(name, token: UInt32.random(in: 0...UInt32.max))
      let script = try SlurmScript(
        jobName: jobName, shards: left, options: options, program: program, folder: folder,
        retryingFailed: retryingFailed)
      let scriptName = "job-\(submissions.count + 1).sh"
      let scriptPath = (script.folder.slurm as NSString).appendingPathComponent(scriptName)
      try AtomicFile.write(Data(script.text.utf8), to: scriptPath)
      var submission = Submission(
        name: jobName, tasks: ArraySpec.text(left), submittedAt: Date(),
        host: ProcessInfo.processInfo.hostName,
        script: scriptName, options: options, job: nil)
      submissions.append(submission)
      try file.write(submissions)
      submission.job = try client.submit(script: scriptPath, options: script.words)
      submissions[submissions.count - 1] = submission
      try file.write(submissions)
      return submission
    }
  }

  /// What was submitted, oldest first; empty for a sweep that was not.
  public func submissions() throws -> [Submission] { try SubmissionFile(folder).read() }

  /// The state of each shard that is in the queue. The latest submission counts when a shard is in two.
  public func states() throws -> [Int: TaskState] {
    try queue(of: submissions()).mapValues(\.state)
  }

  /// Cancels every task that is in the queue; the job ids, rising.
  ///
  /// Waits until the queue has none of them, at most some 4 s, and cancels again what put itself back at the same moment.
  public func cancel() throws -> [Int] {
    try SubmissionLock.held(in: folder) {
      let names = try submissions().map(\.name)
      var cancelled: Set<Int> = []
      for round in 0..<20 {
        if round > 0 { usleep(200_000) }
        // Tasks that are ending too: one that is being queued again looks like that for a moment.
        let alive = try client.tasks(named: names)
        if alive.isEmpty { break }
        for job in Set(alive.map(\.job)).sorted() {
          try client.cancel(job: job)
          cancelled.insert(job)
        }
      }
      return cancelled.sorted()
    }
  }

  /// The shards that have runs missing and no task in the queue, rising: what is to be submitted again.
  ///
  /// - Parameter counts: what is known of the runs of each shard, as many as the plan has.
  public static func toResubmit(
    _ plan: ShardPlan, counts: [ShardCount], states: [Int: TaskState]
  ) -> [Int] {
    precondition(counts.count == plan.shards, "a count for each shard")
    return (0..<plan.shards).filter { states[$0] == nil && counts[$0].recorded < plan.count(of: $0) }
  }

  private func queue(of submissions: [Submission]) throws -> [Int: QueuedTask] {
    let order = Dictionary(
      submissions.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { max($0, $1) })
    var latest: [Int: QueuedTask] = [:]
    for task in try client.tasks(named: submissions.map(\.name)) {
      guard let age = order[task.name] else { continue }
      if let other = latest[task.index], let otherAge = order[other.name], otherAge > age { continue }
      latest[task.index] = task
    }
    return latest
  }
}
