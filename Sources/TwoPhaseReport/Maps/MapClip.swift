/// Lines cut at a map's frame.
enum MapClip {
  /// What of a line lies within the unit square, in pieces; nil in a line is a gap.
  ///
  /// - Complexity: O(n) for n points.
  static func pieces(_ line: [MapPoint?]) -> [[MapPoint]] {
    var pieces: [[MapPoint]] = []
    var piece: [MapPoint] = []
    for (start, end) in zip(line, line.dropFirst()) {
      guard let start, let end, let (from, to) = part(start, end) else {
        if piece.count > 1 { pieces.append(piece) }
        piece = []
        continue
      }
      if piece.last != from {
        if piece.count > 1 { pieces.append(piece) }
        piece = [from]
      }
      piece.append(to)
    }
    return piece.count > 1 ? pieces + [piece] : pieces
  }

  /// The part of a stretch within the square (Liang and Barsky); nil when it misses it.
  private static func part(_ start: MapPoint, _ end: MapPoint) -> (MapPoint, MapPoint)? {
    let (dx, dy) = (end.x - start.x, end.y - start.y)
    var (from, to) = (0.0, 1.0)
    for (at, d) in [(start.x, dx), (start.y, dy)] {
      if d == 0 {
        guard (0...1).contains(at) else { return nil }
        continue
      }
      let (a, b) = (-at / d, (1 - at) / d)
      from = max(from, min(a, b))
      to = min(to, max(a, b))
    }
    guard from < to else { return nil }
    func point(_ t: Double) -> MapPoint {
      t == 0 ? start : t == 1 ? end : MapPoint(x: start.x + t * dx, y: start.y + t * dy)
    }
    return (point(from), point(to))
  }
}
