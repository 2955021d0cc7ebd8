/// The directions in which regions extend: the sweep's axes without seeds. Axes of which one sets the other, as zipped ones do,
/// are one direction.
struct RegionAxes {
  struct Direction {
    /// "gamma", or "gamma, steps" for axes that vary together.
    let name: String
    /// What stands at each place.
    let labels: [String]
    /// Each row's place.
    let places: [Int]
  }

  let directions: [Direction]
  var sizes: [Int] { directions.map(\.labels.count) }

  /// - Complexity: O(a^2 n) for a axes and n rows.
  init(_ table: SweepTable) {
    let axes = table.settingAxes
    let read = axes.map { axis in Self.places(table.rows.map { $0.variables[axis] }) }
    // Each group's first member is the axis that sets the others.
    var groups: [[Int]] = []
    for axis in axes.indices {
      guard read[axis].count > 1 else {
        groups.append([axis])
        continue
      }
      if let group = groups.indices.first(where: { group in
        let leader = groups[group][0]
        return read[leader].count > 1 && Self.sets(read[leader].places, read[axis].places)
      }) {
        groups[group].append(axis)
      } else if let group = groups.indices.first(where: { group in
        let leader = groups[group][0]
        return read[leader].count > 1 && Self.sets(read[axis].places, read[leader].places)
      }) {
        groups[group].insert(axis, at: 0)
      } else {
        groups.append([axis])
      }
    }
    directions = groups.map { group in
      let leader = read[group[0]]
      let members = group.sorted()
      var labels = leader.labels
      if group.count > 1 {
        for (row, place) in leader.places.enumerated() {
          labels[place] = members.map { read[$0].labels[read[$0].places[row]] }.joined(separator: ", ")
        }
      }
      return Direction(
        name: members.map { table.variables[axes[$0]].name }.joined(separator: ", "), labels: labels,
        places: leader.places)
    }
  }

  private typealias Reading = (count: Int, labels: [String], places: [Int])

  /// Numbers in rising order, anything else in the order of appearance.
  private static func places(_ values: [SweepValue]) -> Reading {
    var numbers: [Double] = []
    for value in values {
      switch value {
      case .integer, .real: numbers.append(value.number ?? 0)
      case .none, .flag, .text: break
      }
    }
    if numbers.count == values.count {
      let distinct = Set(numbers).sorted()
      let index = Dictionary(uniqueKeysWithValues: distinct.enumerated().map { ($1, $0) })
      return (distinct.count, SettingLabel.texts(distinct), numbers.map { index[$0] ?? 0 })
    }
    var index: [SweepValue: Int] = [:]
    var labels: [String] = []
    for value in values where index[value] == nil {
      index[value] = index.count
      labels.append(value == .none ? "none" : SettingLabel.text(value))
    }
    return (labels.count, labels, values.map { index[$0] ?? 0 })
  }

  /// Whether rows at one place of the first are always at one place of the second.
  private static func sets(_ first: [Int], _ second: [Int]) -> Bool {
    var known: [Int: Int] = [:]
    for (a, b) in zip(first, second) {
      if let other = known[a], other != b { return false }
      known[a] = b
    }
    return true
  }
}
