/// A column of a sweep's table: what a run was asked for, what came of it, or what it cost.
public struct SweepColumn: Sendable {
  /// What entries are, beside none.
  public enum Kind: String, Sendable {
    /// Whole numbers.
    case integer
    /// Real numbers.
    case real
    /// Yes or no.
    case flag
    /// A verdict's word: holds, violated, vacuous, notTested.
    case verdict
    /// Words.
    case text
  }

  /// What a column is about.
  public enum Part: String, Sendable {
    /// What was asked for.
    case setting
    /// What came of it; the same whenever and wherever the run is made.
    case outcome
    /// What making it cost and where it was made: not the same twice.
    case cost
  }

  /// The name, in the store, in CSV files and on the command line.
  public let name: String
  /// What entries are.
  public let kind: Kind
  /// What it is about.
  public let part: Part
  /// What it is, with its scale, for people.
  public let note: String

  init(_ name: String, _ kind: Kind, _ part: Part, _ note: String) {
    self.name = name
    self.kind = kind
    self.part = part
    self.note = note
  }
}
