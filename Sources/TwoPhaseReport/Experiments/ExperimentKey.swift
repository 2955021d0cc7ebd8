/// A key: samples of curves with their labels, in rows. Sizes in points.
struct ExperimentKey {
  /// A sample and its label.
  struct Entry {
    let curve: ExperimentPlot.Curve
    let lines: [String]
    /// From the key's left.
    let left: Double
    /// From the key's top to the middle of the label's first line.
    let depth: Double
  }

  static let line = 10.0
  static let sample = 24.0
  private static let gap = 4.0
  private static let apart = 10.0

  let entries: [Entry]
  let height: Double

  /// The curves in rows that fit; in columns where that takes no more rows. A label wider than the room is broken.
  init(_ curves: [ExperimentPlot.Curve], room: Double) {
    let textRoom = room - Self.sample - Self.gap
    let texts = curves.map { GnuplotText.wrapped($0.label, room: textRoom) }
    let widths = texts.map { lines in
      Self.sample + Self.gap + (lines.map(GnuplotText.plainWidth).max() ?? 0) + Self.apart
    }
    var rows = Self.rows(widths, room: room + Self.apart)
    let widest = widths.max() ?? 1
    let perRow = max(1, Int((room + Self.apart) / widest))
    let isColumned = (curves.count + perRow - 1) / perRow <= rows.count
    if isColumned {
      rows = stride(from: 0, to: curves.count, by: perRow).map { $0..<min($0 + perRow, curves.count) }
    }
    var placed: [Entry] = []
    var depth = 0.0
    for row in rows {
      var left = 0.0
      for index in row {
        placed.append(
          Entry(curve: curves[index], lines: texts[index], left: left, depth: depth + Self.line / 2))
        left += isColumned ? widest : widths[index]
      }
      depth += Self.line * Double(texts[row].map(\.count).max() ?? 1)
    }
    entries = placed
    height = depth
  }

  private static func rows(_ widths: [Double], room: Double) -> [Range<Int>] {
    var rows: [Range<Int>] = []
    var start = 0
    var used = 0.0
    for (index, width) in widths.enumerated() {
      if index > start, used + width > room {
        rows.append(start..<index)
        (start, used) = (index, 0)
      }
      used += width
    }
    return start < widths.count ? rows + [start..<widths.count] : rows
  }

  /// Where a label begins, from the entry's left.
  static var labelOffset: Double { sample + gap }
}
