extension PhaseReport {
  /// The report as Markdown: headings, and each section's lines in a block that is shown as it is, so that the file reads
  /// the same raw and rendered, whatever a file's name holds.
  public var markdown: String {
    let fence = "```"
    var lines = ["# \(singleLine(title))", "", singleLine(story)]
    for section in sections {
      lines += ["", "## \(section.title)", "", "\(fence)text"]
      lines += body(of: section).map { singleLine($0) }
      lines.append(fence)
    }
    if !notes.isEmpty { lines += ["", "## Notes", "", "\(fence)text"] + notes.map(singleLine) + [fence] }
    lines += ["", "Every recorded quantity is in `series.csv`, everything in `report.json`."]
    return lines.joined(separator: "\n") + "\n"
  }

  /// No line of a block may begin or end one: line breaks become spaces, and a line never starts with a back-quote.
  private func singleLine(_ text: String) -> String {
    let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
    return line.drop { $0 == " " }.hasPrefix("`") ? "'" + line : line
  }
}
