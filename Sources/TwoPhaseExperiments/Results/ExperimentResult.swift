import TwoPhaseTheory

/// What an experiment found: figures as data, tables, and each claim beside what was measured. Two runs with the same seed
/// give equal results.
public struct ExperimentResult: Sendable, Equatable, Codable {
  /// "fig5".
  public var name: String
  /// A line for people.
  public var title: String
  /// What is claimed, in a sentence or two.
  public var claim: String
  /// Whose claim it is: "[S], figure 5".
  public var source: String
  /// True for the short form.
  public var isQuick: Bool
  /// The settings as they were used, YAML.
  public var settings: String
  /// The seed of every random number.
  public var seed: UInt64
  /// The figure's panels, in their order.
  public var panels: [ExperimentPanel]
  /// Tables, in their order.
  public var tables: [ExperimentTable]
  /// Each claim with its verdict.
  public var findings: [ExperimentFinding]
  /// What a reader must know: choices, limits, scales.
  public var notes: [String]

  /// A result.
  public init(
    name: String, title: String, claim: String, source: String, isQuick: Bool, settings: String, seed: UInt64,
    panels: [ExperimentPanel], tables: [ExperimentTable], findings: [ExperimentFinding], notes: [String]
  ) {
    self.name = name
    self.title = title
    self.claim = claim
    self.source = source
    self.isQuick = isQuick
    self.settings = settings
    self.seed = seed
    self.panels = panels
    self.tables = tables
    self.findings = findings
    self.notes = notes
  }
}
