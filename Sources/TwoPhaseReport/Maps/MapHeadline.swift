import TwoPhaseSweeps

/// What a map shows, in plain words.
enum MapHeadline {
  /// "noReturn over gamma and dimension: true in every run of 40 of 96 cells, in no run of 12."
  static func text(_ map: SweepMap) -> String {
    let over = "\(map.quantity.name) over \(map.x.name) and \(map.y.name)"
    let known = map.cells.filter { $0.estimate?.ifFinite != nil }
    guard let first = known.first else { return "\(over): no cell has an estimate." }
    switch map.quantity.kind {
    case .fraction:
      let (all, none) = (known.count { $0.estimate == 1 }, known.count { $0.estimate == 0 })
      let missing = map.cells.count - known.count
      return
        "\(over): true in every run of \(all) of \(MapWords.count(map.cells.count, "cell")), in no run of \(none)"
        + (missing > 0 ? "; \(missing) \(missing == 1 ? "has" : "have") no estimate." : ".")
    case .median:
      let least = known.min { value($0) < value($1) } ?? first
      let most = known.max { value($0) < value($1) } ?? first
      guard value(least) < value(most) else {
        return "\(over): median \(MapWords.estimate(first)) "
          + (known.count == 1 ? "in the one cell that has an estimate." : "in each of \(known.count) cells.")
      }
      return "\(over): medians from \(end(least, map)) to \(end(most, map))."
    }
  }

  /// What the quantity is and what a cell is made of: two sentences.
  static func story(_ map: SweepMap) -> String {
    let what =
      map.quantity.title == map.quantity.name
      ? "" : "\(map.quantity.name): \(map.quantity.title.trimmingFullStop). "
    let runs = map.cells.reduce(0) { $0 + $1.runs.count }
    let values = map.cells.reduce(0) { $0 + $1.count }
    let each =
      map.quantity.kind == .fraction
      ? "Each cell shows the fraction of its runs in which that is so, with Wilson's interval"
      : "Each cell shows the median over its runs, with a bootstrap interval"
    let within = map.within.map { "; within a cell: \($0.trimmingFullStop)" } ?? ""
    return what + each + " (\(MapWords.percent(map.confidence)))" + within + ". "
      + "\(MapWords.count(runs, "run")) in \(MapWords.count(map.cells.count, "cell"))"
      + (values < runs ? ", \(values) of them with a value." : ".")
  }

  private static func value(_ cell: SweepMap.Cell) -> Double { cell.estimate ?? 0 }

  private static func end(_ cell: SweepMap.Cell, _ map: SweepMap) -> String {
    func label(_ axis: SweepMap.Axis, _ index: Int) -> String {
      "\(axis.name) \(axis.labels.indices.contains(index) ? axis.labels[index] : "?")"
    }
    return "\(MapWords.estimate(cell)) (\(label(map.x, cell.x)), \(label(map.y, cell.y)))"
  }
}

extension String {
  /// Without a full stop at the end, for a text within a sentence.
  var trimmingFullStop: String { hasSuffix(".") ? String(dropLast()) : self }
}
