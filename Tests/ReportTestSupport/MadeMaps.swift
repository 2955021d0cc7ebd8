import Foundation
import TwoPhaseReport
import TwoPhaseSweeps

/// Maps of sweeps that were never made, for reports.
public enum MadeMaps {
  /// A number between 0 and 1 that depends on three others alone.
  static func noise(_ a: Int, _ b: Int, _ c: Int) -> Double {
    var bits = UInt64(truncatingIfNeeded: a &* 73_856_093 ^ b &* 19_349_663 ^ c &* 83_492_791) &+ 0x9e37
    bits = (bits ^ bits >> 30) &* 0xbf58_476d_1ce4_e5b9
    bits = (bits ^ bits >> 27) &* 0x94d0_49bb_1331_11eb
    return Double((bits ^ bits >> 31) >> 11) / Double(1 << 53)
  }

  /// Wilson's interval.
  static func wilson(_ part: Double, _ count: Int) -> (low: Double, high: Double) {
    let (n, z) = (Double(count), 1.959964)
    let middle = (part + z * z / (2 * n)) / (1 + z * z / n)
    let half = z / (1 + z * z / n) * sqrt(part * (1 - part) / n + z * z / (4 * n * n))
    return (max(0, middle - half), min(1, middle + half))
  }

  /// A map whose cells are made of runs.
  ///
  /// - Parameters:
  ///   - seeds: runs of a cell.
  ///   - value: a run's value by x, y and seed; nil for none.
  public static func map(
    sweep: String = "wrong-way", x: SweepMap.Axis, y: SweepMap.Axis, quantity: SweepMap.Quantity, seeds: Int,
    contours: [SweepMap.Contour] = [], fits: [SweepMap.Fit] = [], notes: [String] = [],
    value: (Int, Int, Int) -> Double?
  ) -> SweepMap {
    var number = 0
    var cells: [SweepMap.Cell] = []
    for row in y.places.indices {
      for column in x.places.indices {
        let runs = (0..<seeds).map { seed -> SweepMap.Run in
          let value = value(column, row, seed)
          defer { number += 1 }
          return .made(
            number, seed: "\(seed + 1)", value: value,
            note: value == nil ? "diverged at step \(40 + seed)" : "completed at step 4000")
        }
        let values = runs.compactMap(\.value).sorted()
        let missing = seeds - values.count
        let note = missing > 0 ? "\(missing) of \(seeds) runs diverged" : nil
        guard !values.isEmpty else {
          cells.append(.made(x: column, y: row, runs: runs, estimate: nil, note: "all runs diverged"))
          continue
        }
        if quantity.kind == .fraction {
          let part = values.reduce(0, +) / Double(values.count)
          let ends = wilson(part, values.count)
          cells.append(
            .made(x: column, y: row, runs: runs, estimate: part, low: ends.low, high: ends.high, note: note))
        } else {
          let hasInterval = values.count >= 3
          cells.append(
            .made(
              x: column, y: row, runs: runs, estimate: values[values.count / 2],
              low: hasInterval ? values[values.count / 5] : nil,
              high: hasInterval ? values[values.count - 1 - values.count / 5] : nil, note: note))
        }
      }
    }
    return .made(
      sweep: sweep, x: x, y: y, quantity: quantity, cells: cells, contours: contours, fits: fits,
      within: seeds > 1 ? "\(seeds) seeds" : nil, notes: notes)
  }

  /// gamma, by equal factors.
  public static func gamma(_ count: Int = 12) -> SweepMap.Axis {
    let places = (0..<count).map { Double(String(format: "%.3g", 0.05 * pow(1.35, Double($0)))) ?? 0 }
    return .made("gamma", title: "the norm gamma of W_0 and W*", places: places, isLogarithmic: true)
  }

  /// The dimension.
  public static func dimension(_ places: [Double] = [10, 20, 30, 50, 70, 100, 150, 200]) -> SweepMap.Axis {
    .made("dimension", title: "d", places: places, labels: places.map { String(format: "%.0f", $0) })
  }

  static func line(_ count: Int, x: (Double) -> Double, y: (Double) -> Double) -> [(x: Double, y: Double)] {
    (0...count).map { (x: x(Double($0)), y: y(Double($0))) }
  }

