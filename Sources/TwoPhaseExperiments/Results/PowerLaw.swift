import Foundation
import Statistics

/// y = c x^p, fitted to the logarithms by least squares, with the exponent's 95 % interval. Observations of one seed, which share
/// their weights over all x, have a factor c of their own.
struct PowerLaw {
  let exponent: LinearRegression.Coefficient
  let count: Int

  /// The fit; nil with fewer points than it has unknowns and one more, or of one x. Numbers that are not positive have no
  /// logarithm and are left out.
  init?(_ points: [(x: Double, y: Double, seed: Int)]) {
    let usable = points.filter { $0.x > 0 && $0.y > 0 && $0.x.isFinite && $0.y.isFinite }
    let seeds = Set(usable.map(\.seed)).sorted().dropFirst()
    guard usable.count >= 3,
      let fit = LinearRegression(
        rows: usable.map { point in [log(point.x)] + seeds.map { $0 == point.seed ? 1 : 0 } },
        values: usable.map { log($0.y) })
    else { return nil }
    exponent = fit.coefficients[0]
    count = fit.count
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
