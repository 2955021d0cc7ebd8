import TwoPhaseSweeps

/// A sweep's runs as runs.csv holds them: one row a run, every digit kept, flags as 1 and 0, empty for none. docs/maps.md describes
/// the columns.
public enum SweepRunsCSV {
  /// The names of the columns of a table: number, the variables that no column has the name of, and all of `SweepColumns`.
  ///
  /// A variable called "number" is "number_variable".
  public static func columns(_ table: SweepTable) -> [String] {
    ["number"] + ownVariables(table).map { name(table.variables[$0]) } + SweepColumns.all.map(\.name)
  }

  /// The table as text, quoted as RFC 4180 has it; lines end in a line feed.
  ///
  /// - Complexity: O(n) for n runs; about 1 kB a run.
  public static func csv(_ table: SweepTable) -> String {
    let own = ownVariables(table)
    var text = columns(table).map(ExperimentPoints.field).joined(separator: ",") + "\n"
    for row in table.rows {
      text += "\(row.number)"
      for index in own {
        text += "," + field(row.variables.indices.contains(index) ? row.variables[index] : .none)
      }
      for index in SweepColumns.all.indices {
        text += "," + field(row.entries.indices.contains(index) ? row.entries[index] : .none)
      }
      text += "\n"
    }
    return text
  }

  /// The variables that are no column's.
  private static func ownVariables(_ table: SweepTable) -> [Int] {
    table.variables.indices.filter { SweepColumns.index[table.variables[$0].name] == nil }
  }

  private static func name(_ variable: SweepTable.Variable) -> String {
    variable.name == "number" ? "number_variable" : variable.name
  }

  private static func field(_ value: SweepValue) -> String {
    switch value {
    case .text(let text): ExperimentPoints.field(text)
    case .real(let number): number.isFinite ? value.text : ""
    default: value.text
    }
  }
}