  /// The theorem's and a predicted line over gamma and dimension.
  public static let contours: [SweepMap.Contour] = [
    .made(
      "[LY]'s region: gamma <= 0.01", .theorem, lines: [],
      note: "At every d of the map the region ends at gamma = 0.01, left of it."),
    .made(
      "theorem's own region, observed constants", .theorem,
      lines: [line(40, x: { 0.02 + 0.012 * $0 }, y: { pow($0, 1.6) })],
      note: "With constants measured on these runs."),
    .made(
      "margin 0 predicted (theory.md, 9)", .prediction,
      lines: [line(60, x: { 0.3 + 9 / (8 + 4 * $0) }, y: { 8 + 4 * $0 })],
      note: "Assumes the wrong-way start and infinite d."),
  ]

  /// Whether runs stayed in Phase 2, a fraction; a corner without values.
  public static let noReturn = map(
    x: gamma(), y: dimension(),
    quantity: .made(
      "noReturn", title: "whether the run stayed in Phase 2; none where there was nothing to test", .fraction),
    seeds: 20, contours: contours,
    notes: ["Runs that never reached Phase 2 have no value.", "Made for a test."]
  ) { column, row, seed in
    if column > 9 && row < 3 { return nil }
    if column == 8 && row == 1 && seed > 4 { return nil }
    let edge = 8.5 - 4 / Double(row + 1)
    return noise(column, row, seed) < 1 / (1 + exp((Double(column) - edge) * 1.1)) ? 1 : 0
  }

  /// How long Phase 1 was, a median with logarithmic colours and a fit.
  public static let transition = map(
    x: gamma(9), y: dimension(),
    quantity: .made(
      "transitionStep", title: "T_1: the first step of Phase 2, by the streaming transition", .median,
      isLogarithmic: true), seeds: 7, contours: [contours[2]],
    fits: [
      .made(
        [
          (name: "gamma", estimate: 1.5123, low: 1.4832, high: 1.5413),
          (name: "dimension", estimate: 0.7, low: 0.66, high: 0.74),
        ], count: 501, note: "3 runs without a transition were left out; intervals by Student's t.")
    ]
  ) { column, row, seed in
    if column == 0 && seed > 1 { return nil }
    let spread = 0.7 + 0.6 * noise(column, row, seed)
    let middle = 12 * pow(1.6, Double(column)) * Double(row + 1)
    return (middle * spread).rounded()
      .rounded()
  }

  /// Words on both axes, one of them long.
  public static let words = map(
    x: .made(
      "start", places: [0, 1, 2, 3, 4, 5],
      labels: ["wrong-way", "zero", "orthogonal complement of the teacher", "gaussian", "near", "teacher"],
      isCategorical: true),
    y: .made("schedule", places: [0, 1], labels: ["constant", "theorem"], isCategorical: true),
    quantity: .made("margin", title: "smallest margin of the run (paper scale)", .median), seeds: 5
  ) { column, row, seed in
    let middle = 0.1 * Double(column - 2) + 0.05 * Double(row)
    return middle + 0.01 * noise(column, row, seed)
  }

  /// One cell.
  public static let one = map(
    x: gamma(1), y: dimension([50]), quantity: .made("noReturn", .fraction), seeds: 1
  ) { _, _, _ in 1 }

  /// No cell.
  public static let none = map(
    x: .made("gamma", places: [], isLogarithmic: true), y: dimension([]),
    quantity: .made("transitionStep", .median), seeds: 3
  ) { _, _, _ in 1 }

  /// Cells of which none has an estimate.
  public static let unknown = map(
    x: gamma(3), y: dimension([20, 30]), quantity: .made("transitionStep", .median, isLogarithmic: true),
    seeds: 2
  ) { _, _, _ in nil }

