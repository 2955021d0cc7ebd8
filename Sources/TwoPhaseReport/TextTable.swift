/// Rows of cells in columns of equal width, for a terminal.
enum TextTable {
  /// The lines, the header's first.
  ///
  /// - Parameters:
  ///   - leftColumns: the columns aligned on the left; the others are aligned on the right.
  ///   - paint: what is shown of a cell of a column; it may add what takes no room.
  static func lines(
    _ rows: [[String]], leftColumns: Set<Int>, paint: (_ column: Int, _ cell: String) -> String = { $1 }
  ) -> [String] {
    let widths = (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let cells = row.enumerated().map { column, cell in
        let room = String(repeating: " ", count: max(0, widths[column] - cell.count))
        return leftColumns.contains(column) ? paint(column, cell) + room : room + paint(column, cell)
      }
      return cells.joined(separator: "  ").trimmingTrailingSpaces
    }
  }
}
