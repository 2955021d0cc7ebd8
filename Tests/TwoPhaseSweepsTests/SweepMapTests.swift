import LinearAlgebra
import Statistics
import TestSupport
import Testing
import TwoPhaseSweeps

@Suite("Sweep map")
struct SweepMapTests {
  /// 3 dimensions, 4 values of gamma, 10 seeds.
  static func table(_ entries: (MadeSweep.Settings) -> [String: SweepValue]?) -> SweepTable {
    MadeSweep.table(
      [
        ("dimension", .list, MadeSweep.integers([50, 20, 100])),
        ("gamma", .logarithmic, MadeSweep.reals([0.1, 0.2, 0.4, 0.8])),
        ("seed", .seeds, MadeSweep.integers(1...10)),
      ], entries: entries)
  }

  @Test("a flag's cells are fractions with Wilson's interval; vacuous and untested verdicts are left out")
  func fractions() throws {
    let table = Self.table { run in
      let seed = Int(run.number("seed"))
      return [
        "noReturn": .flag(seed <= 7), "hasPhaseOne": .flag(seed % 2 == 0), "hasTransition": .flag(seed <= 6),
        "C4": .text(["holds", "violated", "vacuous", "notTested"][seed % 4]),
        "status": .text(seed == 10 ? "diverged" : "completed"),
      ]
    }
    func cell(_ value: String) throws -> SweepMap.Cell {
      let map = try SweepMap(table, x: "gamma", y: "dimension", value: value)
      #expect(map.cells.count == 12 && map.quantity.kind == .fraction && map.fits.isEmpty)
      return map.cells[5]
    }
    for (value, successes, count) in [
      ("noReturn", 7, 10), ("diverged", 1, 10), ("converged", 0, 10), ("failed", 0, 10), ("twoPhases", 3, 10),
      ("C4", 2, 5),
    ] {
      let found = try cell(value)
      let expected = try #require(WilsonInterval(successes: successes, count: count))
      #expect(found.estimate == expected.estimate && found.low == expected.low && found.high == expected.high)
      #expect(found.count == count)
      #expect((found.note == nil) == (count == 10))
    }
    #expect(try cell("C4").note == "5 of 10 runs have no value: 3 vacuous, 2 not tested")
    #expect(try cell("C4").runs[1].note.contains("vacuous"))
  }

  @Test("numbers' cells are medians with their bootstrap interval; x is fastest and numbers rise")
  func medians() throws {
    let table = Self.table { run in
      [
        "transitionStep": .integer(
          Int(run.number("dimension") * 10 + run.number("gamma") * 100 + run.number("seed")))
      ]
    }
    let map = try SweepMap(table, x: "gamma", y: "dimension", value: "transitionStep", confidence: 0.9)
    #expect(map.y.places == [20, 50, 100] && map.y.labels == ["20", "50", "100"] && !map.y.isLogarithmic)
    #expect(map.x.isLogarithmic && !map.x.isCategorical && map.y.title == "d")
    #expect(map.within == "10 seeds" && map.confidence == 0.9 && map.sweep == "made")
    for cell in map.cells {
      let base = map.y.places[cell.y] * 10 + (map.x.places[cell.x] * 100).rounded()
      let values = (1...10).map { base + Double($0) }
      let expected = MedianBootstrap(count: 10).interval(of: values, confidence: 0.9)
      #expect(map.cells[cell.y * 4 + cell.x] == cell)
      #expect(cell.estimate == base + 5.5 && cell.low == expected.low && cell.high == expected.high)
      #expect(cell.runs.map(\.seed) == (1...10).map { "\($0)" } && cell.note == nil)
    }
  }

  @Test("runs that failed have a value of nothing but failed")
  func failedRuns() throws {
    let table = Self.table { run in
      let seed = Int(run.number("seed"))
      if seed > 3 && run.number("gamma") > 0.5 || seed == 1 {
        return ["status": .text("failed"), "ending": .text("no\nmemory"), "margin": .real(9)]
      }
      return ["margin": .real(Double(seed)), "noReturn": .flag(true)]
    }
    let map = try SweepMap(table, x: "gamma", y: "dimension", value: "margin")
    #expect(map.cells[0].count == 9 && map.cells[0].note == "1 of 10 runs has no value: 1 failed")
    #expect(map.cells[0].runs[0].note == "failed: no?memory" && map.cells[0].runs[0].value == nil)
    // Two values have no interval.
    #expect(map.cells[3].count == 2 && map.cells[3].estimate == 2.5 && map.cells[3].low == nil)
    #expect(map.notes.contains("33 runs failed: they could not be run."))
    let failed = try SweepMap(table, x: "gamma", y: "dimension", value: "failed")
    #expect(failed.cells[3].estimate == 0.8 && failed.cells[0].estimate == 0.1)
  }

