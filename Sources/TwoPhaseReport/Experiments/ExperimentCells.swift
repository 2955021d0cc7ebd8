import TwoPhaseExperiments

/// A table of a result as texts, for every form of report.
struct ExperimentCells {
  let title: String
  let header: [String]
  /// As many cells as the header has.
  let rows: [[String]]
  /// The columns of each row that hold a text, not a number.
  let texts: [Set<Int>]
  /// Columns of texts alone, aligned on the left; the first is always among them.
  let leftColumns: Set<Int>

  init(_ table: ExperimentTable) {
    title = table.title
    header = table.columns
    let width = table.columns.count
    rows = table.rows.map { row in
      let cells = row.prefix(width).map(Self.text)
      return cells + Array(repeating: "", count: width - cells.count)
    }
    texts = table.rows.map { row in
      Set(
        row.prefix(width).indices.filter { column in
          if case .text(let text) = row[column] { return !text.isEmpty }
          return false
        })
    }
    leftColumns = Set(
      (0..<width).filter { column in
        column == 0
          || table.rows.allSatisfy { row in
            guard column < row.count, case .text = row[column] else { return column >= row.count }
            return true
          }
      })
  }

  /// Four digits; result.json has all.
  private static func text(_ cell: ExperimentTable.Cell) -> String {
    func number(_ value: Double) -> String { value.isFinite ? NumberText.compact(value) : "undefined" }
    switch cell {
    case .text(let text): return text
    case .count(let count): return "\(count)"
    case .number(let value): return number(value)
    case .interval(let mean, let low, let high): return "\(number(mean)) [\(number(low)), \(number(high))]"
    }
  }
}
