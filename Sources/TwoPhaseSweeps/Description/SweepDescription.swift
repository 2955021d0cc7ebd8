import TwoPhaseTraining

/// A sweep as a YAML file describes it. docs/sweeps.md has the format.
public struct SweepDescription: Sendable {
  /// The sweep's name, also its folder's.
  public let name: String
  /// A line for people; nil without one.
  public let title: String?
  /// The file's name in errors.
  public let path: String
  /// The description as canonical YAML, without comments: two files that describe the same sweep in the same order have the same.
  public let text: String
  /// The variables: axes in the order of the file, then derived values.
  public let variables: [SweepTable.Variable]
  /// How many runs there are.
  public let count: Int
  /// What is kept of each run.
  public let keep: SweepKeep
}
