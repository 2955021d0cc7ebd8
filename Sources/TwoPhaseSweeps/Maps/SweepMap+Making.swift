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
    let failed = table.rows.count { $0.isFailed }
    if failed > 0 { notes.append("\(QuantityText.count(failed, "run")) failed: they could not be run.") }
    if grid.unplaced > 0 {
      notes.append(
        "\(QuantityText.count(grid.unplaced, "run")) without a value of \(grid.x.axis.name) or \(grid.y.axis.name) are on no cell."
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
