import Foundation
import ReportTestSupport
import TestSupport
import Testing
import TwoPhaseReport
import TwoPhaseSweeps

@Suite("Pages of maps")
struct MapsPageTests {
  typealias Made = MadeMaps

  /// What the page's script reads.
  struct Read: Decodable {
    struct Cell: Decodable {
      let x: Int
      let y: Int
      let estimate: String
      let total: Int
      let runs: [Run]
    }
    struct Run: Decodable {
      let number: Int
      let seed: String
      let value: Double?
      let note: Int

      init(from decoder: any Decoder) throws {
        var list = try decoder.unkeyedContainer()
        number = try list.decode(Int.self)
        seed = try list.decode(String.self)
        value = try list.decode(Double?.self)
        note = try list.decode(Int.self)
      }
    }
    let cells: [Cell]
    let notes: [String]
    let links: [String: String]
    let pattern: [String]
    let commands: [String: String]
  }

  static func html(_ map: SweepMap, links: MapRunLinks = Made.links, theorem: EmpiricalTheorem? = nil) throws
    -> String
  {
    try SweepMapPage(map, theorem: theorem, facts: Made.facts, links: links, files: ["map.pdf", "cells.csv"])
      .html()
  }

  static func read(_ html: String) throws -> Read {
    try JSONDecoder().decode(Read.self, from: try PageText(html).data())
  }

  @Test("a page shows headline, cells, lines, regions and command, and asks for nothing")
  func whole() throws {
    let html = try Self.html(Made.noReturn, theorem: Made.theorem())
    let markup = PageText(html).markup
    #expect(!html.contains("http://") && !html.contains("https://") && !html.contains("src="))
    #expect(html.contains("default-src &#39;none&#39;") && !html.contains("connect-src"))
    for words in [
      "noReturn over gamma and dimension: true in every run of 37 of 96 cells, in no run of 3; 6 have no estimate.",
      "(fraction of runs)", "dimension: d", "the norm gamma of W_0 and W*", "20 seeds",
      "[LY]&#39;s region: gamma &lt;= 0.01 (not on this map)", "margin 0 predicted (theory.md, 9)",
      "Assumes the wrong-way start and infinite d.", "no estimate", "A hollow ring: the 95 % interval",
      "one-point convexity in Phase 2", "gamma 0.05 to 0.304, dimension 10 to 200 (all)", "56 of 96",
      "2 of 560 failed; &lt;\u{a0}0.0112", "1490 hold, 300 violated, 0 vacuous, 130 not tested",
      "in no cell did it hold in all runs", "||W||_2 &lt;= 1/32", "1917 of 1920, 3 of them failed",
      "twophase map sweeps/wrong-way", "<a href=\"map.pdf\">map.pdf</a>, <a href=\"cells.csv\">",
      "Runs that never reached Phase 2", "at most 50 runs are listed",
    ] { #expect(markup.contains(words), "\(words)") }
    #expect(markup.matches(of: /<rect class="cell/).count == 96)
    #expect(
      markup.contains(
        "<title>gamma 0.05, dimension 200: fraction 1, 95 % interval [0.8389, 1], 20 runs</title>"))
    // Without a script the table of all cells says the same.
    #expect(markup.matches(of: /<tr><th scope="row"><bdi>/).count == 96)
    let fits = try Self.html(Made.transition)
    for words in [
      "transitionStep ~ gamma^1.512 dimension^0.7",
      "1.512 [1.483, 1.541] in gamma; 0.7 [0.66, 0.74] in dimension",
      "501", "3 runs without a transition", "median, logarithmic colours",
    ] { #expect(PageText(fits).markup.contains(words), "\(words)") }
  }

  @Test("the script's data hold every run of a cell, digit for digit, and each note once")
  func data() throws {
    let map = Made.transition
    let read = try Self.read(try Self.html(map))
    #expect(read.cells.count == map.cells.count && read.notes.count == Set(read.notes).count)
    for cell in read.cells {
      let own = map.cells[cell.y * map.x.places.count + cell.x]
      #expect(cell.runs.map(\.number) == own.runs.map(\.number) && cell.total == own.runs.count)
      #expect(
        cell.runs.map(\.value) == own.runs.map(\.value) && cell.runs.map(\.seed) == own.runs.map(\.seed))
      #expect(cell.runs.map { read.notes[$0.note] } == own.runs.map(\.note))
    }
    #expect(read.links == ["0": "runs/0/report.html", "21": "runs/21%20a/report.html"])
    #expect(read.pattern == ["twophase sweep show sweeps/wrong-way ", ""] && read.commands.isEmpty)
    let odd = MapRunLinks { $0 == 3 ? "three" : "show \($0)" }
    let other = try Self.read(try Self.html(Made.words, links: odd))
    #expect(other.pattern.isEmpty && other.commands["3"] == "three" && other.commands.count == 60)
  }

  @Test("links are paths and nothing else")
  func links() throws {
    #expect(PageLink.encoded("javascript:alert(1)") == "javascript%3Aalert%281%29")
    #expect(PageLink.encoded("//host/a b") == "/host/a%20b")
    #expect(PageLink.encoded("../runs/1/report.html") == "../runs/1/report.html")
  }

  @Test("above 20,000 runs a cell lists 20, and the page says so and stays small")
  func limits() throws {
    let map = Made.large(30, 10, seeds: 100)
    let html = try Self.html(map)
    let read = try Self.read(html)
    #expect(read.cells.allSatisfy { $0.runs.count == 20 && $0.total == 100 })
    #expect(html.contains("at most 20 runs are listed, the first; runs.csv has all"))
    #expect(html.utf8.count < 600_000, "\(html.utf8.count)")
    let few = try Self.read(try Self.html(Made.large(2, 1, seeds: 60)))
    #expect(few.cells.allSatisfy { $0.runs.count == 50 && $0.total == 60 })
    let many = try Self.html(Made.large(100, 50, seeds: 20))
    #expect(try Self.read(many).cells.allSatisfy { $0.runs.count == 10 })
    #expect(many.utf8.count < 5_000_000, "\(many.utf8.count)")
  }

  @Test("odd maps have pages without NaN", arguments: MapsFigureTests.odd)
  func odd(_ name: String, _ map: SweepMap) throws {
    let html = try Self.html(map)
    let words = PageText(html).markup.lowercased()
    #expect(!words.contains("nan") && !words.contains("infinity"), "\(name)")
    #expect(map.cells.isEmpty == html.contains("There is no cell to draw."))
    _ = try Self.read(html)
  }

  @Test("hostile texts are text in a page", arguments: HostilePageTests.texts)
  func hostile(_ text: String) throws {
    func page(_ text: String) throws -> String {
      let facts = SweepMapFacts(runsMade: 1, runCount: 2, failed: 0, command: text, version: text)
      let links = MapRunLinks([0: text, 1: "a"]) { "\(text) \($0)" }
      return try SweepMapPage(
        Made.hostile(text), theorem: Made.theorem(text), facts: facts, links: links, figureOmission: text,
        files: [text]
      ).html()
    }
    func tags(_ html: String) -> [String] {
      PageText(html).markup.matches(of: /<\/?[a-zA-Z!][a-zA-Z0-9]*/).map { String($0.output) }
    }
    let html = try page(text)
    #expect(try tags(html) == tags(page("plain")))
    #expect(PageText(html).markup.contains(ScalarHTML.escaped(text)))
    #expect(html.components(separatedBy: "</script>").count == 3)
    #expect(try Self.read(html).notes == [text])
  }
}
