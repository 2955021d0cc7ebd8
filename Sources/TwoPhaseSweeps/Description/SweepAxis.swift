import LinearAlgebra
import Yams

/// An axis: a name with its values in order.
struct SweepAxis: Sendable {
  /// How its values are written.
  enum Form: Sendable, Equatable {
    case list
    case linear
    case logarithmic
    /// Seeds from the given one on; they are counted, not listed.
    case seeds(from: Int)
  }

  let name: String
  /// The setting of that name; nil for a variable of its own.
  let setting: SweepSetting?
  let form: Form
  let count: Int
  let line: Int?
  /// The values; empty for seeds.
  let values: [SweepValue]
  /// The same as numbers, 0 for words.
  let numbers: [Double]

  init(_ name: String, _ setting: SweepSetting?, _ form: Form, _ values: [SweepValue], count: Int, line: Int?)
  {
    self.name = name
    self.setting = setting
    self.form = form
    self.values = values
    self.count = count
    self.line = line
    numbers = values.map { $0.number ?? 0 }
  }

  /// A value by its place.
  subscript(_ index: Int) -> SweepValue {
    if case .seeds(let first) = form { return .integer(first + index) }
    return values[index]
  }

  /// A value as a number.
  func number(_ index: Int) -> Double {
    if case .seeds(let first) = form { return Double(first + index) }
    return numbers[index]
  }

  /// Whether all values are numbers.
  var isNumeric: Bool {
    values.allSatisfy {
      switch $0 {
      case .integer, .real: true
      default: false
      }
    }
  }

  /// How its values are spaced; seeds are repetitions however they are written.
  var spacing: SweepTable.Variable.Spacing {
    if setting == .seed { return .seeds }
    switch form {
    case .list: return .list
    case .linear: return .linear
    case .logarithmic: return .logarithmic
    case .seeds: return .seeds
    }
  }
}
