import LinearAlgebra

extension ClusterStatus {
  /// A table and a line that sums it up. With more than 40 shards a row stands for all shards that do the same.
  public var text: String {
    var table = [["shard", "runs", "made", "failed", "state"]]
    if rows.count <= 40 {
      table += rows.map { Self.cells("\($0.shard)", [$0], Self.state($0, showsNode: true)) }
    } else {
      for group in groups {
        guard let first = group.first else { continue }
        table.append(
          Self.cells(
            MessageText.line(ArraySpec.text(group.map(\.shard)), limit: 32), group,
            Self.state(first, showsNode: false)))
      }
    }
    let widths = (0..<5).map { column in table.reduce(0) { max($0, $1[column].count) } }
    let lines = table.map { cells in
      zip(cells, widths).enumerated().map { column, cell in
        let padding = String(repeating: " ", count: cell.1 - cell.0.count)
        return column == 4 ? cell.0 : padding + cell.0
      }
      .joined(separator: "  ")
    }
    return (lines + [summary]).joined(separator: "\n") + "\n"
  }

  /// One line: runs, then shards by what they do.
  public var summary: String {
    let states = Condition.words.map { (shards($0), $0) }.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    return "\(runs) runs: \(made) made, \(failed) failed, \(missing) missing; "
      + "\(rows.count) \(rows.count == 1 ? "task" : "tasks"): " + states.joined(separator: ", ")
  }

  /// Shards that do the same, in the order of the words, and of Slurm's reasons within a word.
  private var groups: [[Row]] {
    Dictionary(grouping: rows) { row in
      let place = Condition.words.firstIndex(of: row.condition.word) ?? 0
      return "\(place)\(Self.state(row, showsNode: false))"
    }
    .sorted { $0.key < $1.key }.map(\.value)
  }

  private static func cells(_ shards: String, _ rows: [Row], _ state: String) -> [String] {
    [
      shards, "\(rows.reduce(0) { $0 + $1.runs })", "\(rows.reduce(0) { $0 + $1.count.made })",
      "\(rows.reduce(0) { $0 + $1.count.failed })", state,
    ]
  }

  private static func state(_ row: Row, showsNode: Bool) -> String {
    switch row.condition {
    case .running(let node) where showsNode && !node.isEmpty: "running on \(MessageText.line(node))"
    case .waiting(let reason) where !reason.isEmpty && reason != "None":
      "waiting (\(MessageText.line(reason)))"
    default: row.condition.word
    }
  }
}
