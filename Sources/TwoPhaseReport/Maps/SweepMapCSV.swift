import TwoPhaseSweeps

/// A map's cells as cells.csv holds them: one row a cell, every digit kept, empty where undefined. docs/maps.md describes them.
public enum SweepMapCSV {
  /// The columns in order, and what they hold.
  public static let columns: [(name: String, note: String)] = [
    ("x", "the place along the bottom: a number, or a word"),
    ("y", "the place upwards: a number, or a word"),
    ("estimate", "the fraction or the median; empty without one"),
    ("low", "the interval's lower end; empty without an interval"),
    ("high", "the interval's upper end; empty without an interval"),
    ("count", "runs with a value"),
    ("runs", "runs of the cell, with a value or without"),
    ("note", "why there is no estimate, or what runs were left out"),
  ]

  /// The table as text, quoted as RFC 4180 has it; lines end in a line feed.
  ///
  /// - Complexity: O(n) for n cells.
  public static func csv(_ map: SweepMap) -> String {
    func place(_ axis: SweepMap.Axis, _ index: Int) -> String {
      let isNumber = !axis.isCategorical && axis.places.indices.contains(index)
      if isNumber, let number = axis.places[index].ifFinite { return "\(number)" }
      return axis.labels.indices.contains(index) ? axis.labels[index] : ""
    }
    func number(_ value: Double?) -> String { value?.ifFinite.map { "\($0)" } ?? "" }
    var text = columns.map(\.name).joined(separator: ",") + "\n"
    for cell in map.cells {
      let fields = [
        place(map.x, cell.x), place(map.y, cell.y), number(cell.estimate), number(cell.low),
        number(cell.high), "\(cell.count)", "\(cell.runs.count)", cell.note ?? "",
      ]
      text += fields.map(ExperimentPoints.field).joined(separator: ",") + "\n"
    }
    return text
  }
}
