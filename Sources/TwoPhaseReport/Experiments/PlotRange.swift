import Foundation
import TwoPhaseExperiments

/// What of an experiment's panel can be drawn, and the values that its axes show.
struct PlotRange {
  private let xIsLogarithmic: Bool
  private let yIsLogarithmic: Bool
  /// The values that the axes must show.
  private(set) var x: [Double] = []
  private(set) var y: [Double] = []

  /// Everything measured; predictions, references and intervals as far as they leave the measured curves at least a third of
  /// the frame. A line that runs away says so by leaving it.
  ///
  /// - Complexity: O(n) for n points.
  init(_ panel: ExperimentPanel) {
    xIsLogarithmic = panel.x.isLogarithmic
    yIsLogarithmic = panel.y.isLogarithmic
    let curves = panel.curves.map { curve in
      (role: curve.role, raw: curve.points, points: curve.points.map { point($0) })
    }
    x = curves.flatMap { $0.points.compactMap { $0?.x } }
    let measured = curves.filter { $0.role == .measured }.flatMap { $0.points.compactMap { $0?.y } }
    let all = curves.flatMap { $0.points.compactMap { $0?.y } }
    guard let widest = Self.widened(measured.isEmpty ? all : measured, yIsLogarithmic) else { return }
    y = measured + all.filter(widest.contains)
    for curve in curves {
      for (raw, point) in zip(curve.raw, curve.points) where point != nil {
        for end in [raw.low, raw.high] {
          guard let end = value(end, yIsLogarithmic) else { continue }
          y.append(min(max(end, widest.lowerBound), widest.upperBound))
        }
      }
    }
  }

  /// The point; nil, a gap, where it has no place on the axes.
  func point(_ point: ExperimentCurve.Point) -> PlotPoint? {
    guard let x = value(point.x, xIsLogarithmic), let y = value(point.y, yIsLogarithmic) else { return nil }
    return PlotPoint(x, y)
  }

  /// The interval within an axis; an end that has no logarithm is the frame's. nil without an interval or a point.
  func interval(_ point: ExperimentCurve.Point, within axis: PlotAxis) -> ExperimentPlot.Interval? {
    guard let middle = self.point(point), let low = point.low, let high = point.high, low <= high else {
      return nil
    }
    func clamped(_ end: Double) -> Double { min(max(end, axis.low), axis.high) }
    guard low <= axis.high, high >= axis.low else { return nil }
    return ExperimentPlot.Interval(x: middle.x, low: clamped(low), high: clamped(high))
  }

  /// A value that has a place on an axis; too small for gnuplot's arithmetic is zero, too large is none.
  private func value(_ value: Double?, _ isLogarithmic: Bool) -> Double? {
    guard let value, abs(value) < PlotPoint.limit else { return nil }
    if isLogarithmic { return value > 1 / PlotPoint.limit ? value : nil }
    return abs(value) < 1 / PlotPoint.limit ? 0 : value
  }

  /// The range of values and as much again on either side, at least two decades of a logarithmic axis; nil without values.
  private static func widened(_ values: [Double], _ isLogarithmic: Bool) -> ClosedRange<Double>? {
    guard let least = values.min(), let most = values.max() else { return nil }
    if isLogarithmic {
      let room = max(log10(most) - log10(least), 2)
      let (low, high) = (log10(least) - room, log10(most) + room)
      // What is drawn at all has its logarithm between -150 and 150.
      return pow(10, max(low, -149.9))...pow(10, min(high, 149.9))
    }
    let room = most > least ? most - least : max(abs(most), 1)
    return least - room...most + room
  }
}
