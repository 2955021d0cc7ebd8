import ArgumentParser
import Foundation
import LinearAlgebra
import TwoPhaseCluster
import TwoPhaseReport
import TwoPhaseStore
import TwoPhaseSweeps
import TwoPhaseTraining

struct SweepCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep",
    abstract: "Makes the runs that a file describes, on this machine or as a Slurm job array.",
    discussion: """
      A sweep's file names axes, a base configuration and values derived from the axes; docs/sweeps.md has the format. Its runs go \
      into a folder, NAME.sweep unless --output names another; the same command goes on where it was stopped, whatever stopped it. \
      A run that cannot be made is recorded with its error and stops nothing. `twophase map` draws what came of it.

      Examples:
        twophase sweep wrong-way.yaml --dry-run
        twophase sweep wrong-way.yaml
        twophase sweep wrong-way.yaml --slurm --partition short --time 2:00:00 --array-size 200 --max-running 50
        twophase sweep status wrong-way.sweep
        twophase sweep merge wrong-way.sweep --resubmit
        twophase sweep show wrong-way.sweep 17
      """,
    subcommands: [
      SweepRunCommand.self, SweepStatusCommand.self, SweepCancelCommand.self, SweepMergeCommand.self,
      SweepShowCommand.self, SweepExportCommand.self, SweepTaskCommand.self,
    ], defaultSubcommand: SweepRunCommand.self)
}

struct SweepRunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Makes a sweep's runs, or what is left of them.",
    discussion: """
      Small runs are made as many at once as there are processors, on one thread each; from d = \(SweepThreads.sharedFrom) on one \
      at a time on all of them. Ctrl-C ends it with everything kept; exit status 130 then.

      Examples:
        twophase sweep wrong-way.yaml --workers 1
        twophase sweep wrong-way.yaml --retry-failed
        twophase sweep wrong-way.yaml --slurm --sbatch=--account=theory
      """)

  @Argument(help: ArgumentHelp("The description.", valueName: "FILE.yaml")) var file: String
  @Option(help: ArgumentHelp("The sweep's folder (default: NAME.sweep).", valueName: "DIR")) var output:
    String?
  @Flag(help: "Say how many runs there are and what they would cost, by beginning a few; make none.")
  var dryRun = false
  @OptionGroup var making: SweepMakingOptions
  @OptionGroup var slurm: SweepSlurmOptions

  func run() throws {
    try slurm.check(beside: making)
    let description = try SweepDescription(path: file)
    try description.check()
    guard !dryRun else {
      let estimate = try WorkSharing.with(threads: 1) { try SweepEstimate(description) }
      return Terminal.show(
        SweepEstimateText.text(
          description, estimate, workers: making.processors,
          tasks: slurm.slurm ? slurm.options.tasks(description) : nil))
    }
    // Asked before anything is written.
    if slurm.slurm { _ = try SlurmClient().maximalArraySize() }
    let workspace = try SweepWorkspace(making: description, from: file, in: output)
    guard !slurm.slurm else { return try slurm.submit(workspace, retryingFailed: making.retryFailed) }
    if try workspace.plan() != nil {
      throw OptionError(
        "sweep", found: "\(MessageText.line(workspace.folder.path, limit: 200)), which was given to Slurm",
        expected: "a sweep of this machine (--slurm submits what is missing, --output names another folder)")
    }
    let session = try SweepSession(
      description, numbers: 0..<description.count, store: workspace.folder.store, threads: making.plan,
      version: TwoPhaseCommand.configuration.version, retryingFailed: making.retryFailed)
    try SweepMakingOptions.perform(session) { Terminal.show($0.note(workspace)) }
  }
}

/// How runs are made, in a command that makes some.
struct SweepMakingOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Processors to use (default: all of this machine).", valueName: "n"),
    transform: NumberArgument.integer)
  var workers: Int?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Threads of each run (default: by d).", valueName: "n"),
    transform: NumberArgument.integer)
  var threads: Int?
  @Flag(help: "Make runs again that could not be made.") var retryFailed = false

  /// Processors to use.
  var processors: Int { workers ?? ProcessInfo.processInfo.activeProcessorCount }
  var plan: SweepThreads { SweepThreads(processors: processors, asked: threads) }

  func check() throws {
    for (option, value) in [("--workers", workers), ("--threads", threads)] {
      if let value, value < 1 { throw OptionError(option, found: "\(value)", expected: "at least 1") }
    }
  }

  /// Makes the runs with a progress line; exit status 130, of a task 75, when it was stopped.
  static func perform(
    _ session: SweepSession, isTask: Bool = false, _ interrupt: Interrupt = Interrupt(),
    note: (SweepSession.Outcome) -> Void
  ) throws {
    let progress = SweepProgressLine(isTask: isTask)
    let outcome: SweepSession.Outcome
    do {
      defer { progress.clear() }
      outcome = try session.perform(isCancelled: { interrupt.isRequested }, progress: progress.update)
    }
    note(outcome)
    // A task that could keep nothing in its time would keep nothing the next time either: it is not to be queued again.
    if outcome.left > 0 {
      throw ExitCode(!isTask ? 130 : outcome.madeProgress ? SlurmScript.unfinishedStatus : 1)
    }
  }
}
