import ArgumentParser
import Foundation
import LinearAlgebra
import TwoPhaseCluster
import TwoPhaseStore
import TwoPhaseSweeps
import TwoPhaseTraining

struct SweepStatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Says how far a sweep is.",
    discussion: """
      Of a sweep on a cluster it shows every task: runs made and failed by its store, and its state by Slurm's queue.

      Examples:
        twophase sweep status wrong-way.sweep
        twophase sweep status wrong-way.sweep --json
      """)

  @Argument(help: ArgumentHelp("The sweep's folder or file.", valueName: "SWEEP")) var sweep: String
  @Flag(help: "Print JSON, schema twophase.sweep-status/1.") var json = false

  func run() throws {
    let workspace = try SweepWorkspace(existing: sweep)
    guard try workspace.plan() != nil else {
      let status = try workspace.status()
      return Terminal.show(json ? try status.json() : status.text)
    }
    let cluster = try ClusterSweep(workspace)
    let (status, problem) = try cluster.status()
    Terminal.show(json ? String(decoding: try status.json(), as: UTF8.self) : status.text)
    if let problem { Terminal.note("twophase: note: \(problem)\n") }
    for damage in cluster.counts().compactMap(\.damage) { Terminal.note("twophase: note: \(damage)\n") }
  }
}

struct SweepCancelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cancel", abstract: "Takes a sweep's tasks out of Slurm's queue; what they made stays.",
    discussion: """
      Tasks under way stop at their next checkpoint. `twophase sweep FILE.yaml --slurm` or `twophase sweep merge --resubmit` goes on.

      Example:
        twophase sweep cancel wrong-way.sweep
      """)

  @Argument(help: ArgumentHelp("The sweep's folder or file.", valueName: "SWEEP")) var sweep: String

  func run() throws {
    let jobs = try ClusterSweep(SweepWorkspace(existing: sweep)).slurm.cancel()
    Terminal.show(
      jobs.isEmpty
        ? "no task of the sweep is in the queue\n"
        : "cancelled: job \(jobs.map(String.init).joined(separator: ", "))\n")
  }
}

struct SweepMergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Brings the runs of a sweep's cluster tasks together; says what is missing.",
    discussion: """
      Merging again changes nothing but adds what has come since; tasks may be under way. Exit status 1 when runs are missing, failed, \
      or there twice with different results. --resubmit gives Slurm the tasks that have runs missing and are not in the queue, with \
      the options of the last submission unless others are given.

      Examples:
        twophase sweep merge wrong-way.sweep
        twophase sweep merge wrong-way.sweep --resubmit
        twophase sweep merge wrong-way.sweep --resubmit --retry-failed --time 4:00:00
      """)

  @Argument(help: ArgumentHelp("The sweep's folder or file.", valueName: "SWEEP")) var sweep: String
  @Flag(help: "Submit the tasks that have runs missing.") var resubmit = false
  @Flag(help: "With --resubmit: make runs again that could not be made.") var retryFailed = false
  @Option(help: ArgumentHelp("With --resubmit: the partition.", valueName: "name")) var partition: String?
  @Option(help: ArgumentHelp("With --resubmit: the time of a task, as Slurm writes it.", valueName: "time"))
  var time: String?
  @Option(
    parsing: .unconditional, help: ArgumentHelp("With --resubmit: tasks at once.", valueName: "n"),
    transform: NumberArgument.integer)
  var maxRunning: Int?
  @Option(help: ArgumentHelp("With --resubmit: memory of a task, as Slurm writes it.", valueName: "size"))
  var mem: String?

  func run() throws {
    if !resubmit, retryFailed || partition != nil || time != nil || maxRunning != nil || mem != nil {
      throw OptionError("merge", found: "options of a submission", expected: "--resubmit with them")
    }
    let workspace = try SweepWorkspace(existing: sweep)
    let cluster = try ClusterSweep(workspace)
    var progress = ProgressLine(total: cluster.plan.shards, unit: "tasks")
    let merge: SweepMerge
    do {
      defer { progress.clear() }
      merge = try SweepMerge(
        workspace.folder, workspace.description, plan: cluster.plan,
        version: TwoPhaseCommand.configuration.version
      ) { progress.update($0) }
    }
    Terminal.show(merge.note)
    if resubmit {
      var options = try cluster.lastOptions() ?? SlurmOptions()
      options.partition = partition ?? options.partition
      options.time = time ?? options.time
      options.maxRunning = maxRunning ?? options.maxRunning
      options.memory = mem ?? options.memory
      let submitted = try cluster.submitMissing(
        options: options, program: SweepSlurmOptions.program, retryingFailed: retryFailed)
      Terminal.show(submitted.note(cluster))
    }
    if !merge.isClean { throw ExitCode(1) }
  }
}

struct SweepTaskCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "task", abstract: "Makes the runs of one task of a sweep; Slurm's nodes call it.",
    discussion: """
      Exit status 75 when it was stopped with runs left.

      Example:
        twophase sweep task wrong-way.sweep --shard 3
      """, shouldDisplay: false)

  @Argument(help: ArgumentHelp("The sweep's folder.", valueName: "SWEEP")) var sweep: String
  @Option(
    parsing: .unconditional, help: ArgumentHelp("The task.", valueName: "k"),
    transform: NumberArgument.integer) var shard: Int
  @Option(
    parsing: .unconditional, help: ArgumentHelp("Processors to use (default: 1).", valueName: "n"),
    transform: NumberArgument.integer)
  var threads: Int?
  @Flag(help: "Make runs again that could not be made.") var retryFailed = false

  func run() throws {
    let cluster = try ClusterSweep(SweepWorkspace(existing: sweep))
    let interrupt = Interrupt()
    let session: SweepSession
    do {
      session = try .task(
        shard, of: cluster.workspace, plan: cluster.plan, processors: threads ?? 1,
        version: TwoPhaseCommand.configuration.version, retryingFailed: retryFailed,
        isCancelled: { interrupt.isRequested })
    } catch is SweepInterrupted {
      throw ExitCode(SlurmScript.unfinishedStatus)
    }
    try SweepMakingOptions.perform(session, isTask: true, interrupt) {
      Terminal.show($0.note(cluster.workspace, shard: shard))
    }
  }
}
