/// A point of a curve: two finite numbers that a plot can hold.
package struct PlotPoint: Equatable, Sendable {
  package let x: Double
  package let y: Double

  /// Beyond this a number is a gap, like one that is undefined: gnuplot's own arithmetic would overflow.
  static let limit = 1e150

  /// Nil, a gap, unless both are there and finite.
  package init?(_ x: Double, _ y: Double?) {
    guard let y, abs(x) < Self.limit, abs(y) < Self.limit else { return nil }
    self.x = x
    self.y = y
  }

  /// Nil, a gap, where the value has no logarithm either.
  init?(_ x: Double, positive y: Double?) {
    guard let y, y > 1 / Self.limit else { return nil }
    self.init(x, y)
  }
}

/// Fewer points that draw the same line.
package enum Decimation {
  /// The most points of a curve, so that vector files stay small.
  package static let limit = 4000

  /// Curves of up to `limit` points as they are; of longer ones the first and last point, and of each of many equal spans the
  /// smallest and the largest y (x too when `isParametric`), in their order. A gap in a span stays a gap.
  ///
  /// - Complexity: O(n) for n points.
  package static func keepingExtremes(
    _ points: [PlotPoint?], limit: Int = limit, isParametric: Bool = false
  ) -> [PlotPoint?] {
    guard points.count > limit else { return points }
    let spans = max(1, limit / (isParametric ? 4 : 2))
    var kept: [PlotPoint?] = []
    for span in 0..<spans {
      let range = points.count * span / spans..<points.count * (span + 1) / spans
      var indices = extremes(points, in: range, of: \.y)
      if isParametric { indices.formUnion(extremes(points, in: range, of: \.x)) }
      if let gap = points[range].firstIndex(of: nil) { indices.insert(gap) }
      if span == 0 { indices.insert(0) }
      if span == spans - 1 { indices.insert(points.count - 1) }
      kept += indices.sorted().map { points[$0] }
    }
    return kept
  }

  private static func extremes(
    _ points: [PlotPoint?], in range: Range<Int>, of value: KeyPath<PlotPoint, Double>
  ) -> Set<Int> {
    var least: (index: Int, value: Double)?
    var most: (index: Int, value: Double)?
    for index in range {
      guard let candidate = points[index]?[keyPath: value] else { continue }
      if candidate < least?.value ?? .infinity { least = (index, candidate) }
      if candidate > most?.value ?? -.infinity { most = (index, candidate) }
    }
    return Set([least?.index, most?.index].compactMap { $0 })
  }
}
