import Foundation
import Statistics

/// Curves and cells of means over seeds with their 95 % t intervals.
enum SeedMeans {
  /// How values are averaged.
  enum Kind {
    /// As they are.
    case arithmetic
    /// Their logarithms: for positive values on a logarithmic axis.
    case geometric
  }

  /// The mean of values with its interval; without an interval for a single value; nil when one is missing or has no logarithm.
  static func mean(_ values: [Double?], _ kind: Kind = .arithmetic) -> (
    mean: Double, low: Double?, high: Double?
  )? {
    let found = values.compactMap { $0 }
    guard !found.isEmpty, found.count == values.count, found.allSatisfy(\.isFinite) else { return nil }
    if kind == .geometric {
      guard found.allSatisfy({ $0 > 0 }), let mean = mean(found.map { log($0) }) else { return nil }
      return (exp(mean.mean), mean.low.map { exp($0) }, mean.high.map { exp($0) })
    }
    guard let interval = MeanInterval(found) else {
      return found.count == 1 ? (found[0], nil, nil) : nil
    }
    return (interval.mean, interval.low, interval.high)
  }

  /// A curve over runs that share their x; where one has no value the curve has a gap.
  static func curve(
    _ label: String, _ runs: [[(x: Double, y: Double?)]], _ kind: Kind = .arithmetic,
    marksPoints: Bool = false
  ) -> ExperimentCurve {
    // A run that ended early leaves the rest undefined.
    let longest = runs.max { $0.count < $1.count } ?? []
    let points = longest.indices.map { index -> ExperimentCurve.Point in
      let values = runs.map { $0.indices.contains(index) ? $0[index].y : nil }
      let mean = mean(values, kind)
      return .init(x: longest[index].x, y: mean?.mean, low: mean?.low, high: mean?.high)
    }
    return ExperimentCurve(label: label, seeds: runs.count, marksPoints: marksPoints, points: points)
  }

  /// A table's cell of values over seeds; `otherwise` where one is missing.
  static func cell(_ values: [Double?], _ kind: Kind = .arithmetic, otherwise: String) -> ExperimentTable.Cell
  {
    guard let mean = mean(values, kind) else { return .text(otherwise) }
    guard let low = mean.low, let high = mean.high else { return .number(mean.mean) }
    return .interval(mean.mean, low: low, high: high)
  }
}
