import Statistics
import TestSupport
import Testing
import TwoPhaseSweeps

@Suite("Empirical theorem")
struct EmpiricalTheoremTests {
  /// All boxes, one after the other, by the rule: most runs, then most cells, then the first.
  static func bestBox(
    sizes: [Int], runs: [[Int]: [Bool]]
  ) -> (low: [Int], high: [Int], runs: Int, cells: Int)? {
    var ranges: [[(Int, Int)]] = [[]]
    for size in sizes {
      let all = (0..<size).flatMap { low in (low..<size).map { (low, $0) } }
      ranges = ranges.flatMap { start in all.map { start + [$0] } }
    }
    var best: (low: [Int], high: [Int], runs: Int, cells: Int)?
    for box in ranges {
      var places: [[Int]] = [[]]
      for range in box { places = places.flatMap { start in (range.0...range.1).map { start + [$0] } } }
      let inside = places.map { runs[$0] ?? [] }
      guard inside.allSatisfy({ !$0.isEmpty && $0.allSatisfy { $0 } }) else { continue }
      let count = inside.reduce(0) { $0 + $1.count }
      let (low, high) = (box.map(\.0), box.map(\.1))
      func isBetter() -> Bool {
        guard let best else { return true }
        if count != best.runs { return count > best.runs }
        if places.count != best.cells { return places.count > best.cells }
        if low != best.low { return low.lexicographicallyPrecedes(best.low) }
        return high.lexicographicallyPrecedes(best.high)
      }
      if isBetter() { best = (low, high, count, places.count) }
    }
    return best
  }

  @Test("regions of random grids are those of trying every box, in 1 to 4 dimensions")
  func bruteForce() throws {
    var compared = [0, 0, 0, 0]
    for seed in 1...100 as ClosedRange<UInt64> where try isCompared(seed) { compared[Int(seed % 4)] += 1 }
    #expect(compared.allSatisfy { $0 >= 15 }, "\(compared)")
  }

  /// False where chance left out a value or made one axis set another, which is another grid.
  private func isCompared(_ seed: UInt64) throws -> Bool {
    var random = TestRandom(seed)
    let dimensions = Int(seed % 4) + 1
    let sizes = (0..<dimensions).map { _ in Int.random(in: 1...[9, 5, 4, 3][dimensions - 1], using: &random) }
    let chance = random.uniform(0.5...0.98)
    // Values fall in the file and rise in regions.
    let axes = sizes.enumerated().map { axis, size in
      ("a\(axis)", SweepTable.Variable.Spacing.list, MadeSweep.integers((0..<size).reversed()))
    }
    var runs: [[Int]: [Bool]] = [:]
    var halves: [[Int]: [[Bool]]] = [:]
    let table = MadeSweep.table(axes + [("seed", .seeds, MadeSweep.integers([12, 3, 9]))]) { run in
      let place = (0..<dimensions).map { Int(run.number("a\($0)")) }
      guard random.uniform(0...1) < 0.95 else { return nil }
      let holds = random.uniform(0...1) < chance
      runs[place, default: []].append(holds)
      // Rising, the seeds are 3, 9, 12: 3 and 12 choose, 9 tests.
      halves[place, default: [[], []]][run.number("seed") == 9 ? 1 : 0].append(holds)
      return holds
        ? ["C4": .text("holds"), "noReturn": .flag(true)]
        : [
          ["C4": .text("violated")], ["C4": .text("vacuous")],
          ["status": .text("failed"), "C4": .text("holds")],
        ][
          Int.random(in: 0...2, using: &random)]
    }
    let theorem = try EmpiricalTheorem(table)
    guard theorem.axes == axes.map(\.0) else { return false }
    for axis in 0..<dimensions where Set(runs.keys.map { $0[axis] }).count < sizes[axis] { return false }
    let region = try #require(theorem.regions.first { $0.part == "C4" })
    let expected = Self.bestBox(sizes: sizes, runs: runs)
    #expect(region.runs == expected?.runs ?? 0 && region.cells == expected?.cells ?? 0)
    #expect(region.ranges.map(\.low) == expected?.low.map { "\($0)" } ?? [])
    #expect(region.ranges.map(\.high) == expected?.high.map { "\($0)" } ?? [])
    for (range, size) in zip(region.ranges, sizes) {
      #expect(range.isWhole == (range.low == "0" && range.high == "\(size - 1)"))
    }
    #expect(region.allCells == sizes.reduce(1, *))
    let all = runs.values.joined()
    #expect(region.tally.holds == all.count { $0 })
    #expect(region.tally.violated + region.tally.vacuous + region.tally.notTested == all.count { !$0 })
    #expect(region.failureBound == expected.map { ClopperPearson.upperBound(failures: 0, count: $0.runs) })
    let returns = try #require(theorem.regions.first { $0.part == "noReturn" })
    #expect(returns.ranges == region.ranges && returns.tally.vacuous == 0)

    let chosen = Self.bestBox(sizes: sizes, runs: halves.mapValues { $0[0] })
    guard let chosen else {
      #expect(region.heldOut == nil)
      return true
    }
    let tested = halves.filter { place, _ in
      place.indices.allSatisfy { chosen.low[$0] <= place[$0] && place[$0] <= chosen.high[$0] }
    }.values.flatMap { $0[1] }
    let failures = tested.count { !$0 }
    #expect(region.heldOut?.runs == tested.count && region.heldOut?.failures == failures)
    #expect(region.heldOut?.bound == ClopperPearson.upperBound(failures: failures, count: tested.count))
    return true
  }

