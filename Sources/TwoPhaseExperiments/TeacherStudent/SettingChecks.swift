/// Checks that the experiments' settings share.
enum SettingCheck {
  static func atLeast(_ least: Int, _ key: String, _ values: Int...) throws {
    for value in values where value < least {
      throw ExperimentSettingError(key, found: "\(value)", expected: "at least \(least)")
    }
  }

  static func positive(_ key: String, _ values: [Double]) throws {
    for value in values where !(value > 0 && value.isFinite) {
      throw ExperimentSettingError(key, found: "\(value)", expected: "a positive number")
    }
  }

  /// A number of seeds.
  static func seeds(_ value: Int, atLeast least: Int = 1) throws {
    guard (least...1000).contains(value) else {
      throw ExperimentSettingError("seeds", found: "\(value)", expected: "\(least) to 1000")
    }
  }

  /// A number of updates, rounded, at least 1.
  static func steps(_ key: String, _ value: Double) throws -> Int {
    guard value.isFinite, value <= 1e9 else {
      throw ExperimentSettingError(
        key, found: "what makes \(value) steps", expected: "at most 1e9 steps a run")
    }
    return max(1, Int(value.rounded()))
  }

  static func different(_ key: String, _ values: [some Hashable & Sendable]) throws {
    guard Set(values).count == values.count else {
      throw ExperimentSettingError(key, found: "one twice", expected: "each once")
    }
  }

  static func notEmpty(_ key: String, _ count: Int, atLeast least: Int = 1) throws {
    guard count >= least else {
      throw ExperimentSettingError(
        key, found: "\(count) values", expected: "at least \(least)")
    }
  }

  static func dimensions(_ key: String, _ values: [Int]) throws {
    try notEmpty(key, values.count)
    for value in values where !(2...100_000).contains(value) {
      throw ExperimentSettingError(key, found: "\(value)", expected: "2 to 100000")
    }
    guard Set(values).count == values.count else {
      throw ExperimentSettingError(key, found: "a dimension twice", expected: "each once")
    }
  }
}
