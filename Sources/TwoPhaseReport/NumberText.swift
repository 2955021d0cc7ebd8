import Foundation

/// Numbers for people. JSON and CSV hold every digit; a report shows six.
enum NumberText {
  /// Six significant digits; "undefined" for a missing number.
  static func short(_ value: Double?) -> String {
    guard let value else { return "undefined" }
    if value.isInfinite { return value < 0 ? "-infinite" : "infinite" }
    return String(format: "%.6g", value)
  }

  /// Four significant digits, for tables.
  static func compact(_ value: Double) -> String { String(format: "%.4g", value) }

  /// Three significant digits, for times and rates.
  static func brief(_ value: Double) -> String { String(format: value >= 1000 ? "%.0f" : "%.3g", value) }

  /// A fixed number of decimals with its sign.
  static func signed(_ value: Double?, decimals: Int = 4) -> String {
    guard let value else { return "undefined" }
    let small = abs(value) < 0.5 * pow(10, -Double(decimals)) && value != 0
    return String(format: small ? "%+.2e" : "%+.\(decimals)f", value)
  }
}
