import ArgumentParser
import Foundation
import LinearAlgebra
import TwoPhaseReport
import TwoPhaseStore
import TwoPhaseSweeps
import TwoPhaseTraining

struct MapCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "map",
    abstract: "Draws a quantity of a sweep's runs over two of its settings, with the theorem's own region.",
    discussion: """
      NAME is one of the sweep's axes or derived values, a setting, or for --value a column of runs.csv: transitionStep, noReturn, margin, \
      rate, finalDistance, C4 (the fraction in which it holds), or failed, diverged, converged, twoPhases. Fractions have Wilson's \
      intervals, medians bootstrap intervals. --output writes report.html, whose cells show the runs behind them, report.md, map.pdf, \
      map.svg, cells.csv, runs.csv and map.json. docs/maps.md explains them.

      Examples:
        twophase map wrong-way.sweep --x gamma --y dimension --value twoPhases
        twophase map wrong-way.sweep --x gamma --y dimension --value transitionStep --output map
        twophase map wrong-way.sweep --x gamma --y dimension --value C4 --output map --reports all
      """)

  /// Reports that are written without having been asked for.
  private static let mostUnasked = 500

  enum Reports: String, CaseIterable, ExpressibleByArgument { case none, kept, all }

  @Argument(help: ArgumentHelp("The sweep's folder or file.", valueName: "SWEEP")) var sweep: String
  @Option(help: ArgumentHelp("Along the bottom.", valueName: "NAME")) var x: String
  @Option(help: ArgumentHelp("Upwards.", valueName: "NAME")) var y: String
  @Option(help: ArgumentHelp("What is drawn.", valueName: "NAME")) var value: String
  @Option(help: ArgumentHelp("The folder for the page, the figures and the data.", valueName: "DIR"))
  var output: String?
  @Option(
    help:
      "With --output: the reports of runs that the page links: of none, of those whose records were kept (default, when they are at most 500), or of all, made again."
  )
  var reports: Reports?

  func run() throws {
    if output == nil, reports != nil {
      throw OptionError("--reports", found: "it without --output", expected: "both or neither")
    }
    let workspace = try SweepWorkspace(existing: sweep)
    let results = try workspace.results()
    let counts = try results.counts()
    let listsRuns = output != nil && counts.made <= SweepMapFolder.mostListedRuns
    let table = try workspace.table(layout: listsRuns ? .whole : SweepMap.layout(x: x, y: y, value: value))
    let map = try SweepMap(table, x: x, y: y, value: value)
    var theorem: EmpiricalTheorem?
    do {
      theorem = try EmpiricalTheorem(table)
    } catch let failure as EmpiricalTheoremError {
      Terminal.note("twophase: note: \(failure.description); the map is drawn without it\n")
    }
    let facts = SweepMapFacts(
      runsMade: counts.made, runCount: workspace.description.count, failed: counts.failed,
      command: CommandLine.arguments.map(ShellText.quoted).joined(separator: " "),
      version: TwoPhaseCommand.configuration.version)
    guard let output else {
      return Terminal.show(SweepMapText(map, theorem: theorem, facts: facts).text)
    }
    let folder = try SweepMapFolder(output)
    defer { folder.discard() }
    let links = try reportLinks(workspace, results, table, in: folder)
    let figures = SweepMapFigures(map)
    let files = try folder.write(
      map, table: listsRuns ? table : nil, theorem: theorem, facts: facts, links: links, figures: figures)
    Terminal.show(
      SweepMapText(map, theorem: theorem, facts: facts, figureOmission: figures.omission).text)
    for file in files { Terminal.note("\(file)\n") }
    if !listsRuns {
      Terminal.note("runs.csv is left out for \(counts.made) runs: twophase sweep export writes it\n")
    }
  }

  /// Writes the reports that the page links.
  private func reportLinks(
    _ workspace: SweepWorkspace, _ results: SweepStore, _ table: SweepTable, in folder: SweepMapFolder
  ) throws -> MapRunLinks {
    let name = ShellText.quoted(sweep)
    let command: @Sendable (Int) -> String = { "twophase sweep show \(name) \($0)" }
    let numbers: [Int]
    switch reports {
    case nil:
      let kept = try results.keptNumbers().sorted()
      numbers = kept.count <= Self.mostUnasked ? kept : []
      if numbers.count < kept.count {
        Terminal.note(
          "twophase: note: no reports of \(kept.count) kept runs are written: --reports kept writes them\n")
      }
    case .some(.none): numbers = []
    case .kept: numbers = try results.keptNumbers().sorted()
    case .all: numbers = table.rows.filter { !$0.isFailed }.map(\.number)
    }
    let interrupt = Interrupt()
    var progress = ProgressLine(total: numbers.count, unit: "reports")
    defer { progress.clear() }
    do {
      let pages = try RunPages(workspace, results).write(
        numbers, into: folder.path, version: TwoPhaseCommand.configuration.version,
        isCancelled: { interrupt.isRequested }, progress: { progress.update($0) })
      return MapRunLinks(pages, showCommand: command)
    } catch is SweepInterrupted {
      throw ExitCode(130)
    }
  }
}
