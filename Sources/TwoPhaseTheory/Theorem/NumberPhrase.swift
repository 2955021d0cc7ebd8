import Foundation

extension Double {
  /// The number in a sentence: four significant digits.
  var phrase: String { String(format: "%.4g", self) }
}

extension Int {
  /// A count with its noun: "1 step", "3 steps".
  func counted(_ noun: String) -> String { "\(self) \(noun)\(self == 1 ? "" : "s")" }
}
