extension PhaseReport {
  /// The report for a terminal.
  public var text: String {
    var lines = [title]
    for section in sections {
      lines += ["", section.title]
      for line in section.lines { lines.append("  " + line.name.padding(to: 22) + line.value) }
      if let table = section.table { lines += aligned([table.header] + table.rows) }
    }
    if !notes.isEmpty { lines += [""] + notes.map { "note: \($0)" } }
    return lines.joined(separator: "\n") + "\n"
  }

  private func aligned(_ rows: [[String]]) -> [String] {
    let widths = (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let cells = row.enumerated().map { index, cell in
        let room = String(repeating: " ", count: max(0, widths[index] - cell.count))
        return index == 0 ? cell + room : room + cell
      }
      return ("  " + cells.joined(separator: "  ")).trimmingTrailingSpaces
    }
  }
}
