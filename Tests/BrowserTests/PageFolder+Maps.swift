import Foundation
import ReportTestSupport
import TestSupport
import TwoPhaseReport
import TwoPhaseSweeps

extension PageFolder {
  /// Pages of maps: fractions, numbers, words, hostile texts, one cell, none, and one of many runs.
  func maps() throws -> [Expectations.Map] {
    let texts = Self.hostileNames.joined(separator: " ")
    let hostile = MadeMaps.hostile(texts)
    let links = MapRunLinks([0: texts]) { "\(texts) \($0)" }
    let pages: [(String, SweepMap, EmpiricalTheorem?, MapRunLinks, [String])] = [
      (
        "map.html", MadeMaps.noReturn, MadeMaps.theorem(), MadeMaps.links,
        ["true in every run of 37 of 96 cells", "one-point convexity in Phase 2", "0.00267"]
      ),
      (
        "map of numbers.html", MadeMaps.transition, nil, MadeMaps.links,
        ["transitionStep ~ gamma^1.512", "logarithmic colours"]
      ),
      ("map of words.html", MadeMaps.words, nil, MadeMaps.links, ["orthogonal complement"]),
      (
        "hostile map.html", hostile, MadeMaps.theorem(texts), links,
        ["<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>"]
      ),
      ("map of one cell.html", MadeMaps.one, nil, MadeMaps.links, ["true in every run of 1 of 1 cell"]),
      ("map of no cell.html", MadeMaps.none, nil, MadeMaps.links, ["There is no cell to draw."]),
      (
        "map of many runs.html", MadeMaps.large(40, 20, seeds: 60), nil, MadeMaps.links,
        ["at most 20 runs are listed"]
      ),
    ]
    return try pages.map { file, map, theorem, links, words in
      let page = SweepMapPage(
        map, theorem: theorem, facts: MadeMaps.facts, links: links, files: ["map.pdf", "cells.csv"])
      try write(page.html(), file)
      return .init(
        file: file, words: words, columns: map.x.places.count, rows: map.y.places.count,
        runs: map.cells.map { cell in
          cell.runs.map { [$0.seed, $0.value.map { "\($0)" } ?? "no value", $0.note] }
        }, isFraction: map.quantity.kind == .fraction,
        listed: map.cells.reduce(0) { $0 + $1.runs.count } > 20_000 ? 20 : 50,
        numbers: map.cells.map { $0.runs.map(\.number) })
    }
  }
}
