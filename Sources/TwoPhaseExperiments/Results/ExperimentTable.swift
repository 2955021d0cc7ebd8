/// A table of a result.
public struct ExperimentTable: Sendable, Equatable, Codable {
  /// A cell.
  public enum Cell: Sendable, Equatable, Codable {
    /// Plain text, or what is said in place of a number: "diverged at step 12".
    case text(String)
    /// A number; finite.
    case number(Double)
    /// A mean with its interval; finite.
    case interval(Double, low: Double, high: Double)
    /// A whole number.
    case count(Int)
  }

  /// A line above it.
  public var title: String
  /// The columns' names, with unit or scale.
  public var columns: [String]
  /// Rows of as many cells.
  public var rows: [[Cell]]

  /// A table.
  public init(title: String, columns: [String], rows: [[Cell]]) {
    self.title = title
    self.columns = columns
    self.rows = rows
  }
}
