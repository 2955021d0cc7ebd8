import ArgumentParser
import Foundation
import LinearAlgebra
import TwoPhaseCluster
import TwoPhaseStore
import TwoPhaseTraining

/// What is asked of Slurm, the same in every command that submits.
struct SweepSlurmOptions: ParsableArguments {
  @Flag(help: "Give the sweep to Slurm as a job array; whatever of it is missing and not in the queue.")
  var slurm = false
  @Option(help: ArgumentHelp("With --slurm: the partition.", valueName: "name")) var partition: String?
  @Option(help: ArgumentHelp("With --slurm: the time of a task, as Slurm writes it.", valueName: "time"))
  var time: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("With --slurm: tasks (default: 100, or as many as runs).", valueName: "n"),
    transform: NumberArgument.integer)
  var arraySize: Int?
  @Option(
    parsing: .unconditional, help: ArgumentHelp("With --slurm: tasks at once.", valueName: "n"),
    transform: NumberArgument.integer)
  var maxRunning: Int?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("With --slurm: processors of a task (default: 1).", valueName: "n"),
    transform: NumberArgument.integer)
  var cpusPerTask: Int?
  @Option(help: ArgumentHelp("With --slurm: memory of a task, as Slurm writes it.", valueName: "size"))
  var mem: String?
  @Option(
    name: .customLong("sbatch"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp("With --slurm: a further option of sbatch; may be repeated.", valueName: "option"))
  var others: [String] = []

  var options: SlurmOptions {
    var options = SlurmOptions()
    options.partition = partition
    options.time = time
    options.arraySize = arraySize
    options.maxRunning = maxRunning
    options.cpusPerTask = cpusPerTask ?? 1
    options.memory = mem
    options.others = others
    return options
  }

  /// Refuses options of Slurm without Slurm, and options of this machine with it.
  func check(beside making: SweepMakingOptions) throws {
    try making.check()
    let given: [(String, Bool)] = [
      ("--partition", partition != nil), ("--time", time != nil), ("--array-size", arraySize != nil),
      ("--max-running", maxRunning != nil), ("--cpus-per-task", cpusPerTask != nil), ("--mem", mem != nil),
      ("--sbatch", !others.isEmpty),
    ]
    if !slurm, let option = given.first(where: \.1)?.0 {
      throw OptionError(option, found: "it without --slurm", expected: "both or neither")
    }
    if slurm, making.workers != nil || making.threads != nil {
      throw OptionError(
        making.workers != nil ? "--workers" : "--threads", found: "it with --slurm",
        expected: "--cpus-per-task, the processors of a task")
    }
    try options.check()
  }

  /// Submits what is missing.
  func submit(_ workspace: SweepWorkspace, retryingFailed: Bool) throws {
    let cluster = try ClusterSweep(submitting: workspace, options: options)
    let submitted = try cluster.submitMissing(
      options: options, program: Self.program, retryingFailed: retryingFailed)
    Terminal.show(submitted.note(cluster))
  }

  /// This program, as the nodes are to run it.
  static var program: String {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
  }
}
