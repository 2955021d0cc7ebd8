import Foundation
import Statistics

/// value = c x^p y^q over all runs with a positive value, by least squares on logarithms.
///
/// Runs of one seed share random weights over many cells. Where seeds repeat over cells each has a factor c of its own: values and
/// settings are taken relative to their seed's means, which gives the same exponents as one unknown for each seed, and the
/// degrees of freedom are those of that larger fit.
struct ScalingFit {
  private let table: SweepTable
  private let grid: CellGrid
  private let reading: ValueReading
  private let confidence: Double

  init(_ table: SweepTable, _ grid: CellGrid, _ reading: ValueReading, _ confidence: Double) {
    self.table = table
    self.grid = grid
    self.reading = reading
    self.confidence = confidence
  }

  private struct Observation {
    let cell: Int
    let seed: SweepValue
    /// log x, log y as far as they are fitted.
    let logs: [Double]
    let logValue: Double
  }

  /// The fit on both axes; where they vary together, one on each. Empty without an axis of at least two positive numbers, or when
  /// no value is positive.
  func fits() -> [SweepMap.Fit] {
    let axes = [grid.x.axis, grid.y.axis]
    let usable = axes.indices.filter {
      !axes[$0].isCategorical && axes[$0].places.count >= 2 && axes[$0].places[0] > 0
    }
    guard !usable.isEmpty else { return [] }
    if let joint = fit(usable) { return [joint] }
    return usable.count == 2 ? usable.compactMap { fit([$0], isAlone: true) } : []
  }

  private func fit(_ usable: [Int], isAlone: Bool = false) -> SweepMap.Fit? {
    let axes = [grid.x.axis, grid.y.axis]
    let seeds = table.seeds
    var observations: [Observation] = []
    var (placed, without, notPositive) = (0, 0, 0)
    for (cell, rows) in grid.rows.enumerated() {
      let place = [cell % grid.width, cell / grid.width]
      let logs = usable.map { log(axes[$0].places[place[$0]]) }
      for row in rows {
        placed += 1
        guard let value = reading.values[row] else {
          without += 1
          continue
        }
        guard value > 0 else {
          notPositive += 1
          continue
        }
        observations.append(Observation(cell: cell, seed: seeds[row], logs: logs, logValue: log(value)))
      }
    }
    guard !observations.isEmpty else { return nil }
    var notes = ["\(observations.count) of \(QuantityText.count(placed, "run")) used"]
    if without > 0 { notes.append("\(without) had no value") }
    if notPositive > 0 { notes.append("\(notPositive) had one that is not positive") }
    if isAlone, usable.count == 1 {
      notes.append("\(axes[1 - usable[0]].name) is left out because the two together are not determined")
    }
    guard let (coefficients, how) = regression(observations, exponents: usable.count) else { return nil }
    notes.append(how)
    return SweepMap.Fit(
      exponents: zip(usable, coefficients).map { axis, coefficient in
        SweepMap.Fit.Exponent(
          name: axes[axis].name, estimate: coefficient.estimate, low: coefficient.low, high: coefficient.high)
      }, count: observations.count, note: notes.joined(separator: "; ") + ".")
  }

  private typealias Regression = (coefficients: [(estimate: Double, low: Double, high: Double)], how: String)

  private func regression(_ observations: [Observation], exponents p: Int) -> Regression? {
    let percent = SweepPhrase.percent(confidence)
    var cells: [SweepValue: Set<Int>] = [:]
    for observation in observations { cells[observation.seed, default: []].insert(observation.cell) }
    let repeats = cells.values.contains { $0.count > 1 }
    if repeats, cells.count > 1, let within = withinSeeds(observations, exponents: p, seeds: cells.count) {
      return (
        within, "each of \(cells.count) seeds has a factor of its own; \(percent) intervals by Student's t"
      )
    }
    let fit = LinearRegression(
      rows: observations.map(\.logs), values: observations.map(\.logValue), confidence: confidence)
    guard let fit else { return nil }
    let shared =
      repeats && cells.count > 1
      ? ", as if runs of one seed were independent, which makes them too narrow or too wide"
      : cells.count == 1 && repeats ? ", of the scatter about the law within a single seed" : ""
    return (
      fit.coefficients.map { ($0.estimate, $0.low, $0.high) }, "\(percent) intervals by Student's t\(shared)"
    )
  }

  /// Least squares with a constant for each seed; nil where seeds leave too little to determine the exponents.
  private func withinSeeds(
    _ observations: [Observation], exponents p: Int, seeds: Int
  ) -> [(estimate: Double, low: Double, high: Double)]? {
    let n = observations.count
    let freedom = n - p - seeds
    guard freedom >= 1 else { return nil }
    var sums: [SweepValue: (count: Double, logs: [Double], value: Double)] = [:]
    for observation in observations {
      var sum = sums[observation.seed] ?? (0, [Double](repeating: 0, count: p), 0)
      sum.count += 1
      sum.value += observation.logValue
      for k in 0..<p { sum.logs[k] += observation.logs[k] }
      sums[observation.seed] = sum
    }
    var (rows, values): ([[Double]], [Double]) = ([], [])
    for observation in observations {
      guard let sum = sums[observation.seed] else { continue }
      rows.append((0..<p).map { observation.logs[$0] - sum.logs[$0] / sum.count })
      values.append(observation.logValue - sum.value / sum.count)
    }
    // Rounding must not pass for variation.
    for k in 0..<p {
      let largest = observations.reduce(0) { max($0, abs($1.logs[k])) }
      guard rows.contains(where: { abs($0[k]) > 1e-9 * max(1, largest) }) else { return nil }
    }
    guard let fit = LinearRegression(rows: rows, values: values, confidence: confidence) else { return nil }
    func quantile(_ freedom: Int) -> Double {
      StudentT.quantile((1 + confidence) / 2, degreesOfFreedom: Double(freedom))
    }
    let plain = n - p - 1
    let widening =
      quantile(freedom) / quantile(plain) * (Double(plain) / Double(freedom)).squareRoot()
    return fit.coefficients.map { coefficient in
      let half = (coefficient.high - coefficient.low) / 2 * widening
      return (coefficient.estimate, coefficient.estimate - half, coefficient.estimate + half)
    }
  }
}
