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

  /// Numbers, to as few significant digits from four on as keep them apart (0.30000000000000004 is 0.3), else exactly.
  static func texts(_ numbers: [Double]) -> [String] {
    let different = Set(numbers).count
    for digits in [4, 6, 9] {
      let short = numbers.map { exact(Double(String(format: "%.\(digits)g", $0)) ?? $0) }
      if Set(short).count == different { return short }
    }
    return numbers.map(exact)
  }

  private static func exact(_ number: Double) -> String {
    number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
  }
}
