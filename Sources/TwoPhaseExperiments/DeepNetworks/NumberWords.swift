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

  /// The geometric mean of positive values with the interval of their logarithms, or what is said in its place.
  static func geometricMean(_ values: [Double], otherwise text: String) -> Self {
    if values.contains(where: { $0 <= 0 }) { return .mean(values, otherwise: text) }
    guard let interval = MeanInterval(values.map { log($0) }) else { return .text(text) }
    return .interval(exp(interval.mean), low: exp(interval.low), high: exp(interval.high))
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
  /// - Parameters:
  ///   - series: each run's points; x need not be the same in all.
  ///   - isLogarithmic: whether to take the geometric mean, and its interval, where all values are positive.
  static func mean(
    label: String, series: [[(x: Double, y: Double)]], isLogarithmic: Bool = false
  ) -> ExperimentCurve {
    let tables = series.map { Dictionary($0.map { ($0.x, $0.y) }, uniquingKeysWith: { first, _ in first }) }
    let points = (series.first ?? []).compactMap { first -> Point? in
      let values = tables.compactMap { $0[first.x] }
      guard values.count == series.count, values.allSatisfy(\.isFinite) else { return nil }
      if isLogarithmic, values.allSatisfy({ $0 > 0 }), let logs = MeanInterval(values.map { log($0) }) {
        return Point(x: first.x, y: exp(logs.mean), low: exp(logs.low), high: exp(logs.high))
      }
      guard let interval = MeanInterval(values) else { return Point(x: first.x, y: values.first) }
      return Point(x: first.x, y: interval.mean, low: interval.low, high: interval.high)
    }
    return ExperimentCurve(label: label, seeds: series.count, points: points)
  }
}
