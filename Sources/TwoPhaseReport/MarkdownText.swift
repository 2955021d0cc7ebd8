import LinearAlgebra

/// Text for Markdown as GitHub and notebooks read it, whatever is in it.
package enum MarkdownText {
  /// A text as code on one line: no markup, no link, no mention, no HTML.
  package static func code(_ text: String) -> String {
    let line = MessageText.line(text, limit: 200)
    let fence = String(repeating: "`", count: longestRun(of: "`", in: line) + 1)
    // Spaces part the fence from back-quotes; those at both ends are taken off again.
    let needsRoom = line.isEmpty || "` ".contains(line.first ?? " ") || "` ".contains(line.last ?? " ")
    return needsRoom ? "\(fence) \(line) \(fence)" : fence + line + fence
  }

  /// Lines as a block that is shown as it is; its fence is longer than any in the lines.
  ///
  /// - Parameter language: "text", "sh" and so on.
  package static func block(_ lines: [String], language: String) -> [String] {
    let shown = lines.map(line)
    let longest = shown.map { longestRun(of: "`", in: $0) }.max() ?? 0
    let fence = String(repeating: "`", count: max(3, longest + 1))
    return [fence + language] + shown + [fence]
  }

  /// A table, its columns padded so that it reads the same raw.
  ///
  /// - Parameters:
  ///   - leftColumns: those aligned on the left beside the first.
  ///   - codeColumns: those whose cells are code; the others hold our own words and numbers.
  ///   - codeCells: the columns of each row whose cells are code besides; empty for none.
  package static func table(
    header: [String], rows: [[String]], leftColumns: Set<Int> = [], codeColumns: Set<Int> = [],
    codeCells: [Set<Int>] = []
  ) -> [String] {
    func cell(_ text: String, _ row: Int, _ column: Int) -> String {
      let isCode = codeColumns.contains(column) || row < codeCells.count && codeCells[row].contains(column)
      // A bar ends a cell even within code.
      let shown = isCode && text != "-" ? code(text) : MessageText.line(text, limit: 200)
      return shown.replacingOccurrences(of: "|", with: "\\|")
    }
    let cells =
      [header] + rows.enumerated().map { row, texts in texts.enumerated().map { cell($1, row, $0) } }
    let widths = header.indices.map { column in max(3, cells.map { $0[column].count }.max() ?? 3) }
    func isLeft(_ column: Int) -> Bool { column == 0 || leftColumns.contains(column) }
    func joined(_ row: [String]) -> String { "| " + row.joined(separator: " | ") + " |" }
    let padded = cells.map { row in
      joined(
        row.enumerated().map { column, text in
          let room = String(repeating: " ", count: widths[column] - text.count)
          return isLeft(column) ? text + room : room + text
        })
    }
    let rule = joined(
      widths.enumerated().map { column, width in
        String(repeating: "-", count: isLeft(column) ? width : width - 1) + (isLeft(column) ? "" : ":")
      })
    return [padded[0], rule] + padded.dropFirst()
  }

  /// Line breaks within a line become spaces, other control characters "?".
  private static func line(_ text: String) -> String {
    MessageText.line(text.split(whereSeparator: \.isNewline).joined(separator: " "), limit: 4000)
  }

  private static func longestRun(of character: Character, in text: String) -> Int {
    var (longest, current) = (0, 0)
    for next in text {
      current = next == character ? current + 1 : 0
      longest = max(longest, current)
    }
    return longest
  }
}
