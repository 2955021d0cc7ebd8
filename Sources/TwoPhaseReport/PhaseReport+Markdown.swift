import Foundation

extension PhaseReport {
  /// The report as Markdown in the folder of a run, with `series.csv` and `report.json` beside it.
  public var markdown: String { markdown(besideFiles: true) }

  /// The report as Markdown for a file, an issue or a notebook: how the run was made, the verdicts as a table, and each
  /// section's lines in a block that is shown as it is, so that it reads the same raw and rendered. Names of any kind stay
  /// text. The machine's name and folders of the user are left out.
  ///
  /// - Parameter besideFiles: whether it names `series.csv` and `report.json`.
  public func markdown(besideFiles: Bool) -> String {
    var lines = ["# \(singleLine(title))", "", singleLine(story)]
    lines += provenanceLines
    for section in sections {
      lines += ["", "## \(section.title)"]
      lines += block(section.lines)
      if let table = section.table {
        // Every table's last column but the budget's names a quantity, with bars and underscores in it.
        let code = section.verdictColumn == nil ? [] : Set([table.header.count - 1])
        lines += [""]
        lines += MarkdownText.table(
          header: table.header, rows: table.rows, leftColumns: section.leftColumns, codeColumns: code)
      }
      lines += block(section.footer)
    }
    if !notes.isEmpty { lines += ["", "## Notes", ""] + MarkdownText.block(notes, language: "text") }
    if besideFiles {
      lines += ["", "Every recorded quantity is in `series.csv`, everything in `report.json`."]
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// What is known of who made the run and how.
  private var provenanceLines: [String] {
    var parts: [String] = []
    if let id = provenance.id { parts.append("run \(id)") }
    if let name = provenance.name { parts.append("named \(MarkdownText.code(name))") }
    if let start = provenance.startedAt { parts.append("started \(start.formatted(.iso8601))") }
    if let version = provenance.version { parts.append("TwoPhase \(MarkdownText.code(version))") }
    let machine = [provenance.processor, provenance.system].compactMap(\.self).map(MarkdownText.code)
    if !machine.isEmpty { parts.append("on " + machine.joined(separator: ", ")) }
    var lines = parts.isEmpty ? [] : ["", "Made by: " + parts.joined(separator: "; ") + "."]
    if let command = provenance.command { lines += [""] + MarkdownText.block([command], language: "sh") }
    return lines
  }

  /// Named values in columns; nothing for none.
  private func block(_ values: [(name: String, value: String)]) -> [String] {
    guard !values.isEmpty else { return [] }
    return [""] + MarkdownText.block(body(of: Section(title: "", lines: values)), language: "text")
  }

  private func singleLine(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}
