import Foundation
import TwoPhaseTheory

/// theory.md section 9 on a map: the line between wrong-way starts whose margin is at least delta and those that start in Phase 1.
///
/// Drawn where all runs start wrong-way and d and the start's norm are known all over the map: each is the same in all runs, or
/// a function of one of the axes, interpolated between its places (logarithm on logarithm where all numbers are positive).
struct WrongWayBoundary {
  private let table: SweepTable
  private let grid: CellGrid
  private let delta = TheoremConstants.liYuan2017[.convexity]?.value ?? 0

  init(_ table: SweepTable, _ grid: CellGrid) {
    self.table = table
    self.grid = grid
  }

  /// Why there is no line.
  private struct Obstacle: Error {
    let reason: String
  }

  /// Section 9's own formula and the one with all terms; empty when no run starts wrong-way.
  func contours() -> [SweepMap.Contour] {
    let rows = grid.rows.flatMap { $0 }.filter { !table.rows[$0].isFailed }
    let wrongWay = rows.count { table.rows[$0]["start"] == .text("wrong-way") }
    guard wrongWay > 0 else { return [] }
    let number = SweepPhrase.number(delta)
    let labels = [
      "theory.md section 9: pi/2 - Q^2/(4||D||^2) = \(number)",
      "initial margin with all terms, expected = \(number)",
    ]
    do {
      guard wrongWay == rows.count else {
        throw Obstacle(reason: "\(rows.count - wrongWay) of \(rows.count) runs do not start wrong-way")
      }
      let prediction = try prediction(rows)
      return [
        contour(labels[0], prediction) { $0.firstTermMargin }, contour(labels[1], prediction) { $0.margin },
      ]
    } catch {
      let why = (error as? Obstacle)?.reason ?? "\(error)"
      return labels.map {
        SweepMap.Contour(label: $0, kind: .prediction, lines: [], note: "Not drawn because \(why).")
      }
    }
  }

  private func contour(
    _ label: String, _ prediction: Prediction, _ margin: @escaping (WrongWayPrediction) -> Double
  ) -> SweepMap.Contour {
    let (x, y) = (grid.x.axis, grid.y.axis)
    let traced = LevelLines(x: range(x), y: range(y)) { across, up in
      prediction.at(x.value(across), y.value(up)).map { margin($0) - delta }
    }
    let lines = traced.lines().map { $0.map { SweepMap.Contour.Point(x: x.value($0.x), y: y.value($0.y)) } }
    var note = prediction.assumes
    if lines.isEmpty {
      let values = traced.corners.compactMap { $0 }.map { $0 + delta }
      if let low = values.min(), let high = values.max() {
        note =
          "Not on this map, where it says \(SweepPhrase.number(low)) to \(SweepPhrase.number(high)). " + note
      } else {
        note = "Undefined all over this map."
      }
    }
    return SweepMap.Contour(label: label, kind: .prediction, lines: lines, note: note)
  }

  /// The map's extent in positions.
  private func range(_ axis: SweepMap.Axis) -> ClosedRange<Double> {
    let borders = axis.borders
    let (low, high) = (axis.position(borders[0]), axis.position(borders[borders.count - 1]))
    return low...high
  }

  private struct Prediction {
    let at: (Double, Double) -> WrongWayPrediction?
    let assumes: String
  }

  private func prediction(_ rows: [Int]) throws -> Prediction {
    let slope = try constant("slope", rows, "PReLU's slope")
    let teacher = try constant("teacherNorm", rows, "the teacher's norm")
    let readout = try constant("readout", rows, "the readout")
    guard try constant("identityMapping", rows, "the identity mapping") != .flag(false) else {
      throw Obstacle(reason: "section 9 is of networks with the identity mapping")
    }
    guard rows.allSatisfy({ table.rows[$0]["teacher"] == .none }), let norm = teacher.number else {
      throw Obstacle(reason: "the teacher is not a Gaussian one of known norm")
    }
    let network = try Network(
      slope: slope.number ?? 0, readout: Readout(rawValue: readout.text) ?? .sum, identityMapping: true)
    let dimension = try function("dimension", rows, "d")
    let start = try function("startNorm", rows, "the start's norm")
    return Prediction(
      at: { x, y in
        WrongWay.prediction(
          dimension: dimension(x, y), norm: start(x, y), teacherNorm: norm, network: network)
      },
      assumes:
        "Averages over Gaussian R and W* with ||W*||_2 = \(SweepPhrase.number(norm)), slope \(SweepPhrase.number(network.effectiveSlope)), to leading order in 1/d."
    )
  }

  /// What a setting is in all runs.
  private func constant(_ column: String, _ rows: [Int], _ what: String) throws -> SweepValue {
    let values = Set(rows.map { table.rows[$0][column] })
    guard let value = values.first, values.count == 1 else {
      throw Obstacle(reason: "\(what) is not the same in all runs")
    }
    return value
  }

  /// A setting as a function over the map.
  private func function(
    _ column: String, _ rows: [Int], _ what: String
  ) throws -> (Double, Double) -> Double {
    let known = rows.compactMap { table.rows[$0][column].number }
    guard known.count == rows.count, let first = known.first else {
      throw Obstacle(reason: "\(what) is not known")
    }
    if known.allSatisfy({ $0 == first }) { return { _, _ in first } }
    for (reading, isX) in [(grid.x, true), (grid.y, false)] where !reading.axis.isCategorical {
      guard let values = values(column, rows, along: reading) else { continue }
      let curve = curve(values, along: reading.axis)
      return { x, y in curve(isX ? x : y) }
    }
    throw Obstacle(reason: "\(what) is not a function of one of the axes")
  }

  /// The setting at each place; nil when runs of one place differ or a place has no run.
  private func values(_ column: String, _ rows: [Int], along reading: AxisReading) -> [Double]? {
    var values = [Double?](repeating: nil, count: reading.axis.places.count)
    for row in rows {
      guard let place = reading.places[row], let value = table.rows[row][column].number else { return nil }
      if let known = values[place], known != value { return nil }
      values[place] = value
    }
    let known = values.compactMap { $0 }
    return known.count == values.count ? known : nil
  }

  private func curve(_ values: [Double], along axis: SweepMap.Axis) -> (Double) -> Double {
    if values == axis.places { return { $0 } }
    guard values.count >= 2 else { return { _ in values[0] } }
    let isPositive = values.allSatisfy { $0 > 0 } && axis.places.allSatisfy { $0 > 0 }
    let (from, to) =
      isPositive ? (axis.places.map { log($0) }, values.map { log($0) }) : (axis.places, values)
    return { place in
      guard !isPositive || place > 0 else { return .nan }
      let at = isPositive ? log(place) : place
      let right = from.firstIndex { $0 >= at } ?? from.count - 1
      let left = max(0, min(right, from.count - 1) - 1)
      let part = (at - from[left]) / (from[left + 1] - from[left])
      let value = to[left] * (1 - part) + to[left + 1] * part
      return isPositive ? exp(value) : value
    }
  }
}