  @Test("zipped axes are one direction; a missing combination is in no region")
  func zipped() throws {
    let variables: [SweepTable.Variable] = [
      .init("gamma", .list, isAxis: true), .init("steps", .list, isAxis: true),
      .init("slope", .list, isAxis: true),
      .init("seed", .seeds, isAxis: true), .init("eta", .list, isAxis: false),
    ]
    var rows: [[SweepValue]] = []
    for (gamma, steps) in [(0.4, 100), (0.1, 500), (0.2, 500)] {
      for slope in [0, 0.25] {
        for seed in 1...4 {
          rows.append([.real(gamma), .integer(steps), .real(slope), .integer(seed), .real(gamma)])
        }
      }
    }
    let table = MadeSweep.table(variables: variables, rows) { run in
      ["C1": .text(run.number("gamma") < 0.3 ? "holds" : "violated")]
    }
    let theorem = try EmpiricalTheorem(table, confidence: 0.9)
    #expect(theorem.axes == ["gamma, steps", "slope"] && theorem.confidence == 0.9)
    let region = theorem.regions[0]
    #expect(region.part == "C1" && region.runs == 16 && region.cells == 4 && region.allCells == 6)
    #expect(region.ranges.map(\.name) == ["gamma, steps", "slope"])
    #expect(
      region.ranges.map(\.low) == ["0.1, 500", "0"] && region.ranges.map(\.high) == ["0.2, 500", "0.25"])
    #expect(region.ranges.map(\.isWhole) == [false, true])
    #expect(region.heldOut?.runs == 8 && region.heldOut?.failures == 0)
    #expect(
      region.tally.holds == 16 && region.tally.violated == 8)
  }

  @Test("each conclusion stands beside [LY]'s constants")
  func claimed() throws {
    let table = MadeSweep.table([("gamma", .list, MadeSweep.reals([0.1, 0.2]))]) { _ in [:] }
    let theorem = try EmpiricalTheorem(table)
    #expect(theorem.regions.map(\.part) == ["C1", "C2", "C3", "C4", "C5", "noReturn"])
    let conditions =
      "for d >= 100, ||W_0||_2 and ||W*||_2 <= gamma_0 < gamma, eta <= gamma^2/G_2^2 and epsilon <= gamma^2"
    #expect(theorem.regions.allSatisfy { $0.claimed.hasSuffix(conditions) && !$0.title.isEmpty })
    for (region, words) in zip(
      theorem.regions,
      [
        "1 - 0.5 etahat d, until |f_A| <= 197 gamma^2", "1/(16 etahat) steps",
        "below 0.1 and ||W||_2 at most 1/32", "delta = 0.03", "delta = 0.03",
      ])
    {
      #expect(region.claimed.contains(words), "\(region.claimed)")
    }
  }

  @Test("no runs, no axes, one seed and failures alone leave a theorem that says so")
  func little() throws {
    let axes: [(String, SweepTable.Variable.Spacing, [SweepValue])] = [
      ("gamma", .list, MadeSweep.reals([0.1, 0.2]))
    ]
    let none = try EmpiricalTheorem(MadeSweep.table(axes) { _ in nil })
    #expect(none.notes == ["No run has been made."] && none.axes == ["gamma"])
    #expect(
      none.regions.allSatisfy {
        $0.ranges.isEmpty && $0.runs == 0 && $0.allCells == 0 && $0.failureBound == nil && $0.heldOut == nil
      })

    let failed = try EmpiricalTheorem(
      MadeSweep.table(axes) { _ in ["status": .text("failed"), "C4": .text("holds")] })
    #expect(
      failed.regions.allSatisfy {
        $0.runs == 0 && $0.tally.notTested == 2 && $0.heldOut == nil && $0.allCells == 2
      })

    let single = try EmpiricalTheorem(
      MadeSweep.table(axes) { _ in ["C4": .text("holds"), "seed": .text("1")] })
    #expect(single.regions[3].runs == 2 && single.regions[3].heldOut == nil)
    #expect(single.notes.contains { $0.contains("a single seed") })

    let seeds = try EmpiricalTheorem(
      MadeSweep.table([("seed", .seeds, MadeSweep.integers(1...60))]) { _ in ["C4": .text("holds")] })
    #expect(seeds.axes.isEmpty && seeds.regions[3].runs == 60 && seeds.regions[3].cells == 1)
    #expect(seeds.regions[3].heldOut?.runs == 30)
  }

  @Test("a search that would not end is refused in one line")
  func refusals() throws {
    func error(_ sizes: [Int]) -> String {
      let axes = sizes.enumerated().map {
        ("a\($0)", SweepTable.Variable.Spacing.list, MadeSweep.integers(0..<$1))
      }
      // Two rows and a third set the sizes without making the grid: one run at each place of each axis.
      let variables = axes.map { SweepTable.Variable($0.0, .list, isAxis: true) }
      var rows = [axes.map { _ in SweepValue.integer(0) }]
      for (axis, size) in sizes.enumerated() {
        for value in 1..<size {
          var row = rows[0]
          row[axis] = .integer(value)
          rows.append(row)
        }
      }
      do {
        _ = try EmpiricalTheorem(MadeSweep.table(variables: variables, rows) { _ in ["C4": .text("holds")] })
        return "none"
      } catch {
        #expect((error as? EmpiricalTheoremError)?.kind == .usage && !"\(error)".contains("\n"))
        return "\(error)"
      }
    }
    #expect(error([2, 2, 2, 2, 2, 2]).contains("found 6 axes (a0, a1, a2, a3, a4, a5), expected at most 5"))
    #expect(error([200, 200, 200]).contains("expected at most 2e+08"))
    #expect(error([3, 3, 3, 3, 3]) == "none" && error([60, 60]) == "none")
    #expect(throws: EmpiricalTheoremError.self) {
      try EmpiricalTheorem(MadeSweep.table([("a", .list, [.integer(1)])]) { _ in [:] }, confidence: 0)
    }
  }
}
