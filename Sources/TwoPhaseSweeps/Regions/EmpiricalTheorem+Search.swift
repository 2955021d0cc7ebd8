import Statistics
import TwoPhaseTheory

extension EmpiricalTheorem {
  /// The regions of a sweep's runs.
  ///
  /// A region is a box: a range of places along each axis (axes that vary together are one). Of all boxes whose cells all have runs and
  /// in all of whose runs the conclusion holds, it is the one with most runs; of equals the one with more cells, then the first.
  /// Vacuous, untested and failed runs do not hold.
  /// - Parameters:
  ///   - table: the runs that have been made.
  ///   - confidence: of the one-sided bounds, strictly between 0 and 1.
  /// - Throws: `EmpiricalTheoremError` for more than 5 directions, or more than 2e8 steps of a search.
  /// - Complexity: for each of 6 conclusions two searches, `BoxSearch.operations`.
  public init(_ table: SweepTable, confidence: Double = MeanInterval.defaultConfidence) throws {
    guard confidence > 0, confidence < 1 else { throw EmpiricalTheoremError.confidence(confidence) }
    let search = try RegionSearch(table, confidence: confidence)
    sweep = table.name
    axes = search.axes.directions.map(\.name)
    self.confidence = confidence
    regions = RegionPart.all.map(search.region)
    notes = search.notes(regions)
  }
}

/// The regions of one table.
private struct RegionSearch {
  let table: SweepTable
  let confidence: Double
  let axes: RegionAxes
  /// Each row's cell, the first axis fastest.
  let cells: [Int]
  let cellCount: Int
  /// Rows of the seeds that choose, and of those that test; empty with a single seed.
  let choosing: [Int]
  let testing: [Int]

  init(_ table: SweepTable, confidence: Double) throws {
    self.table = table
    self.confidence = confidence
    axes = RegionAxes(table)
    // An axis of one value costs nothing.
    let names = axes.directions.filter { $0.labels.count > 1 }.map(\.name)
    guard names.count <= EmpiricalTheoremError.mostAxes else { throw EmpiricalTheoremError.axes(names) }
    let operations = BoxSearch.operations(axes.sizes)
    guard operations <= EmpiricalTheoremError.mostOperations else {
      throw EmpiricalTheoremError.boxes(axes: names, operations: operations)
    }
    var cells = [Int](repeating: 0, count: table.rows.count)
    var stride = 1
    for direction in axes.directions {
      for row in cells.indices { cells[row] += stride * direction.places[row] }
      stride *= direction.labels.count
    }
    self.cells = cells
    cellCount = table.rows.isEmpty ? 0 : stride
    let seeds = table.seeds
    let distinct = Set(seeds).sorted(by: Self.precedes)
    let isOdd = Dictionary(uniqueKeysWithValues: distinct.enumerated().map { ($1, $0 % 2 == 0) })
    choosing = distinct.count < 2 ? [] : table.rows.indices.filter { isOdd[seeds[$0]] == true }
    testing = distinct.count < 2 ? [] : table.rows.indices.filter { isOdd[seeds[$0]] == false }
  }

  /// Numbers in rising order, then words; seeds beyond 2^53 are compared digit by digit.
  private static func precedes(_ a: SweepValue, _ b: SweepValue) -> Bool {
    let (first, second) = (a.text, b.text)
    if let x = UInt64(first), let y = UInt64(second) { return x < y }
    if let x = Double(first), let y = Double(second) { return x < y }
    if (Double(first) == nil) != (Double(second) == nil) { return Double(first) != nil }
    return first < second
  }

  func region(_ part: RegionPart) -> EmpiricalTheorem.Region {
    let verdicts = table.rows.map(part.verdict)
    func count(_ verdict: Verdict) -> Int { verdicts.count { $0 == verdict } }
    let box = best(Array(table.rows.indices), verdicts)
    return EmpiricalTheorem.Region(
      part: part.name, title: part.title, ranges: box.map(ranges) ?? [], cells: box?.cells ?? 0,
      allCells: cellCount, runs: box?.runs ?? 0,
      failureBound: box.map {
        ClopperPearson.upperBound(failures: 0, count: $0.runs, confidence: confidence)
      },
      heldOut: heldOut(verdicts),
      tally: .init(
        holds: count(.holds), violated: count(.violated), vacuous: count(.vacuous),
        notTested: count(.notTested)),
      claimed: part.claimed)
  }

