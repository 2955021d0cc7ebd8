extension PhaseReport {
  /// The report for a terminal.
  public var text: String {
    var lines = [title]
    for section in sections {
      lines += ["", section.title] + body(of: section).map { "  " + $0 }
    }
    if !notes.isEmpty { lines += [""] + notes.map { "note: \($0)" } }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A section's lines and table, in columns.
  func body(of section: Section) -> [String] {
    let lines = section.lines.map { $0.name.padding(to: 22) + $0.value }
    return lines + (section.table.map { aligned([$0.header] + $0.rows) } ?? [])
  }

  private func aligned(_ rows: [[String]]) -> [String] {
    let widths = (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let cells = row.enumerated().map { index, cell in
        let room = String(repeating: " ", count: max(0, widths[index] - cell.count))
        return index == 0 ? cell + room : room + cell
      }
      return cells.joined(separator: "  ").trimmingTrailingSpaces
    }
  }
}
