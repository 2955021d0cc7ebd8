import Foundation

/// A setting's value as people read it.
enum SettingLabel {
  /// One value: whole numbers without ".0", yes and no in words.
  static func text(_ value: SweepValue) -> String {
    switch value {
    case .flag(let isSo): isSo ? "yes" : "no"
    case .real(let number): exact(number)
    default: value.text
    }
  }

  /// Numbers, to six significant digits if that keeps them apart (0.30000000000000004 is 0.3), else exactly.
  static func texts(_ numbers: [Double]) -> [String] {
    let short = numbers.map { exact(Double(String(format: "%.6g", $0)) ?? $0) }
    return Set(short).count == Set(numbers).count ? short : numbers.map(exact)
  }

  private static func exact(_ number: Double) -> String {
    number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
  }
}
