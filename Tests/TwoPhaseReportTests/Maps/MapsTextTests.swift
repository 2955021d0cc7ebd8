import Foundation
import ReportTestSupport
import TestSupport
import Testing
import TwoPhaseReport
import TwoPhaseSweeps

@Suite("Maps as text, Markdown and folders")
struct MapsTextTests {
  typealias Made = MadeMaps

  @Test("a small map is a table, highest y first, with signs for what is missing or uncertain")
  func table() {
    let text = SweepMapText(Made.noReturn, theorem: Made.theorem(), facts: Made.facts).text
    for words in [
      "wrong-way: noReturn over gamma and dimension: true in every run of 37 of 96 cells",
      "dimension \\ gamma  0.05  0.0675", "0.45~", "~: 95 % interval wider than 0.3",
      "line: [LY]'s region: gamma <= 0.01 (theorem, solid; not on this map): At every d",
      "(prediction, dashed): Assumes the wrong-way", "C4 one-point convexity in Phase 2",
      "held in all runs: gamma 0.05 to 0.304, dimension 10 to 200 (all)",
      "cells 56 of 96, runs 1120, chance of failing < 0.00267; held out: 2 of 560 failed; < 0.0112",
      "held in all runs: in no cell did it hold in all runs", "note: Made for a test.",
      "Runs made: 1917 of 1920, 3 of them failed; TwoPhase 1.1.0.",
    ] { #expect(text.contains(words), "\(words)") }
    let lines = text.split(separator: "\n").map(String.init)
    let rows = lines.filter { $0.contains("~") || $0.hasPrefix("  200") || $0.hasPrefix("  10 ") }
    #expect(
      rows.first?.hasPrefix("  200") == true
        && lines.contains { $0.hasSuffix("-     -     -") || $0.contains("  -  ") })
    for line in lines where !line.contains("0.05 ") && !line.hasPrefix("  ") {
      #expect(line.count <= 100, "\(line)")
    }
  }

  @Test("a large map is a summary; an empty one says so; fits are there")
  func others() {
    let large = SweepMapText(Made.large(13, 4, seeds: 2), facts: Made.facts).text
    #expect(large.contains("13 x 4 places: too many for a table") && !large.contains("dimension \\"))
    #expect(SweepMapText(Made.none, facts: Made.facts).text.contains("The map has no cell."))
    let fits = SweepMapText(Made.transition, facts: Made.facts).text.replacing(/\n\s*/, with: " ")
    #expect(
      fits.contains(
        "transitionStep ~ gamma^1.512 dimension^0.7; exponents (95 % intervals) 1.512 [1.483, 1.541]"))
    #expect(SweepMapText(Made.words, facts: Made.facts).text.contains("schedule \\ start"))
  }

  @Test("Markdown: hostile texts are code or blocks, and open nothing", arguments: HostilePageTests.texts)
  func markdown(_ text: String) {
    let odd = text + " `` | ![x](y) "
    let facts = SweepMapFacts(runsMade: 1, runCount: 2, failed: 0, command: odd, version: odd)
    let markdown = SweepMapText(
      Made.hostile(odd), theorem: Made.theorem(odd), facts: facts, figureOmission: odd
    ).markdown()
    var fence: String?
    for line in markdown.components(separatedBy: "\n") {
      if let open = fence {
        if line == open { fence = nil }
        continue
      }
      if let match = line.firstMatch(of: /^(`{3,})[a-z]*$/) {
        fence = String(match.1)
        continue
      }
      let bare = line.replacing(/(`+)(?:(?!`).|(?!\1(?!`))`)*?\1(?!`)/, with: "")
      #expect(!bare.contains("![") && !bare.contains("`") && !bare.contains("<s"), "\(line)")
    }
    #expect(fence == nil)
    let terminal = SweepMapText(Made.hostile("a\u{1B}[31m\u{7}b"), facts: facts).text
    #expect(terminal.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 })
  }

  @Test("Markdown holds headline, table, theorem, notes and the figure")
  func wholeMarkdown() {
    let markdown = SweepMapText(Made.noReturn, theorem: Made.theorem(), facts: Made.facts)
      .markdown(figureFile: "map.svg")
    for words in [
      "# Map of `wrong-way`", "![The map](map.svg)", "true in every run of 37 of 96",
      "## The empirical theorem",
      "2 of 560 failed; < 0.0112", "```sh\ntwophase map sweeps/wrong-way", "## Lines over the map",
    ] { #expect(markdown.contains(words), "\(words)") }
  }

  private static func scratch() -> String {
    FileManager.default.temporaryDirectory.appendingPathComponent("tp-map-\(UUID())").path
  }

  @Test("the folder holds page, texts, numbers and figure")
  func folder() throws {
    let path = Self.scratch()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let paths = try SweepMapFolder(path).write(
      Made.noReturn, table: Made.table(), theorem: Made.theorem(), facts: Made.facts, links: Made.links)
    var names = ["report.html", "report.md", "map.json", "cells.csv", "runs.csv"]
    if InstalledProgram.gnuplot != nil { names += ["map.pdf", "map.svg"] }
    #expect(paths == names.map { "\(path)/\($0)" })
    #expect(try FileManager.default.contentsOfDirectory(atPath: path).sorted() == names.sorted())
  }

  @Test("without gnuplot everything else is written, and each report says why there is no figure")
  func missing() throws {
    let path = Self.scratch()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let figures = SweepMapFigures(Made.one, program: "no-such-gnuplot")
    let omission = try #require(figures.omission)
    #expect(omission.hasPrefix("the figure is left out: figures: ") && !omission.contains("\n"))
    let paths = try SweepMapFolder(path).write(
      Made.one, table: Made.table(), facts: Made.facts, links: Made.links, figures: figures)
    #expect(paths.count == 5)
    for name in ["report.html", "report.md"] {
      let text = try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8)
      #expect(text.contains("the figure is left out") && !text.contains("map.svg"), "\(name)")
    }
  }
}
