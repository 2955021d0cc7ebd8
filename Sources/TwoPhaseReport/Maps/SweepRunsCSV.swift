import TwoPhaseSweeps

/// A sweep's runs as runs.csv holds them: one row a run, every digit kept, flags as 1 and 0, empty for none. docs/maps.md describes
/// the columns.
public enum SweepRunsCSV {
  /// The lines of a table one by one, for runs that are not in memory at once.
  public struct Lines: Sendable {
    private let names: [String]
    private let own: [Int]

    /// Lines of runs with such variables.
    public init(_ variables: [SweepTable.Variable]) {
      own = variables.indices.filter { SweepColumns.index[variables[$0].name] == nil }
      names = own.map { variables[$0].name == "number" ? "number_variable" : variables[$0].name }
    }

    /// The names of the columns: number, the variables that no column has the name of, and all of `SweepColumns`.
    ///
    /// A variable called "number" is "number_variable".
    public var columns: [String] { ["number"] + names + SweepColumns.all.map(\.name) }

    /// The first line.
    public var header: String { columns.map(ExperimentPoints.field).joined(separator: ",") + "\n" }

    /// A run's line; its row has all columns.
    public func line(_ row: SweepTable.Row) -> String {
      var text = "\(row.number)"
      for index in own {
        text += "," + field(row.variables.indices.contains(index) ? row.variables[index] : .none)
      }
      for index in SweepColumns.all.indices {
        text += "," + field(row.entries.indices.contains(index) ? row.entries[index] : .none)
      }
      return text + "\n"
    }

    private func field(_ value: SweepValue) -> String {
      switch value {
      case .text(let text): ExperimentPoints.field(text)
      case .real(let number): number.isFinite ? value.text : ""
      default: value.text
      }
    }
  }

  /// The names of the columns of a table.
  public static func columns(_ table: SweepTable) -> [String] { Lines(table.variables).columns }

  /// The table as text, quoted as RFC 4180 has it; lines end in a line feed.
  ///
  /// - Complexity: O(n) for n runs; about 1 kB a run.
  public static func csv(_ table: SweepTable) -> String {
    let lines = Lines(table.variables)
    var text = lines.header
    for row in table.rows { text += lines.line(row) }
    return text
  }
}
