import Foundation
import LinearAlgebra

/// One direction of a map with the place of every row.
struct AxisReading {
  let axis: SweepMap.Axis
  /// Each row's place; nil for rows without a value.
  let places: [Int?]

  /// More places than anybody can look at.
  static let mostPlaces = 200

  /// The axis that a variable or a setting column makes.
  ///
  /// - Throws: `SweepMapError` for a name that is neither, or one with no or too many values.
  /// - Complexity: O(n log n) for n rows.
  init(_ table: SweepTable, _ name: String, option: String) throws(SweepMapError) {
    let variable = table.variables.first { $0.name == name }
    let column = SweepColumns.named(name)
    guard variable != nil || column?.part == .setting, let values = table.values(name) else {
      let shown = "'\(MessageText.line(name))'"
      throw SweepMapError(
        option, found: column == nil ? shown : "\(shown), which a run gives rather than is given",
        expected: "a variable or a setting: \(Self.known(table))")
    }
    let given = values.filter { $0 != .none }
    guard !given.isEmpty else {
      throw SweepMapError(
        option,
        found: values.isEmpty ? "a sweep without runs" : "'\(MessageText.line(name))', which no run has",
        expected: "a variable or a setting with 1 to \(Self.mostPlaces) values")
    }
    let isCategorical = given.contains {
      switch $0 {
      case .integer, .real: false
      case .none, .flag, .text: true
      }
    }
    var labels: [String] = []
    var numbers: [Double] = []
    if isCategorical {
      var index: [SweepValue: Int] = [:]
      for value in given where index[value] == nil {
        index[value] = index.count
        labels.append(SettingLabel.text(value))
      }
      numbers = labels.indices.map(Double.init)
      places = values.map { index[$0] }
    } else {
      numbers = Set(given.compactMap(\.number)).sorted()
      let index = Dictionary(uniqueKeysWithValues: numbers.enumerated().map { ($1, $0) })
      labels = SettingLabel.texts(numbers)
      places = values.map { value in value.number.flatMap { index[$0] } }
    }
    guard numbers.count <= Self.mostPlaces else {
      throw SweepMapError(
        option, found: "'\(MessageText.line(name))' with \(numbers.count) values",
        expected: "a variable or a setting with at most \(Self.mostPlaces) values")
    }
    axis = SweepMap.Axis(
      name: name, title: column?.note ?? name, places: numbers, labels: labels,
      isLogarithmic: !isCategorical && Self.isLogarithmic(numbers, spacing: variable?.spacing),
      isCategorical: isCategorical)
  }

  /// The names that axes can have.
  private static func known(_ table: SweepTable) -> String {
    var names = table.variables.map(\.name)
    for column in SweepColumns.all where column.part == .setting && !names.contains(column.name) {
      names.append(column.name)
    }
    return names.joined(separator: ", ")
  }

  /// As the file spaced them; else a range of a factor 8 or more that is nearer to equal factors than to equal steps.
  private static func isLogarithmic(_ places: [Double], spacing: SweepTable.Variable.Spacing?) -> Bool {
    guard let first = places.first, let last = places.last, places.count >= 2, first > 0 else { return false }
    if spacing == .logarithmic { return true }
    guard spacing != .linear, spacing != .seeds, last / first >= 8 else { return false }
    return unevenness(places.map { log($0) }) < unevenness(places)
  }

  /// The largest distance from equally spaced places, in parts of the whole range.
  private static func unevenness(_ places: [Double]) -> Double {
    let (first, range) = (places[0], places[places.count - 1] - places[0])
    return places.enumerated().reduce(0) {
      max($0, abs(($1.element - first) / range - Double($1.offset) / Double(places.count - 1)))
    }
  }
}
