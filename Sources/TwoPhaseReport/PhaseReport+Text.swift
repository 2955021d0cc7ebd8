extension PhaseReport {
  /// The report as plain text.
  public var text: String { text(coloured: false) }

  /// The report for a terminal, with verdicts in colour where it shows them.
  public func text(coloured: Bool) -> String {
    var lines = [title, "", story]
    for section in sections {
      lines +=
        ["", section.title] + body(of: section, coloured: coloured).map { $0.isEmpty ? "" : "  " + $0 }
    }
    if !notes.isEmpty { lines += [""] + notes.map { "note: \($0)" } }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A section's lines and table, in columns.
  func body(of section: Section, coloured: Bool = false) -> [String] {
    func named(_ lines: [(name: String, value: String)]) -> [String] {
      let width = max(22, 2 + (lines.map(\.name.count).max() ?? 0))
      return lines.map { $0.name.padding(to: width) + $0.value }
    }
    let table = section.table.map { aligned([$0.header] + $0.rows, section, coloured: coloured) } ?? []
    return named(section.lines) + table + (section.footer.isEmpty ? [] : [""] + named(section.footer))
  }

  private func aligned(_ rows: [[String]], _ section: Section, coloured: Bool) -> [String] {
    TextTable.lines(rows, leftColumns: Set(section.leftColumns).union([0])) { column, cell in
      coloured && column == section.verdictColumn ? VerdictColour.painted(cell) : cell
    }
  }
}
