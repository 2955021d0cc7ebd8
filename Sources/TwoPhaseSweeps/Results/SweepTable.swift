/// The runs of a sweep as a table: one row a run, in the order of their numbers.
public struct SweepTable: Sendable {
  /// One run.
  public struct Row: Sendable, Equatable {
    /// The run's number in its sweep, from 0.
    public let number: Int
    /// The values of the sweep's variables, in the order of `SweepTable.variables`.
    public let variables: [SweepValue]
    /// The entries, in the order of the layout's columns.
    public let entries: [SweepValue]
    /// Which columns the entries are of.
    public let layout: SweepLayout

    /// A row of all columns, or of those of a layout.
    public init(
      number: Int, variables: [SweepValue], entries: [SweepValue], layout: SweepLayout = .whole
    ) {
      self.number = number
      self.variables = variables
      self.entries = entries
      self.layout = layout
    }

    /// The entry of a column; none for a name that is no column of the layout.
    public subscript(_ column: String) -> SweepValue { layout.index[column].map { entries[$0] } ?? .none }

    /// Rows are equal when number, variables and entries are.
    public static func == (a: Row, b: Row) -> Bool {
      a.number == b.number && a.variables == b.variables && a.entries == b.entries
    }
  }

  /// A variable of the sweep: an axis or a derived value.
  public struct Variable: Sendable, Equatable {
    /// What a variable's values are made of.
    public enum Spacing: String, Sendable {
      /// A list, or a formula.
      case list
      /// Equal steps.
      case linear
      /// Equal factors.
      case logarithmic
      /// Seeds: repetitions rather than a setting.
      case seeds
    }

    /// Its name.
    public let name: String
    /// How its values are spaced.
    public let spacing: Spacing
    /// Whether it is an axis and not derived from axes.
    public let isAxis: Bool

    /// A variable.
    public init(_ name: String, _ spacing: Spacing, isAxis: Bool) {
      self.name = name
      self.spacing = spacing
      self.isAxis = isAxis
    }
  }

  /// The sweep's name.
  public let name: String
  /// How many runs the sweep has, made or not.
  public let runCount: Int
  /// The variables, axes first, in the order of the file.
  public let variables: [Variable]
  /// The runs that have been made, in the order of their numbers.
  public let rows: [Row]

  /// A table.
  public init(name: String, runCount: Int, variables: [Variable], rows: [Row]) {
    self.name = name
    self.runCount = runCount
    self.variables = variables
    self.rows = rows
  }

  /// A variable's or a column's values by its name, a variable's before a column's; nil for a name that is neither.
  ///
  /// - Complexity: O(n) for n rows.
  public func values(_ name: String) -> [SweepValue]? {
    if let index = variables.firstIndex(where: { $0.name == name }) {
      return rows.map { $0.variables[index] }
    }
    return SweepColumns.index[name] == nil ? nil : rows.map { $0[name] }
  }
}
