import Foundation
import Statistics

extension Double {
  /// Three significant digits; "undefined" for what is not finite.
  var shortPhrase: String { isFinite ? String(format: "%.3g", self) : "undefined" }
}

extension ExperimentTable.Cell {
  /// A finite number, or what is said in its place.
  static func finite(_ value: Double, otherwise text: String = "undefined: not finite") -> Self {
    value.isFinite ? .number(value) : .text(text)
  }

  /// A mean with its interval, or what is said in its place.
  static func mean(_ values: [Double], otherwise text: String) -> Self {
    if let interval = MeanInterval(values) {
      return .interval(interval.mean, low: interval.low, high: interval.high)
    }
    return .text(text)
  }

  /// A sampled value, or what is said in its place.
  static func sampled(_ interval: MeanInterval?, otherwise text: String) -> Self {
    guard let interval else { return .text(text) }
    return .interval(interval.mean, low: interval.low, high: interval.high)
  }
}

extension ExperimentCurve {
  /// The mean of several runs' values at each x at which all of them have one, with its Student interval.
  ///
  /// - Parameter series: each run's points; x need not be the same in all.
  static func mean(label: String, series: [[(x: Double, y: Double)]]) -> ExperimentCurve {
    let tables = series.map { Dictionary($0.map { ($0.x, $0.y) }, uniquingKeysWith: { first, _ in first }) }
    let points = (series.first ?? []).compactMap { first -> Point? in
      let values = tables.compactMap { $0[first.x] }
      guard values.count == series.count, values.allSatisfy(\.isFinite) else { return nil }
      guard let interval = MeanInterval(values) else { return Point(x: first.x, y: values.first) }
      return Point(x: first.x, y: interval.mean, low: interval.low, high: interval.high)
    }
    return ExperimentCurve(label: label, seeds: series.count, points: points)
  }
}
