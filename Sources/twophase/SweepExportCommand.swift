import ArgumentParser
import Foundation
import LinearAlgebra
import TwoPhaseReport
import TwoPhaseStore
import TwoPhaseSweeps

struct SweepExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Writes a sweep's runs as CSV, one row a run.",
    discussion: """
      Settings, outcomes, verdicts and costs of every run, whatever their number; docs/maps.md names the columns. `pandas.read_csv` reads \
      it; so does `sqlite3` the sweep's own store, sweep.sqlite.

      Examples:
        twophase sweep export wrong-way.sweep > runs.csv
        twophase sweep export wrong-way.sweep --output runs.csv
      """)

  @Argument(help: ArgumentHelp("The sweep's folder or file.", valueName: "SWEEP")) var sweep: String
  @Option(help: ArgumentHelp("The file.", valueName: "FILE")) var output: String?

  func run() throws {
    let workspace = try SweepWorkspace(existing: sweep)
    let results = try workspace.results()
    let lines = SweepRunsCSV.Lines(workspace.description.variables)
    guard let output else {
      Terminal.show(lines.header)
      return try results.forEachRow { Terminal.show(lines.line($0)) }
    }
    try AtomicFile.write(to: output) { write in
      try write(Data(lines.header.utf8))
      try results.forEachRow { try write(Data(lines.line($0).utf8)) }
    }
  }
}
