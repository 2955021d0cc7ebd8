import Foundation
import Statistics
import TestSupport
import Testing
import TwoPhaseSweeps

@Suite("Scaling fits of a map")
struct ScalingFitTests {
  static let dimensions = [20, 40, 80]
  static let gammas = [0.1, 0.2, 0.4, 0.8]

  static func table(seeds: Int, _ value: (Double, Double, Int) -> SweepValue) -> SweepTable {
    MadeSweep.table([
      ("dimension", .list, MadeSweep.integers(dimensions)), ("gamma", .list, MadeSweep.reals(gammas)),
      ("seed", .seeds, MadeSweep.integers(1...seeds)),
    ]) { run in
      let entry = value(run.number("gamma"), run.number("dimension"), Int(run.number("seed")))
      return ["transitionStep": entry]
    }
  }

  @Test("a law is found exactly, whatever each seed's factor")
  func exact() throws {
    let factors = [1.0, 7, 0.3, 2]
    let table = Self.table(seeds: 4) { .real(factors[$2 - 1] * pow($0, 1.5) * pow($1, -0.75)) }
    let map = try SweepMap(table, x: "gamma", y: "dimension", value: "transitionStep")
    let fit = try #require(map.fits.first)
    #expect(map.fits.count == 1 && fit.count == 48 && fit.exponents.map(\.name) == ["gamma", "dimension"])
    for (exponent, expected) in zip(fit.exponents, [1.5, -0.75]) {
      #expect(abs(exponent.estimate - expected) < 1e-12 && exponent.high - exponent.low < 1e-10)
    }
    #expect(fit.note.contains("each of 4 seeds has a factor of its own"))
  }

  @Test("intervals are those of a regression with one unknown for each seed; what is left out is counted")
  func seedUnknowns() throws {
    var random = TestRandom(3)
    var kept: [(x: Double, y: Double, seed: Int, value: Double)] = []
    let table = Self.table(seeds: 5) { x, y, seed in
      let pick = random.uniform(0...1)
      if pick < 0.1 { return .none }
      if pick < 0.2 { return .integer(0) }
      let value = exp(random.normal() + 0.3 * Double(seed)) * x * y
      kept.append((x, y, seed, value))
      return .real(value)
    }
    let map = try SweepMap(table, x: "gamma", y: "dimension", value: "transitionStep", confidence: 0.9)
    let fit = try #require(map.fits.first)
    let plain = try #require(
      LinearRegression(
        rows: kept.map { run in [log(run.x), log(run.y)] + (2...5).map { run.seed == $0 ? 1 : 0 } },
        values: kept.map { log($0.value) }, confidence: 0.9))
    #expect(fit.count == kept.count && kept.count < 60)
    for (a, b) in zip(fit.exponents, plain.coefficients) {
      #expect(
        abs(a.estimate - b.estimate) < 1e-11 && abs(a.low - b.low) < 1e-10 && abs(a.high - b.high) < 1e-10)
    }
    #expect(
      fit.note.hasPrefix("\(kept.count) of 60 runs used; ")
        && fit.note.contains("had one that is not positive"))
  }

  @Test("words are left out of a law, and so are single places; nothing positive has no law")
  func parts() throws {
    let table = MadeSweep.table([
      ("start", .list, [.text("zero"), .text("gaussian")]),
      ("dimension", .list, MadeSweep.integers([10, 20, 40])),
      ("seed", .seeds, MadeSweep.integers(1...2)),
    ]) { run in ["margin": .real(run.number("dimension") * run.number("dimension")), "rate": .real(-1)] }
    let fits = try SweepMap(table, x: "start", y: "dimension", value: "margin").fits
    #expect(fits.count == 1 && fits[0].exponents.map(\.name) == ["dimension"])
    #expect(abs(fits[0].exponents[0].estimate - 2) < 1e-12)
    #expect(try SweepMap(table, x: "start", y: "dimension", value: "rate").fits.isEmpty)
  }

  @Test("settings that vary together get a law each")
  func together() throws {
    let table = MadeSweep.table(
      variables: [.init("a", .list, isAxis: true), .init("b", .list, isAxis: true)],
      [1.0, 2, 4, 8].map { [.real($0), .real(3 * $0)] }
    ) { run in ["margin": .real(pow(run.number("a"), 2) * (run.number("a") == 2 ? 1.1 : 1))] }
    let fits = try SweepMap(table, x: "a", y: "b", value: "margin").fits
    #expect(fits.map { $0.exponents.map(\.name) } == [["a"], ["b"]])
    #expect(fits.allSatisfy { abs($0.exponents[0].estimate - 2) < 0.1 && $0.note.contains("not determined") })
  }
}
