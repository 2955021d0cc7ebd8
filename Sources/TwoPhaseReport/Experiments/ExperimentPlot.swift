import Foundation
import TwoPhaseExperiments

/// A panel of an experiment as it is drawn: axes, and curves without what cannot be drawn.
struct ExperimentPlot {
  /// A curve.
  struct Curve {
    let label: String
    let look: LineLook
    let role: ExperimentCurve.Role
    /// nil is a gap.
    let points: [PlotPoint?]
    /// Points between gaps, which no line shows.
    let lone: [PlotPoint]
    /// Intervals of a line as polygons, and of marked points as bars; within the frame.
    let bands: [[Interval]]
    let bars: [Interval]
    /// Whether every point is marked.
    let marksPoints: Bool
    /// Whether a mark now and then tells the line from others.
    let marksLine: Bool
  }

  /// An interval at a place along the bottom.
  struct Interval: Equatable {
    let x: Double
    let low: Double
    let high: Double
  }

  /// "(a)", or empty.
  let name: String
  let title: String
  /// Plain text; the axes' own titles hold a factor, or are empty.
  let xTitle: String
  let yTitle: String
  let x: PlotAxis
  let y: PlotAxis
  let curves: [Curve]

  /// Whether nothing can be drawn.
  var isEmpty: Bool { curves.allSatisfy { $0.points.allSatisfy { $0 == nil } } }

  /// - Parameters:
  ///   - looks: one for each curve.
  ///   - isWide: whether it has both columns' width.
  /// - Complexity: O(n) for n points.
  init(_ panel: ExperimentPanel, looks: [LineLook], isWide: Bool) {
    let id = GnuplotText.plain(panel.id)
    name = id.isEmpty ? "" : "(\(id))"
    title = GnuplotText.plain(panel.title)
    xTitle = GnuplotText.plain(panel.x.title)
    yTitle = GnuplotText.plain(panel.y.title)
    let range = PlotRange(panel)
    let hasMarks = panel.curves.contains(where: \.marksPoints)
    x = Self.axis(
      range.x, isLogarithmic: panel.x.isLogarithmic, tickCount: isWide ? 8 : 5, margin: hasMarks ? 0.05 : 0)
    let y = Self.axis(range.y, isLogarithmic: panel.y.isLogarithmic, tickCount: 5, margin: 0.05)
    self.y = y
    let isAlone = panel.curves.filter { $0.role == .measured }.count == 1
    curves = zip(panel.curves, looks).map { curve, look in
      let points = curve.points.map { range.point($0) }
      let marksAll = curve.marksPoints && curve.role != .reference
      let intervals = curve.points.map { range.interval($0, within: y) }
      let bars = marksAll ? intervals.compactMap(\.self).filter { $0.low < $0.high } : []
      let drawn = Decimation.keepingExtremes(points)
      return Curve(
        label: GnuplotText.plain(curve.label) + Self.remark(points, in: y), look: look, role: curve.role,
        points: drawn, lone: marksAll ? [] : Self.lone(drawn),
        bands: marksAll ? [] : Self.bands(intervals), bars: bars, marksPoints: marksAll,
        marksLine: !marksAll && curve.role == .measured && !isAlone)
    }
  }

  /// What a key must say of a curve that is not seen.
  private static func remark(_ points: [PlotPoint?], in y: PlotAxis) -> String {
    let ys = points.compactMap { $0?.y }
    if ys.isEmpty { return " (no value to draw)" }
    return ys.contains { $0 >= y.low && $0 <= y.high } ? "" : " (outside of the frame)"
  }

  private static func axis(
    _ values: [Double], isLogarithmic: Bool, tickCount: Int, margin: Double
  ) -> PlotAxis {
    guard let least = values.min(), let most = values.max() else {
      return PlotAxis("", linear: [0, 1], tickCount: tickCount, margin: 0)
    }
    // A script holds seven digits: what differs by less is one value, in the middle.
    if isLogarithmic {
      let flat = log10(most / least) < 1e-3
      return PlotAxis("", logarithmic: flat ? [sqrt(least) * sqrt(most)] : values, tickCount: tickCount)
    }
    let flat = most - least <= 1e-5 * max(abs(least), abs(most))
    return PlotAxis(
      "", linear: flat ? [least / 2 + most / 2] : values, tickCount: tickCount, margin: flat ? 0.05 : margin)
  }

  /// Points that have no neighbour to be joined with.
  private static func lone(_ points: [PlotPoint?]) -> [PlotPoint] {
    points.indices.compactMap { index in
      let hasBefore = index > 0 && points[index - 1] != nil
      let hasAfter = index + 1 < points.count && points[index + 1] != nil
      return hasBefore || hasAfter ? nil : points[index]
    }
  }

  /// Most intervals of a polygon's side; more are taken together, the widest of each span kept.
  private static let limit = 1000

  private static func bands(_ intervals: [Interval?]) -> [[Interval]] {
    let runs = intervals.split(separator: nil).map { $0.compactMap(\.self) }.filter { $0.count > 1 }
    let total = runs.reduce(0) { $0 + $1.count }
    guard total > limit else { return runs }
    let size = (total + limit - 1) / limit
    return runs.map { run in
      let spans = stride(from: 0, to: run.count, by: size).map { Array(run[$0..<min($0 + size, run.count)]) }
      return spans.enumerated().map { index, span in
        Interval(
          x: index == spans.count - 1 ? span[span.count - 1].x : span[0].x,
          low: span.map(\.low).min() ?? 0, high: span.map(\.high).max() ?? 0)
      }
    }
  }
}
