import TwoPhaseSweeps

/// The key below a map on paper: samples with their words, in rows. Sizes in points.
struct MapKey {
  /// What a sample shows.
  enum Sample {
    case line(LineLook)
    case noEstimate
    case ring
  }

  /// A sample and its words.
  struct Entry {
    let sample: Sample
    let lines: [String]
    /// From the key's left.
    let left: Double
    /// From the key's top to the middle of the first line.
    let depth: Double
  }

  static let line = 10.0
  static let sampleWidth = 22.0
  private static let gap = 4.0
  private static let apart = 10.0
  /// Where words begin, from the entry's left.
  static var labelOffset: Double { sampleWidth + gap }

  let entries: [Entry]
  let height: Double

  /// The key of a picture, in rows that fit; words wider than the room are broken.
  init(_ picture: MapPicture, room: Double) {
    var items = picture.lines.map { (Sample.line(Self.look($0)), GnuplotText.plain(MapWords.line($0))) }
    if picture.hasMissing { items.append((.noEstimate, "no estimate")) }
    if picture.marksUncertain { items.append((.ring, "wide interval")) }
    var placed: [Entry] = []
    var (left, depth, rows) = (0.0, 0.0, 1)
    for (sample, text) in items {
      let lines = GnuplotText.wrapped(text, room: room - Self.labelOffset)
      let width = Self.labelOffset + (lines.map(GnuplotText.plainWidth).max() ?? 0)
      if left > 0, left + width > room {
        depth += Self.line * Double(rows)
        (left, rows) = (0, 1)
      }
      placed.append(Entry(sample: sample, lines: lines, left: left, depth: depth + Self.line / 2))
      left += width + Self.apart
      rows = max(rows, lines.count)
    }
    entries = placed
    height = placed.isEmpty ? 0 : depth + Self.line * Double(rows)
  }

  /// How a line is drawn: the theorem's solid, predictions dashed, black on a white rim.
  static func look(_ line: MapPicture.Line) -> LineLook {
    let dashes = [[12, 8], [4, 5], [18, 6, 4, 6], [8, 4, 2, 4]]
    return LineLook(
      colour: "000000", dashes: line.kind == .theorem ? [] : dashes[line.number % dashes.count],
      lineWidth: line.kind == .theorem ? [1.3, 0.7, 2][line.number % 3] : 1.2)
  }
}
