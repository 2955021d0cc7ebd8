import LinearAlgebra

extension ComparisonTable {
  /// The comparison for a terminal: a column a run, since names and settings are long and runs few.
  public func text() -> String {
    guard !runs.isEmpty else { return "no runs to compare\n" }
    let header = [""] + runs.map { Self.line($0.label) }
    let settings = differences.map { name in
      [Self.line(name)] + runs.map { Self.line($0.settings[name] ?? "-") }
    }
    let measures = Self.measures.map { measure in [measure.name] + runs.map { Self.line(measure.text($0)) } }
    let lines = Self.aligned([header] + settings + measures)
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

  /// The rows in columns of equal width, the names indented and on the left.
  private static func aligned(_ rows: [[String]]) -> [String] {
    let widths = (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let cells = row.enumerated().map { column, cell in
        let room = String(repeating: " ", count: max(0, widths[column] - cell.count))
        return column == 0 ? "  " + cell + room : room + cell
      }
      return cells.joined(separator: "  ")
    }
  }
}
