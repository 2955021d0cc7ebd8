/// Which rows are on which cell.
struct CellGrid {
  let x: AxisReading
  let y: AxisReading
  /// The rows of each cell, x fastest, in the order of the table.
  let rows: [[Int]]
  /// Rows on no cell.
  let unplaced: Int

  var width: Int { x.axis.places.count }
  var height: Int { y.axis.places.count }

  init(_ table: SweepTable, _ x: AxisReading, _ y: AxisReading) {
    self.x = x
    self.y = y
    let width = x.axis.places.count
    var rows = [[Int]](repeating: [], count: width * y.axis.places.count)
    var unplaced = 0
    for index in table.rows.indices {
      guard let column = x.places[index], let line = y.places[index] else {
        unplaced += 1
        continue
      }
      rows[line * width + column].append(index)
    }
    self.rows = rows
    self.unplaced = unplaced
  }

  /// What varies within cells beside the axes: "20 seeds, 3 values of slope".
  func within(_ table: SweepTable) -> String? {
    func most(_ values: [SweepValue]) -> Int { rows.reduce(0) { max($0, Set($1.map { values[$0] }).count) } }
    var parts: [String] = []
    let shown = Set([x.axis.name, y.axis.name])
    let seedNames = Set(table.variables.filter { $0.spacing == .seeds }.map(\.name)).union(["seed"])
    if shown.isDisjoint(with: seedNames) {
      let seeds = most(table.seeds)
      if seeds > 1 { parts.append("\(seeds) seeds") }
    }
    for axis in table.settingAxes where !shown.contains(table.variables[axis].name) {
      let count = most(table.rows.map { $0.variables[axis] })
      if count > 1 { parts.append("\(count) values of \(table.variables[axis].name)") }
    }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }
}
