import LinearAlgebra
import Statistics

extension SweepMap {
  /// The map of a quantity over two settings of a sweep.
  ///
  /// Fractions have Wilson's interval, medians the percentile interval of their exact bootstrap distribution
  /// (`MedianBootstrap`).
  /// - Parameters:
  ///   - table: the runs that have been made.
  ///   - x: a variable or a setting column of at most 200 values; numbers in rising order, words in order of appearance.
  ///   - y: another one.
  ///   - value: a variable or column of numbers (medians), yes-or-no entries or verdicts (fractions; vacuous and untested
  ///     verdicts are left out), or one of "failed", "diverged", "converged", "twoPhases". A failed run has a value of "failed" alone.
  ///   - confidence: of all intervals, strictly between 0 and 1.
  /// - Throws: `SweepMapError` naming --x, --y, --value or --confidence.
  /// - Complexity: O(n log n) for n runs, and about 10^4 predictions for each contour.
  public init(
    _ table: SweepTable, x: String, y: String, value: String,
    confidence: Double = MeanInterval.defaultConfidence
  ) throws {
    guard confidence > 0, confidence < 1 else {
      throw SweepMapError(
        "--confidence", found: "\(confidence)", expected: "a number between 0 and 1, such as 0.95")
    }
    guard x != y else {
      throw SweepMapError(
        "--y", found: "'\(MessageText.line(y))', as for --x", expected: "another variable or setting")
    }
    let across = try AxisReading(table, x, option: "--x")
    let up = try AxisReading(table, y, option: "--y")
    let reading = try ValueReading(table, value)
    let grid = CellGrid(table, across, up)
    let cells = CellMaker(table: table, grid: grid, reading: reading, confidence: confidence).cells()
    let estimates = cells.compactMap(\.estimate)
    sweep = table.name
    self.x = across.axis
    self.y = up.axis
    quantity = Quantity(
      name: value, title: reading.title, kind: reading.kind,
      isLogarithmic: reading.kind == .median
        && (estimates.min().map { low in low > 0 && (estimates.max() ?? low) / low > 20 } ?? false))
    self.confidence = confidence
    self.cells = cells
    contours = TheoremRegion(table, grid).contours() + WrongWayBoundary(table, grid).contours()
    fits = reading.kind == .median ? ScalingFit(table, grid, reading, confidence).fits() : []
    within = grid.within(table)
    notes = Self.notes(table, grid, reading, confidence)
  }

  private static func notes(
    _ table: SweepTable, _ grid: CellGrid, _ reading: ValueReading, _ confidence: Double
  ) -> [String] {
    var notes: [String] = []
    if table.rows.count < table.runCount {
      notes.append("\(table.rows.count) of the sweep's \(table.runCount) runs have been made.")
    }
    let failed = table.rows.count { $0.hasFailed }
    if failed > 0 { notes.append("\(SweepPhrase.count(failed, "run")) failed: they could not be run.") }
    if grid.unplaced > 0 {
      notes.append(
        "\(SweepPhrase.count(grid.unplaced, "run")) without a value of \(grid.x.axis.name) or \(grid.y.axis.name) are on no cell."
      )
    }
    let percent = SweepPhrase.percent(confidence)
    switch reading.kind {
    case .fraction: notes.append("Fractions have Wilson's \(percent) interval.")
    case .median:
      notes.append(
        "Medians have the \(percent) percentile interval of their exact bootstrap distribution; fewer than 3 values have none."
      )
    }
    return notes
  }
}

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