  @Test("all runs failed, one cell and one run leave cells that say so")
  func little() throws {
    let failed = Self.table { _ in ["status": .text("failed")] }
    let map = try SweepMap(failed, x: "gamma", y: "dimension", value: "margin")
    #expect(map.cells.allSatisfy { $0.estimate == nil && $0.low == nil && $0.note == "all 10 runs failed" })
    #expect(map.fits.isEmpty && map.contours.isEmpty && !map.quantity.isLogarithmic)
    let one = MadeSweep.table(
      [("gamma", .list, [.real(0.1)]), ("dimension", .list, [.integer(20)])]) { _ in ["margin": .real(-1)] }
    let single = try SweepMap(one, x: "gamma", y: "dimension", value: "margin")
    #expect(single.cells.count == 1 && single.cells[0].estimate == -1 && single.within == nil)
    #expect(single.x.borders == [0.1 - 0.5, 0.1 + 0.5])
  }

  @Test("zipped sweeps have cells without runs, words are places, and runs not made are counted")
  func zippedAndWords() throws {
    let table = MadeSweep.table(
      variables: [.init("start", .list, isAxis: true), .init("slope", .linear, isAxis: true)],
      [[.text("wrong-way"), .real(0)], [.text("gaussian"), .real(0.5)], [.text("zero"), .real(0.1 + 0.2)]]
    ) { run in run["start"] == .text("zero") ? nil : ["margin": .real(1), "start": run["start"] ?? .none] }
    let map = try SweepMap(table, x: "start", y: "slope", value: "margin")
    #expect(map.x.labels == ["wrong-way", "gaussian"] && map.x.isCategorical && map.x.places == [0, 1])
    #expect(map.cells[1].note == "no run" && map.cells[1].estimate == nil && map.cells[0].count == 1)
    #expect(map.notes.contains("2 of the sweep's 3 runs have been made."))
    #expect(map.x.borders == [-0.5, 0.5, 1.5])
  }

  @Test("axes are logarithmic as their file says, or where equal factors fit better over a factor 8")
  func spacing() throws {
    for (spacing, places, isLogarithmic) in [
      (SweepTable.Variable.Spacing.list, [10.0, 20, 50, 100], true), (.list, [10, 20, 30, 70], false),
      (.list, [1, 11, 21, 31], false), (.logarithmic, [1, 2], true), (.linear, [1, 10, 100], false),
      (.list, [0, 1, 10, 100], false), (.list, [-1, 10, 100], false),
    ] {
      let table = MadeSweep.table(
        [("a", spacing, MadeSweep.reals(places)), ("b", .list, MadeSweep.integers(1...2))]
      ) { _ in ["margin": .real(1)] }
      let map = try SweepMap(table, x: "a", y: "b", value: "margin")
      #expect(map.x.isLogarithmic == isLogarithmic, "\(places)")
      let borders = map.x.borders
      #expect(borders.count == places.count + 1)
      for (k, place) in places.enumerated() { #expect(borders[k] < place && place < borders[k + 1]) }
      if isLogarithmic { #expect(abs(borders[1] - (places[0] * places[1]).squareRoot()) < 1e-12) }
    }
  }

  @Test("what cannot be mapped is refused in one line")
  func refusals() throws {
    let table = Self.table { _ in ["margin": .real(1)] }
    func error(_ x: String, _ y: String, _ value: String, _ table: SweepTable) -> String {
      do {
        _ = try SweepMap(table, x: x, y: y, value: value)
        return "none"
      } catch {
        #expect((error as? SweepMapError)?.kind == .usage)
        #expect(!"\(error)".contains("\n"))
        return "\(error)"
      }
    }
    #expect(
      error("gama", "dimension", "margin", table).hasPrefix(
        "--x: found 'gama', expected a variable or a setting: dimension, gamma, seed, start"))
    #expect(error("gamma", "margin", "margin", table).hasPrefix("--y: found 'margin', which a run gives"))
    #expect(error("gamma", "gamma", "margin", table).hasPrefix("--y: found 'gamma', as for --x"))
    #expect(
      error("gamma", "dimension", "status", table).hasPrefix(
        "--value: found 'status', whose entries are words"))
    #expect(
      error("gamma", "dimension", "mar\ngin", table).hasPrefix(
        "--value: found 'mar?gin', expected one of dimension"))
    #expect(error("gamma", "teacher", "margin", table).hasPrefix("--y: found 'teacher', which no run has"))
    let many = MadeSweep.table([("a", .list, MadeSweep.integers(0..<201)), ("b", .list, [.integer(1)])]) {
      _ in [:]
    }
    #expect(error("a", "b", "margin", many).hasPrefix("--x: found 'a' with 201 values"))
    let none = Self.table { _ in nil }
    #expect(error("gamma", "dimension", "margin", none).hasPrefix("--x: found a sweep without runs"))
    #expect(throws: SweepMapError.self) {
      try SweepMap(table, x: "gamma", y: "dimension", value: "margin", confidence: 1)
    }
  }
}