  private func best(_ rows: [Int], _ verdicts: [Verdict]) -> BoxSearch.Box? {
    guard !rows.isEmpty else { return nil }
    var weights = [Int](repeating: 0, count: cellCount)
    for row in rows {
      if verdicts[row] != .holds {
        weights[cells[row]] = BoxSearch.forbidden
      } else if weights[cells[row]] >= 0 {
        weights[cells[row]] += 1
      }
    }
    for cell in weights.indices where weights[cell] == 0 { weights[cell] = BoxSearch.forbidden }
    // Without axes all runs are one cell.
    return BoxSearch.best(weights, sizes: axes.sizes.isEmpty ? [1] : axes.sizes)
  }

  private func ranges(_ box: BoxSearch.Box) -> [EmpiricalTheorem.Range] {
    axes.directions.enumerated().map { index, direction in
      EmpiricalTheorem.Range(
        name: direction.name, low: direction.labels[box.low[index]], high: direction.labels[box.high[index]],
        isWhole: box.low[index] == 0 && box.high[index] == direction.labels.count - 1)
    }
  }

  private func heldOut(_ verdicts: [Verdict]) -> EmpiricalTheorem.HeldOut? {
    guard let box = best(choosing, verdicts) else { return nil }
    let tested = testing.filter { row in
      axes.directions.indices.allSatisfy { axis in
        (box.low[axis]...box.high[axis]).contains(axes.directions[axis].places[row])
      }
    }
    let failures = tested.count { verdicts[$0] != .holds }
    return EmpiricalTheorem.HeldOut(
      runs: tested.count, failures: failures,
      bound: ClopperPearson.upperBound(failures: failures, count: tested.count, confidence: confidence))
  }

  func notes(_ regions: [EmpiricalTheorem.Region]) -> [String] {
    guard !table.rows.isEmpty else { return ["No run has been made."] }
    var notes = [
      "Vacuous, untested and failed runs count as not held, and a cell without runs is in no region.",
      "A region chosen by looking at its own runs is optimistic, which is why it is also chosen by every other seed and tested on the rest.",
      "Bounds count runs as independent; runs of one seed at different settings share random numbers.",
    ]
    if let longest = table.rows.compactMap({ $0["steps"].number }).max() {
      notes.append(
        "Runs were watched for at most \(Int(longest)) steps, and no longer than their stop rules let them go on: what a "
          + "conclusion says of later steps was not tested.")
    }
    let vacuous = table.rows.count { $0["potentialIsBinding"] == .flag(false) }
    if vacuous > 0 {
      notes.append(
        "tau is vacuous in \(QuantityText.count(vacuous, "run")): |f_A| never exceeded it, and noReturn is decided by the margin alone."
      )
    }
    if choosing.isEmpty { notes.append("There is a single seed, so that nothing is held out.") }
    let untried = regions.filter { $0.heldOut == nil }.map(\.part)
    if !choosing.isEmpty, !untried.isEmpty {
      notes.append(
        "No region was found with half of the seeds for \(SweepPhrase.list(untried)), so that nothing was tested."
      )
    }
    if table.rows.count < table.runCount {
      notes.append("\(table.rows.count) of the sweep's \(table.runCount) runs have been made.")
    }
    let failed = table.rows.count { $0.isFailed }
    if failed > 0 { notes.append("\(QuantityText.count(failed, "run")) failed: they could not be run.") }
    let empty = cellCount - Set(cells).count
    if empty > 0 {
      notes.append("\(empty) of the grid's \(QuantityText.count(cellCount, "cell")) have no runs.")
    }
    return notes
  }
}
