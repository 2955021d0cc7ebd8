import TwoPhaseSweeps

/// A map as it is drawn, before any program or browser draws it: all places are fractions of the axes, from the left and from below.
struct MapPicture {
  /// A cell.
  struct Cell {
    let index: Int
    let x: ClosedRange<Double>
    let y: ClosedRange<Double>
    /// nil without an estimate.
    let colour: String?
    /// Whether its interval takes more than `wide` of the colour scale.
    let isUncertain: Bool
  }

  /// A line, cut at the frame.
  struct Line {
    let label: String
    let kind: SweepMap.Contour.Kind
    let note: String
    let pieces: [[MapPoint]]
    /// Its number among those of its kind.
    let number: Int
  }

  /// An interval that takes more than this part of the colour scale is marked.
  static let wide = 0.3

  let x: MapPlaces
  let y: MapPlaces
  let scale: MapScale
  let cells: [Cell]
  let lines: [Line]
  /// Whether marks are drawn: not where every cell would have one.
  let marksUncertain: Bool
  let hasMissing: Bool
  /// What marks of uncertainty mean, or why there are none; nil where nothing is uncertain.
  let uncertainty: String?

  /// - Complexity: O(n) for n cells.
  init(_ map: SweepMap) {
    let (x, y, scale) = (MapPlaces(map.x), MapPlaces(map.y), MapScale(map))
    (self.x, self.y, self.scale) = (x, y, scale)
    cells = map.cells.enumerated().compactMap { index, cell in
      guard x.centres.indices.contains(cell.x), y.centres.indices.contains(cell.y) else { return nil }
      let place = cell.estimate.flatMap(scale.place)
      return Cell(
        index: index, x: x.edges[cell.x]...x.edges[cell.x + 1], y: y.edges[cell.y]...y.edges[cell.y + 1],
        colour: place.map(MapPalette.colour), isUncertain: place != nil && Self.isWide(cell, scale))
    }
    var numbers: [SweepMap.Contour.Kind: Int] = [:]
    lines = map.contours.map { contour in
      let number = numbers[contour.kind, default: 0]
      numbers[contour.kind] = number + 1
      let pieces = contour.lines.flatMap { line in
        MapClip.pieces(
          line.map { point in
            guard let across = x.position(point.x), let up = y.position(point.y) else { return nil }
            return MapPoint(x: across, y: up)
          })
      }
      return Line(
        label: contour.label, kind: contour.kind, note: contour.note, pieces: pieces, number: number)
    }
    let known = cells.filter { $0.colour != nil }
    let uncertain = known.filter(\.isUncertain)
    hasMissing = known.count < cells.count
    marksUncertain = !uncertain.isEmpty && uncertain.count < known.count
    let what =
      "the \(MapWords.percent(map.confidence)) interval takes more than \(Self.wide) of the colour bar"
    let bare = known.allSatisfy { map.cells[$0.index].low == nil }
    uncertainty =
      uncertain.isEmpty
      ? nil
      : marksUncertain
        ? "A hollow ring: \(what), or there are too few values for one."
        : bare
          ? "No cell has an interval: there are too few values in each."
          : "No cell is marked as uncertain, for all are: in each \(what), or there are too few values for one."
  }

  private static func isWide(_ cell: SweepMap.Cell, _ scale: MapScale) -> Bool {
    guard let low = cell.low, let high = cell.high else { return true }
    // An end that has no place, zero on a logarithmic scale, is the scale's.
    return (scale.place(high) ?? 1) - (scale.place(low) ?? 0) > wide + 1e-12
  }
}

/// A point of a map in fractions of its axes.
struct MapPoint: Equatable {
  let x: Double
  let y: Double
}
