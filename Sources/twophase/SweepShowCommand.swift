import ArgumentParser
import Foundation
import LinearAlgebra
import TwoPhaseReport
import TwoPhaseStore
import TwoPhaseSweeps
import TwoPhaseTraining

struct SweepShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Shows a run of a sweep: the report that `twophase run` makes.",
    discussion: """
      A run whose records were not kept is made again, which gives the same numbers, and is compared with what the sweep has of it.

      Examples:
        twophase sweep show wrong-way.sweep 17
        twophase sweep show wrong-way.sweep 17 --output report-17
      """)

  @Argument(help: ArgumentHelp("The sweep's folder or file.", valueName: "SWEEP")) var sweep: String
  @Argument(help: ArgumentHelp("The run's number.", valueName: "NUMBER"), transform: NumberArgument.integer)
  var number: Int
  @Option(help: ArgumentHelp("A folder for the report, its page and all records.", valueName: "DIR"))
  var output: String?

  func run() throws {
    let workspace = try SweepWorkspace(existing: sweep)
    let hasResults = FileManager.default.fileExists(atPath: workspace.folder.store)
    let results = hasResults ? try workspace.results() : nil
    let folder = try output.map { try ReportFolder($0) }
    defer { folder?.discard() }
    let point =
      number >= 0 && number < workspace.description.count ? try workspace.description.point(number) : nil
    let interrupt = Interrupt()
    var progress = ProgressLine(total: point?.request.steps ?? 0)
    let whole: SweepWorkspace.WholeRun
    do {
      defer { progress.clear() }
      whole = try workspace.wholeRun(
        number, results: results,
        provenance: .here(
          command: CommandLine.arguments, name: nil, version: TwoPhaseCommand.configuration.version),
        isCancelled: { interrupt.isRequested }, progress: { progress.update($0) })
    } catch is SweepInterrupted {
      throw ExitCode(130)
    }
    Terminal.show(PhaseReport(whole.run).text(coloured: Terminal.showsColour))
    if let difference = whole.difference {
      Terminal.note(
        "twophase: note: made again, \(difference) differs from what the sweep has: another machine, BLAS or number of threads\n"
      )
    }
    for file in try folder?.write(whole.run) ?? [] { Terminal.note("\(file)\n") }
  }
}
