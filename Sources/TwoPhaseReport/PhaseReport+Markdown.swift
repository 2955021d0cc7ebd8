extension PhaseReport {
  /// The report as Markdown, readable as it is.
  public var markdown: String {
    var lines = ["# \(escaped(title))"]
    for section in sections {
      lines += ["", "## \(escaped(section.title))", ""]
      for line in section.lines { lines.append("- **\(escaped(line.name))**: \(escaped(line.value))") }
      if let table = section.table {
        lines.append(row(table.header))
        lines.append(row(table.header.indices.map { $0 == 0 ? ":--" : "--:" }))
        lines += table.rows.map { row($0.map(escaped)) }
      }
    }
    if !notes.isEmpty { lines += ["", "## Notes", ""] + notes.map { "- \(escaped($0))" } }
    lines += ["", "Every recorded quantity is in `series.csv`, everything in `report.json`."]
    return lines.joined(separator: "\n") + "\n"
  }

  private func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }

  /// Text that Markdown shows as it is.
  private func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      if "\\`*_[]<>|#".contains(character) { result.append("\\") }
      result.append(character == "\n" ? " " : character)
    }
    return result
  }
}
