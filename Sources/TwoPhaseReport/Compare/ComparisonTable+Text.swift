import LinearAlgebra

extension ComparisonTable {
  /// The comparison for a terminal: a column a run, since names and settings are long and runs few.
  public func text() -> String {
    guard !runs.isEmpty else { return "no runs to compare\n" }
    let header = [""] + runs.map { Self.line($0.label) }
    let settings = shownDifferences.map { name, cells in [Self.line(name)] + cells.map(Self.line) }
    let measures = Self.measures.map { measure in [measure.name] + runs.map { Self.line(measure.text($0)) } }
    let lines = TextTable.lines([header] + settings + measures, leftColumns: [0]).map { "  " + $0 }
    var text = lines[0] + "\n\nwhat differs\n"
    text += settings.isEmpty ? "  nothing: the settings are equal\n" : ""
    text += lines[1..<1 + settings.count].map { $0 + "\n" }.joined()
    text += "\nwhat came of it\n" + lines[(1 + settings.count)...].map { $0 + "\n" }.joined()
    for run in runs {
      text += "\n\(Self.line(run.label))\n  \(run.provenance.command ?? "the command was not recorded")\n"
    }
    return text
  }

  private static func line(_ text: String) -> String { MessageText.line(text, limit: 60) }
}
