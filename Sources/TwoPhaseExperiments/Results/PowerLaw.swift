import Foundation
import Statistics

/// y = c x^p, fitted to the logarithms by least squares, with the exponent's 95 % interval.
struct PowerLaw {
  let exponent: LinearRegression.Coefficient
  let factor: Double
  let count: Int

  /// The fit; nil with fewer than three points, of one x, or of numbers that are not positive.
  init?(_ points: [(x: Double, y: Double)]) {
    guard points.count >= 3, points.allSatisfy({ $0.x > 0 && $0.y > 0 && $0.x.isFinite && $0.y.isFinite }),
      let fit = LinearRegression(rows: points.map { [log($0.x)] }, values: points.map { log($0.y) })
    else { return nil }
    exponent = fit.coefficients[0]
    factor = exp(fit.intercept)
    count = fit.count
  }

  /// The fitted line between two x.
  func curve(_ label: String, from low: Double, to high: Double) -> ExperimentCurve {
    ExperimentCurve(
      label: label, role: .predicted, seeds: 0,
      points: [low, high].map { .init(x: $0, y: factor * pow($0, exponent.estimate)) })
  }

  /// "exponent 1.02 (95 % interval 0.98 to 1.06, 12 runs)".
  var text: String {
    "exponent \(Phrase.number(exponent.estimate)) (95 % interval \(Phrase.number(exponent.low)) to "
      + "\(Phrase.number(exponent.high)), \(count) runs)"
  }
}

/// Numbers in sentences.
enum Phrase {
  /// Three significant digits.
  static func number(_ value: Double) -> String { String(format: "%.3g", value) }

  /// "1 run", "2 runs".
  static func count(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

  /// "0.1, 0.2 and 0.3".
  static func list(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "none" }
    return words.dropLast().joined(separator: ", ") + " and " + last
  }
}
