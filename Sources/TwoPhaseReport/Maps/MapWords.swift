import Foundation
import TwoPhaseSweeps

/// What a map's cells and numbers are in words, the same in every form of report.
enum MapWords {
  /// "95 %".
  static func percent(_ part: Double) -> String { NumberText.compact(100 * part) + " %" }

  /// gnuplot's powers as characters: "10^{−5}" becomes "10⁻⁵".
  static func plain(_ enhanced: String) -> String {
    let raised: [Character: Character] = [
      "−": "⁻", "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷", "8": "⁸",
      "9": "⁹",
    ]
    return enhanced.replacing(/\^\{([−0-9]+)\}/) { match in String(match.1.map { raised[$0] ?? $0 }) }
  }

  /// An estimate to four digits.
  static func estimate(_ cell: SweepMap.Cell) -> String {
    cell.estimate?.ifFinite.map(NumberText.compact) ?? "no estimate"
  }

  /// "[0.64, 0.95]"; nil without an interval.
  static func interval(_ cell: SweepMap.Cell) -> String? {
    guard let low = cell.low?.ifFinite, let high = cell.high?.ifFinite else { return nil }
    return "[\(NumberText.compact(low)), \(NumberText.compact(high))]"
  }

  /// "1 run", "20 runs".
  static func count(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

  /// "20 runs", or "17 of 20 runs have a value".
  static func runs(_ cell: SweepMap.Cell) -> String {
    cell.count == cell.runs.count
      ? count(cell.count, "run")
      : "\(cell.count) of \(count(cell.runs.count, "run")) \(cell.count == 1 ? "has" : "have") a value"
  }

  /// "fraction 0.85, 95 % interval [0.64, 0.95], 20 runs".
  static func cell(_ cell: SweepMap.Cell, of map: SweepMap) -> String {
    guard cell.estimate?.ifFinite != nil else {
      return "no estimate, " + runs(cell) + (cell.note.map { ": " + $0 } ?? "")
    }
    let interval = interval(cell).map { "\(percent(map.confidence)) interval " + $0 } ?? "no interval"
    return "\(map.quantity.kind.rawValue) \(estimate(cell)), \(interval), \(runs(cell))"
      + (cell.note.map { ": " + $0 } ?? "")
  }

  /// What the colours are: "fraction of runs", "median, logarithmic colours".
  static func scale(_ map: SweepMap, _ scale: MapScale) -> String {
    switch map.quantity.kind {
    case .fraction: "fraction of runs"
    case .median: scale.isLogarithmic ? "median, logarithmic colours" : "median"
    }
  }

  /// What is mapped, and how runs became a colour as far as that is not said already.
  static func quantity(_ map: SweepMap, _ scale: MapScale) -> String {
    let title = titled(map.quantity.name, map.quantity.title)
    let says = map.quantity.title.hasPrefix("fraction") || map.quantity.title.hasPrefix("median")
    guard says else { return title + " (\(Self.scale(map, scale)))" }
    return scale.isLogarithmic ? title + " (logarithmic colours)" : title
  }

  /// A name with what it is, when it is more than the name.
  static func titled(_ name: String, _ title: String) -> String {
    title == name || title.isEmpty ? name : title.contains(name) ? title : "\(name): \(title)"
  }

  /// "gamma^-1.02 [-1.1, -0.94]" of each exponent.
  static func exponents(_ fit: SweepMap.Fit) -> [String] {
    fit.exponents.map { exponent in
      let numbers = [exponent.estimate, exponent.low, exponent.high].map {
        $0.isFinite ? NumberText.compact($0) : "undefined"
      }
      return "\(numbers[0]) [\(numbers[1]), \(numbers[2])] in \(exponent.name)"
    }
  }

  /// What the fit says: "transitionStep ~ gamma^-1.02 dimension^0.4".
  static func law(_ fit: SweepMap.Fit, of map: SweepMap) -> String {
    let factors = fit.exponents.map {
      "\($0.name)^\($0.estimate.isFinite ? NumberText.compact($0.estimate) : "undefined")"
    }
    return "\(map.quantity.name) ~ " + (factors.isEmpty ? "constant" : factors.joined(separator: " "))
  }

  /// What of a line is said where it is named.
  static func line(_ line: MapPicture.Line) -> String {
    line.pieces.isEmpty ? "\(line.label) (not on this map)" : line.label
  }
}
