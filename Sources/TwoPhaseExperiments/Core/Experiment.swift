/// An experiment: settings that a YAML file gives, trials, and what they are made into.
///
/// Its settings are decoded from the file's `settings:`, with `quick:` over them in the short form. Keys that
/// `Settings.CodingKeys` does not name are refused.
public protocol Experiment: Sendable {
  /// What a file sets.
  associatedtype Settings: ExperimentSettings
  /// The word after `kind:` in a file.
  static var kind: String { get }

  /// An experiment with its settings.
  ///
  /// - Throws: `ExperimentSettingError` for settings that no experiment could have.
  init(settings: Settings) throws

  /// Runs its trials.
  ///
  /// - Throws: what a trial throws; `ExperimentInterrupted` when `context` is cancelled.
  func perform(_ context: ExperimentContext) throws -> ExperimentOutcome
}

/// Settings of an experiment.
public protocol ExperimentSettings: Sendable, Decodable {
  /// The names of all keys that a file may give; every other one is refused.
  static var keys: [String] { get }
}

/// What an experiment makes; the file adds name, title and claim.
public struct ExperimentOutcome: Sendable, Equatable {
  /// The figure's panels, in their order.
  public var panels: [ExperimentPanel]
  /// Tables, in their order.
  public var tables: [ExperimentTable]
  /// Each claim with its verdict.
  public var findings: [ExperimentFinding]
  /// What a reader must know.
  public var notes: [String]

  /// An outcome.
  public init(
    panels: [ExperimentPanel] = [], tables: [ExperimentTable] = [], findings: [ExperimentFinding] = [],
    notes: [String] = []
  ) {
    self.panels = panels
    self.tables = tables
    self.findings = findings
    self.notes = notes
  }
}
