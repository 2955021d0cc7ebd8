// How a map is put together outside of this module: Swift's own memberwise initialisers stay inside it.

extension SweepMap.Axis {
  /// An axis with these places; their labels are the places themselves where none are given.
  package static func made(
    _ name: String, title: String? = nil, places: [Double], labels: [String]? = nil,
    isLogarithmic: Bool = false,
    isCategorical: Bool = false
  ) -> Self {
    Self(
      name: name, title: title ?? name, places: places, labels: labels ?? places.map { "\($0)" },
      isLogarithmic: isLogarithmic, isCategorical: isCategorical)
  }
}

extension SweepMap.Quantity {
  /// A quantity.
  package static func made(
    _ name: String, title: String? = nil, _ kind: Kind, isLogarithmic: Bool = false
  ) -> Self {
    Self(name: name, title: title ?? name, kind: kind, isLogarithmic: isLogarithmic)
  }
}

extension SweepMap.Run {
  /// A run.
  package static func made(_ number: Int, seed: String, value: Double?, note: String) -> Self {
    Self(number: number, seed: seed, value: value, note: note)
  }
}

extension SweepMap.Cell {
  /// A cell; its count is that of runs with a value.
  package static func made(
    x: Int, y: Int, runs: [SweepMap.Run], estimate: Double?, low: Double? = nil, high: Double? = nil,
    note: String? = nil
  ) -> Self {
    Self(
      x: x, y: y, runs: runs, estimate: estimate, low: low, high: high,
      count: runs.count { $0.value != nil }, note: note)
  }
}

extension SweepMap.Contour {
  /// A line through points.
  package static func made(
    _ label: String, _ kind: Kind, lines: [[(x: Double, y: Double)]], note: String
  ) -> Self {
    Self(label: label, kind: kind, lines: lines.map { $0.map { Point(x: $0.x, y: $0.y) } }, note: note)
  }
}

extension SweepMap.Fit {
  /// A fit.
  package static func made(
    _ exponents: [(name: String, estimate: Double, low: Double, high: Double)], count: Int, note: String
  ) -> Self {
    Self(
      exponents: exponents.map { Exponent(name: $0.name, estimate: $0.estimate, low: $0.low, high: $0.high) },
      count: count, note: note)
  }
}

extension SweepMap {
  /// A map.
  package static func made(
    sweep: String, x: Axis, y: Axis, quantity: Quantity, confidence: Double = 0.95, cells: [Cell],
    contours: [Contour] = [], fits: [Fit] = [], within: String? = nil, notes: [String] = []
  ) -> Self {
    Self(
      sweep: sweep, x: x, y: y, quantity: quantity, confidence: confidence, cells: cells, contours: contours,
      fits: fits, within: within, notes: notes)
  }
}
