import Foundation

/// Numbers in sentences.
enum SweepPhrase {
  /// Four significant digits.
  static func number(_ value: Double) -> String { String(format: "%.4g", value) }

  /// "C1, C2 and C3".
  static func list(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " and " + last
  }

  /// "95 %".
  static func percent(_ part: Double) -> String { String(format: "%.6g %%", 100 * part) }
}
