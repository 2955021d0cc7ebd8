/// Refuses a setting outside a range. Made and forgotten: `try SettingRange("steps", steps, 1...100)`.
struct SettingRange {
  /// An integer's.
  ///
  /// - Throws: `ExperimentSettingError`.
  @discardableResult
  init(_ key: String, _ value: Int, _ range: ClosedRange<Int>) throws {
    guard range.contains(value) else {
      throw ExperimentSettingError(
        key, found: "\(value)", expected: "an integer from \(range.lowerBound) to \(range.upperBound)")
    }
  }

  /// A number's: above one, at most another.
  ///
  /// - Throws: `ExperimentSettingError`.
  @discardableResult
  init(_ key: String, _ value: Double, above low: Double, to high: Double) throws {
    guard value > low, value <= high else {
      throw ExperimentSettingError(
        key, found: "\(value)", expected: "a number above \(low) and at most \(high)")
    }
  }
}
