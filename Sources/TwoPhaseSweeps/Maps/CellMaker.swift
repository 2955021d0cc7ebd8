import Statistics

/// Makes a map's cells of their rows.
struct CellMaker {
  let table: SweepTable
  let grid: CellGrid
  let reading: ValueReading
  let confidence: Double

  /// All cells, x fastest.
  func cells() -> [SweepMap.Cell] {
    let quantile = StandardNormal.quantile((1 + confidence) / 2)
    let seeds = table.seeds
    var bootstraps: [Int: MedianBootstrap] = [:]
    return grid.rows.enumerated().map { place, rows in
      let values = rows.compactMap { reading.values[$0] }
      var (estimate, low, high): (Double?, Double?, Double?) = (nil, nil, nil)
      switch reading.kind {
      case .fraction:
        let successes = values.count { $0 != 0 }
        let interval = WilsonInterval(successes: successes, count: values.count, quantile: quantile)
        (estimate, low, high) = (interval?.estimate, interval?.low, interval?.high)
      case .median where !values.isEmpty:
        let bootstrap = bootstraps[values.count] ?? MedianBootstrap(count: values.count)
        bootstraps[values.count] = bootstrap
        let interval = bootstrap.interval(of: values, confidence: confidence)
        estimate = interval.median
        if values.count >= 3 { (low, high) = (interval.low, interval.high) }
      case .median: break
      }
      return SweepMap.Cell(
        x: place % grid.width, y: place / grid.width, runs: rows.map { run($0, seeds[$0]) },
        estimate: estimate, low: low, high: high, count: values.count, note: note(rows, values.count))
    }
  }

  private func run(_ index: Int, _ seed: SweepValue) -> SweepMap.Run {
    let row = table.rows[index]
    var note = row.endingPhrase
    if let reason = reading.reasons[index], !row.isFailed { note += "; \(reading.name): \(reason)" }
    return SweepMap.Run(number: row.number, seed: seed.text, value: reading.values[index], note: note)
  }

  /// "no run", "all 3 runs failed", "2 of 20 runs have no value: 1 failed, 1 vacuous"; nil when all have values.
  private func note(_ rows: [Int], _ count: Int) -> String? {
    guard !rows.isEmpty else { return "no run" }
    guard count < rows.count else { return nil }
    var counts: [(reason: String, count: Int)] = []
    for index in rows {
      guard let reason = reading.reasons[index] else { continue }
      if let known = counts.firstIndex(where: { $0.reason == reason }) {
        counts[known].count += 1
      } else {
        counts.append((reason, 1))
      }
    }
    let without = rows.count - count
    if let only = counts.first, counts.count == 1, count == 0 {
      let all = rows.count == 1 ? "the only run" : "all \(rows.count) runs"
      switch only.reason {
      case "failed": return "\(all) failed"
      case "none":
        return rows.count == 1 ? "the only run has no value" : "none of \(rows.count) runs has a value"
      default: return "\(only.reason) in \(all)"
      }
    }
    let reasons = counts.map { "\($0.count) \($0.reason == "none" ? "without one" : $0.reason)" }
    return
      "\(without) of \(QuantityText.count(rows.count, "run")) \(without == 1 ? "has" : "have") no value: "
      + reasons.joined(separator: ", ")
  }
}
