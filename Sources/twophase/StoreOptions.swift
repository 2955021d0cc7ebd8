import ArgumentParser
import TwoPhaseStore
import TwoPhaseTraining

/// Where runs are kept, the same in every command that makes one.
struct StoreOptions: ParsableArguments {
  @OptionGroup var path: StorePathOption
  @Flag(help: "Keep the run in no store.") var noStore = false
  @Option(help: ArgumentHelp("A name for the run in lists and reports; any text.", valueName: "text"))
  var name: String?

  /// The store's file; nil with --no-store.
  func resolved() throws(OptionError) -> String? { try StorePathOption.file(path, noStore: noStore) }

  /// Where a run is kept; empty without a store.
  func note(_ run: RecordedRun) -> String { run.placeNote(store: noStore ? nil : path.resolved) }

  /// Who makes the run.
  var provenance: RunProvenance {
    .here(command: CommandLine.arguments, name: name, version: TwoPhaseCommand.configuration.version)
  }
}

/// The store's file, the same in every command.
struct StorePathOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The store of runs (default: \(RunStore.defaultPath) in the working folder).", valueName: "FILE"))
  var store: String?

  var resolved: String { store ?? RunStore.defaultPath }

  /// The store's file; nil with --no-store.
  static func file(_ path: StorePathOption, noStore: Bool) throws(OptionError) -> String? {
    guard noStore else { return path.resolved }
    if path.store != nil {
      throw OptionError("--no-store", found: "it beside --store", expected: "one of the two")
    }
    return nil
  }
}
