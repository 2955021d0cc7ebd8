import ArgumentParser
import LinearAlgebra
import TwoPhaseReport
import TwoPhaseStore
import TwoPhaseTraining

struct RunsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs",
    abstract: "Lists, shows, compares, exports and deletes the runs of a store.",
    discussion: """
      ID is a run's number in the store, or "last". A run whose process was killed is listed as interrupted, with every step \
      that was committed.

      Examples:
        twophase runs
        twophase runs show last
        twophase runs compare 1 2 3
        twophase runs export 4 --format npz --output run.npz
        twophase runs delete 2 --store experiments/slopes.sqlite
      """,
    subcommands: [
      RunsListCommand.self, RunsShowCommand.self, RunsCompareCommand.self, RunsExportCommand.self,
      RunsDeleteCommand.self,
    ], defaultSubcommand: RunsListCommand.self)
}

struct RunsListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Lists the runs of a store.",
    discussion: """
      Example:
        twophase runs list --json
      """)

  @OptionGroup var path: StorePathOption
  @Flag(help: "Print JSON, schema twophase.runs/1.") var json = false

  func run() throws {
    let list = RunList(try RunStore(reading: path.resolved).runs())
    Terminal.show(json ? try list.json() : list.text)
  }
}

struct RunsShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Shows a run: report, origin, events and files.",
    discussion: """
      Example:
        twophase runs show 3
      """)

  @Argument(help: ArgumentHelp("The run.", valueName: "ID")) var id: String
  @OptionGroup var path: StorePathOption
  @Flag(help: "Print report.json, schema twophase.report/1, instead of the text.") var json = false

  func run() throws {
    let store = try RunStore(reading: path.resolved)
    let id = try store.id(of: self.id)
    let recorded = try store.run(id)
    guard !json else { return Terminal.show(try RunDocument(recorded).text()) }
    Terminal.show(
      PhaseReport(recorded).text(coloured: Terminal.showsColour)
        + RunOriginText.text(
          recorded, events: try store.events(id).map(\.parts), files: try store.weights(id).map(\.path)))
  }
}

struct RunsCompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Compares runs: settings, transitions, rates, verdicts.",
    discussion: """
      `twophase report ID ID ...` draws them over each other.

      Examples:
        twophase runs compare 1 2
        twophase runs compare 1 2 3 --json
      """)

  @Argument(help: ArgumentHelp("The runs, two or more.", valueName: "ID")) var ids: [String]
  @OptionGroup var path: StorePathOption
  @Flag(help: "Print JSON, schema twophase.comparison/1.") var json = false

  func run() throws {
    let store = try RunStore(reading: path.resolved)
    let table = ComparisonTable(try store.runs(named: ids, atLeast: 2))
    Terminal.show(json ? try table.json() : table.text())
  }
}

struct RunsExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Writes a run's series as CSV, its report as JSON, or all its arrays as .npz.",
    discussion: """
      CSV and JSON go to standard output unless --output names a file; npz needs it. The .npz holds every column of the series, \
      W_0, W* and the last W, and with --keep-weights the weights as a trajectory that `twophase verify` reads.

      Examples:
        twophase runs export 3 --format csv > series.csv
        twophase runs export last --format npz --output run.npz
      """)

  enum Format: String, CaseIterable, ExpressibleByArgument { case csv, json, npz }

  @Argument(help: ArgumentHelp("The run.", valueName: "ID")) var id: String
  @Option(help: "csv, json or npz.") var format: Format
  @Option(help: ArgumentHelp("The file.", valueName: "FILE")) var output: String?
  @OptionGroup var path: StorePathOption

  func run() throws {
    let store = try RunStore(reading: path.resolved)
    let id = try store.id(of: self.id)
    if format == .npz, output == nil {
      throw OptionError("--output", found: "none for --format npz", expected: "a file's name")
    }
    let recorded = try store.run(id)
    switch format {
    case .csv: try Terminal.write(SeriesTable.csv(recorded.series), to: output)
    case .json: try Terminal.write(try RunDocument(recorded).text(), to: output)
    case .npz:
      let data = try SeriesArchive.npz(
        recorded, start: try store.matrix(id, .start), teacher: try store.matrix(id, .teacher),
        end: try store.matrix(id, .end), kept: try store.keptWeights(id))
      if let output { try AtomicFile.write(data, to: output) }
    }
  }
}

struct RunsDeleteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete", abstract: "Deletes runs with their records and files.",
    discussion: """
      There is no way back. A run that is being recorded is refused.

      Example:
        twophase runs delete 2 5
      """)

  @Argument(help: ArgumentHelp("The runs.", valueName: "ID")) var ids: [String]
  @OptionGroup var path: StorePathOption

  func run() throws {
    let store = try RunStore(reading: path.resolved)
    // All are looked up before any is deleted.
    for id in try ids.map({ try store.id(of: $0) }) {
      try store.delete(id)
      Terminal.show("run \(id) deleted\n")
    }
  }
}
