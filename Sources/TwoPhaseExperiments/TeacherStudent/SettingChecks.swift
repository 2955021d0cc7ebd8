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

  static func notEmpty(_ key: String, _ count: Int, atLeast least: Int = 1) throws {
    guard count >= least else {
      throw ExperimentSettingError(
        key, found: "\(count) values", expected: "at least \(least)")
    }
  }

  static func dimensions(_ key: String, _ values: [Int]) throws {
    try notEmpty(key, values.count)
    for value in values { try atLeast(2, key, value) }
    guard Set(values).count == values.count else {
      throw ExperimentSettingError(key, found: "a dimension twice", expected: "each once")
    }
  }
}
