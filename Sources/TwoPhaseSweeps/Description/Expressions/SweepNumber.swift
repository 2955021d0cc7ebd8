import Foundation

/// Numbers of a sweep's file: how they are read, spaced and shown.
enum SweepNumber {
  /// A finite number as YAML writes it; nil for other texts.
  static func read(_ text: String) -> Double? {
    guard text.unicodeScalars.allSatisfy({ "0123456789+-.eE".unicodeScalars.contains($0) }),
      let value = Double(text), value.isFinite
    else { return nil }
    return value
  }

  /// All its digits, without ".0" for whole numbers.
  static func short(_ value: Double) -> String {
    let text = "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// The number when it is whole within 1e-9 of its size, or of 1 when that is less; nil otherwise, and beyond 2^53.
  static func whole(_ value: Double) -> Int? {
    let rounded = value.rounded()
    guard abs(rounded) <= 9_007_199_254_740_992, abs(value - rounded) <= 1e-9 * max(1, abs(rounded)) else {
      return nil
    }
    return Int(rounded)
  }

  /// Equal steps, both ends exact; inner values have 15 digits after the first of the larger end, so that a grid written from
  /// the other end, or a list of the same values, has the same numbers.
  static func linear(from first: Double, to last: Double, count: Int) -> [Double] {
    let scale = max(abs(first), abs(last))
    let exponent = scale > 0 ? Int(log10(scale).rounded(.down)) : 0
    let decimals = max(0, 14 - exponent)
    return (0..<count).map { k in
      if k == 0 { return first }
      if k == count - 1 { return last }
      let share = Double(k) / Double(count - 1)
      let other = Double(count - 1 - k) / Double(count - 1)
      let value = first * other + last * share
      return (Double(String(format: "%.\(decimals)f", value)) ?? value) + 0
    }
  }

  /// Equal factors, both ends exact; inner values have 15 digits, as above.
  static func logarithmic(from first: Double, to last: Double, count: Int) -> [Double] {
    (0..<count).map { k in
      if k == 0 { return first }
      if k == count - 1 { return last }
      let value: Double
      if 2 * k == count - 1 {
        value = first.squareRoot() * last.squareRoot()
      } else if 2 * k < count - 1 {
        value = first * exp(log(last / first) * Double(k) / Double(count - 1))
      } else {
        value = last * exp(log(first / last) * Double(count - 1 - k) / Double(count - 1))
      }
      return Double(String(format: "%.14e", value)) ?? value
    }
  }
}