  /// A map whose every text is this one.
  public static func hostile(_ text: String) -> SweepMap {
    .made(
      sweep: text,
      x: .made(text, title: text, places: [0, 1], labels: [text, "other"], isCategorical: true),
      y: .made(text, title: text, places: [1, 2], labels: [text, "2"]),
      quantity: .made(text, title: text, .median),
      cells: (0..<4).map { index in
        .made(
          x: index % 2, y: index / 2,
          runs: [
            .made(index, seed: text, value: index == 3 ? nil : Double(index), note: text)
          ], estimate: index == 3 ? nil : Double(index), low: 0, high: 3, note: text)
      },
      contours: [
        .made(text, .theorem, lines: [[(x: -1, y: 0), (x: 2, y: 3)]], note: text),
        .made(text, .prediction, lines: [], note: text),
      ], fits: [.made([(name: text, estimate: 1, low: 0.5, high: 2)], count: 3, note: text)], within: text,
      notes: [text, text])
  }

  /// Many cells and runs.
  public static func large(_ columns: Int, _ rows: Int, seeds: Int) -> SweepMap {
    map(
      x: .made("eta", places: (1...columns).map { Double($0) / 1000 }),
      y: dimension((1...rows).map(Double.init)),
      quantity: .made("rate", .median), seeds: seeds
    ) { column, row, seed in Double(column * row + 1) * (1 + noise(column, row, seed)) }
  }

  /// An empirical theorem: a region found, none found, and a single seed.
  public static func theorem(_ text: String? = nil) -> EmpiricalTheorem {
    .made(
      sweep: text ?? "wrong-way", axes: [text ?? "gamma", "dimension"],
      regions: [
        .made(
          "C4", title: text ?? "one-point convexity in Phase 2",
          ranges: [
            (name: text ?? "gamma", low: text ?? "0.05", high: "0.304", isWhole: false),
            (name: "dimension", low: "10", high: "200", isWhole: true),
          ], cells: 56, allCells: 96, runs: 1120, failureBound: 0.002671,
          heldOut: (runs: 560, failures: 2, bound: 0.01121),
          tally: (holds: 1490, violated: 300, vacuous: 0, notTested: 130),
          claimed: text ?? "gamma <= gamma_0 of [LY], about 1e-4 here"),
        .made(
          "C3", title: "the weights stay small", ranges: [], cells: 0, allCells: 96, runs: 0,
          failureBound: nil, heldOut: nil, tally: (holds: 0, violated: 1800, vacuous: 20, notTested: 100),
          claimed: "||W||_2 <= 1/32"),
        .made(
          "C1", title: "f_A falls below tau",
          ranges: [
            (name: "gamma", low: "0.05", high: "1.36", isWhole: true),
            (name: "dimension", low: "20", high: "20", isWhole: false),
          ], cells: 12, allCells: 96, runs: 12, failureBound: 0.2209, heldOut: nil,
          tally: (holds: 12, violated: 0, vacuous: 84, notTested: 0),
          claimed: "after eta^-1 log(1/gamma) steps"),
      ], notes: [text ?? "Seeds are repetitions.", "Regions were chosen by their runs."])
  }

  /// Facts of a sweep.
  public static let facts = SweepMapFacts(
    runsMade: 1917, runCount: 1920, failed: 3,
    command: "twophase map sweeps/wrong-way --x gamma --y dimension --value noReturn", version: "1.1.0")

  /// Links of a sweep of which two runs have reports.
  public static let links = MapRunLinks([0: "runs/0/report.html", 21: "runs/21 a/report.html"]) {
    "twophase sweep show sweeps/wrong-way \($0)"
  }

  /// A table with a variable that is a column too, one of words and one called number.
  public static func table(_ text: String = "a word") -> SweepTable {
    func row(_ number: Int, _ values: [String: SweepValue]) -> SweepTable.Row {
      .init(
        number: number,
        variables: [.real(0.1 + 0.2), .integer(20), .text(text), .integer(number * 10)],
        entries: SweepColumns.all.map { values[$0.name] ?? .none })
    }
    return SweepTable(
      name: "wrong-way", runCount: 3,
      variables: [
        .init("eta0", .logarithmic, isAxis: true), .init("dimension", .list, isAxis: true),
        .init("the, \"word\"", .list, isAxis: true), .init("number", .list, isAxis: false),
      ],
      rows: [
        row(
          0,
          [
            "dimension": .integer(20), "status": .text("completed"), "hasTransition": .flag(true),
            "noReturn": .flag(false), "margin": .real(1.0 / 3), "ending": .text(text),
          ]),
        row(2, ["status": .text("failed"), "ending": .text("line one\nline, two")]),
      ])
  }
}
