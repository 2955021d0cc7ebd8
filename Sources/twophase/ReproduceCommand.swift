import ArgumentParser
import Foundation
import LinearAlgebra
import TwoPhaseExperiments
import TwoPhaseReport
import TwoPhaseStore
import TwoPhaseTraining

struct ReproduceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reproduce",
    abstract: "Repeats the study's experiments: figures, tables, and each claim beside what is measured.",
    discussion: """
      NAME is one of \(ExperimentCatalogue.names.joined(separator: ", ")), all, or a .yaml file of your own; \
      docs/experiments.md says what each is about. Every experiment gets a folder: report.html, report.md, result.json, series.csv, \
      figures as PDF and SVG. Its teacher-student runs are kept in the store like any other. The same seed gives the same numbers, \
      whatever the number of workers. fig5 to fig7 learn digits: `make data` fetches them.

      Examples:
        twophase reproduce --list
        twophase reproduce fig8 --quick
        twophase reproduce all --output reproduction
        twophase reproduce my-slopes.yaml --seed 7 --no-store
      """)

  @Argument(help: ArgumentHelp("The experiments.", valueName: "NAME")) var names: [String] = []
  @Flag(help: "Run the short forms.") var quick = false
  @Flag(help: "List the experiments and end.") var list = false
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The seed of every random number (default: 1).", valueName: "n"),
    transform: NumberArgument.seed)
  var seed: UInt64 = 1
  @Option(help: ArgumentHelp("The folder; each experiment gets one in it.", valueName: "DIR"))
  var output = "reproduction"
  @Option(help: ArgumentHelp("The folder of data sets, see `make data`.", valueName: "DIR")) var data = "data"
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Trials at once (default: one for each processor).", valueName: "n"),
    transform: NumberArgument.integer)
  var workers: Int?
  @OptionGroup var path: StorePathOption
  @Flag(help: "Keep runs and results in no store.") var noStore = false

  func run() throws {
    if list { return Terminal.show(ExperimentListText.text(try ExperimentCatalogue.list())) }
    let experiments = try ExperimentCatalogue.files(names).map { try PreparedExperiment($0, isQuick: quick) }
    let parent = try ReportFolder(output)
    // Gone again when nothing came into it.
    defer { parent.discard() }
    let session = try ExperimentSession(
      store: try StorePathOption.file(path, noStore: noStore),
      provenance: .here(
        command: CommandLine.arguments, name: nil, version: TwoPhaseCommand.configuration.version),
      workers: workers ?? ProcessInfo.processInfo.activeProcessorCount)
    let interrupt = Interrupt()
    for experiment in experiments {
      let name = experiment.file.name
      let folder = try ExperimentFolder((output as NSString).appendingPathComponent(name))
      let progress = TrialProgress(name)
      do {
        let outcome = try session.perform(
          experiment, seed: seed, dataFolder: data, isCancelled: { interrupt.isRequested },
          progress: progress.update)
        progress.clear()
        let facts = ExperimentFacts(
          command: CommandLine.arguments.map(ShellText.quoted).joined(separator: " "),
          version: TwoPhaseCommand.configuration.version, store: noStore ? nil : path.resolved,
          runs: outcome.runs, seconds: outcome.seconds)
        let figures = ExperimentFigures(outcome.result)
        let files = try folder.write(outcome.result, facts: facts, figures: figures)
        Terminal.show(
          ExperimentTextReport(outcome.result, facts: facts, figureOmission: figures.omission)
            .text(coloured: Terminal.showsColour))
        for file in files { Terminal.note("\(file)\n") }
      } catch {
        progress.clear()
        folder.discard()
        guard error is ExperimentInterrupted else { throw error }
        Terminal.note("twophase: \(name) interrupted: its runs so far are kept\(noStore ? " nowhere" : "")\n")
        throw ExitCode(130)
      }
    }
  }
}
