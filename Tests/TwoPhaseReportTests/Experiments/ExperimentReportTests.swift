import Foundation
import ReportTestSupport
import TestSupport
import Testing
import TwoPhaseExperiments
import TwoPhaseReport
import TwoPhaseTheory

@Suite("Reports of experiments")
struct ExperimentReportTests {
  typealias Made = MadeExperiments

  static let facts = ExperimentFacts(
    command: "twophase experiments run fig8 --seed 7", version: "1.0.0", store: "runs.sqlite",
    runs: [3, 5, 4, 9], seconds: 12.345)

  /// A result whose every text is this one.
  static func hostile(_ text: String) -> ExperimentResult {
    ExperimentResult(
      name: text, title: text, claim: text, source: text, isQuick: true, settings: text, seed: .max,
      panels: [Made.panel(text, text, x: .init(text), y: .init(text), [Made.curve(text, at: [1]) { $0 }])],
      tables: [
        .init(
          title: text, columns: [text, text],
          rows: [[.text(text), .number(1)], [.text(text), .text(text)], [.text(text)]])
      ],
      findings: [.init(claim: text, source: text, verdict: .holds, evidence: text)], notes: [text, text])
  }

  static func facts(_ text: String) -> ExperimentFacts {
    ExperimentFacts(command: text, version: text, store: text, runs: [1], seconds: .nan)
  }

  // MARK: Text

  @Test("the text says what was claimed, found and made, in lines of at most 100 columns")
  func text() {
    let text = ExperimentTextReport(Made.whole, facts: Self.facts).text
    for words in [
      "fig8: Residual links and the loss landscape", "Claim: With identity mapping", "Source: [S], figure 8",
      "1 of 3 claims holds, 1 is violated, 1 is not tested.", "  holds       the exponent in d is at most",
      "  violated    the same holds", "  not tested  both reach loss", "-0.5012 [-0.5312, -0.4711]",
      "diverged at step 12", "note: Losses are in true scale.",
      "Made with seed 7, full form, 12.3 s, TwoPhase 1.0.0, runs 3-5, 9 of runs.sqlite.",
    ] { #expect(text.contains(words), "\(words)") }
    for line in text.split(separator: "\n") { #expect(line.count <= 100, "\(line)") }
    #expect(!text.contains("\u{1B}"))
    #expect(
      ExperimentTextReport(Made.whole, facts: Self.facts).text(coloured: true).contains("\u{1B}[32mholds"))
  }

  @Test("long words are broken, nothing is lost, and no control character reaches a terminal")
  func controls() {
    var result = Self.hostile("a\u{1B}[31m\u{7}b " + String(repeating: "x", count: 300))
    result.tables = []
    let text = ExperimentTextReport(result, facts: ExperimentFacts(seconds: 0)).text
    #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 })
    for line in text.split(separator: "\n") { #expect(line.count <= 100) }
    #expect(text.filter { $0 == "x" }.count >= 300 * 6)
  }

  // MARK: Markdown

  @Test("Markdown: hostile texts are code or blocks, and open nothing", arguments: HostilePageTests.texts)
  func markdown(_ text: String) {
    let markdown = ExperimentTextReport(Self.hostile(text + " `` | ![x](y) "), facts: Self.facts(text))
      .markdown()
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
      // Outside of blocks nothing is left once code is taken out.
      let bare = line.replacing(/(`+)(?:(?!`).|(?!\1(?!`))`)*?\1(?!`)/, with: "")
      #expect(!bare.contains("<") && !bare.contains("![") && !bare.contains("`"), "\(line)")
    }
    #expect(fence == nil)
  }

  @Test("Markdown: a long text in a table is cut within its code, never beyond")
  func longCells() {
    for text in [String(repeating: "`", count: 400), String(repeating: "x", count: 400)] {
      var result = Made.result([])
      result.tables = [.init(title: "t", columns: ["a", "b"], rows: [[.number(1), .text(text)]])]
      let markdown = ExperimentTextReport(result, facts: Self.facts).markdown()
      let row = markdown.components(separatedBy: "\n").first { $0.hasPrefix("| 1 ") } ?? ""
      let cell = (row.components(separatedBy: " | ").last ?? "").dropLast(2)
      let fence = cell.prefix { $0 == "`" }
      #expect(!fence.isEmpty && cell.hasSuffix(fence) && cell.contains("..."), "\(row)")
    }
  }

  @Test("Markdown holds verdicts, evidence, tables, settings and the figure")
  func whole() {
    let markdown = ExperimentTextReport(Made.whole, facts: Self.facts).markdown(figureFile: "fig8.svg")
    for words in [
      "# `Residual links", "![The figure of this experiment](fig8.svg)", "| holds ", "| not tested ",
      "\n   The exponent is -0.5012", "-0.5012 [-0.5312, -0.4711]",
      "```sh\ntwophase experiments run fig8 --seed 7\n```",
      "  widths: [16, 32, 64, 128, 256, 512]",
    ] { #expect(markdown.contains(words), "\(words)") }
  }

  // MARK: Page

  @Test("a page has no script, asks for nothing, and shows claim, figure, verdicts, tables and command")
  func page() throws {
    let figures = ExperimentFigures(Made.whole)
    let html = try ExperimentPage(
      Made.whole, facts: Self.facts, figures: figures, files: ["fig8.pdf", "series.csv"]
    ).html()
    #expect(!html.contains("<script") && !html.contains("http://") && !html.contains("https://"))
    #expect(html.contains("default-src &#39;none&#39;") && !html.contains("script-src"))
    for words in [
      "Residual links and the loss landscape", "[S], figure 8", "not tested", "✗",
      "-0.5012 [-0.5312, -0.4711]",
      "twophase experiments run fig8 --seed 7", "<a href=\"fig8.pdf\">fig8.pdf</a>, <a href=\"series.csv\">",
      "widths: [16, 32, 64, 128, 256, 512]", "runs 3-5, 9 of runs.sqlite", "Dashed lines without marks",
    ] { #expect(html.contains(words), "\(words)") }
    if InstalledProgram.gnuplot != nil {
      #expect(
        html.contains("<img src=\"data:image/svg+xml;base64,")
          && html.contains("alt=\"(a) Error against width"))
    }
    #expect(!html.contains("Values of the figure"))
  }

  @Test("a figure of few points has its values in the page; one without panels is not missed")
  func values() throws {
    let few = Made.result([
      Made.panel("a", [Made.curve("c", at: [1, 2], spread: 0.5) { $0 == 2 ? nil : 0.5 }])
    ])
    let html = try ExperimentPage(few, facts: Self.facts, figures: ExperimentFigures(few)).html()
    #expect(html.contains("Values of the figure") && html.contains("<td class=\"number\">0.25</td>"))
    #expect(html.contains("<td class=\"number\">undefined</td>"))
    let none = Made.result([])
    let page = try ExperimentPage(none, facts: Self.facts, figures: ExperimentFigures(none)).html()
    #expect(!page.contains("left out") && !page.contains("<img") && page.contains("No claim was tested."))
  }

  @Test("hostile texts are text in a page", arguments: HostilePageTests.texts)
  func hostilePage(_ text: String) throws {
    func tags(_ text: String) throws -> [String] {
      let result = Self.hostile(text)
      let html = try ExperimentPage(
        result, facts: Self.facts(text), figures: ExperimentFigures(result), files: [text]
      ).html()
      return PageText(html).markup.matches(of: /<\/?[a-zA-Z!][a-zA-Z0-9]*/).map { String($0.output) }
    }
    #expect(try tags(text) == tags("plain"))
    let html = try ExperimentPage(
      Self.hostile(text), facts: Self.facts(text), figures: ExperimentFigures(Self.hostile(text))
    ).html()
    #expect(PageText(html).markup.contains(ScalarHTML.escaped(text)))
  }

  @Test(
    "files are named after experiments, whatever their names",
    arguments: [
      ("fig5", "fig5"), ("../../etc/passwd", "etc-passwd"), ("", "figure"), ("...", "figure"),
      ("a b\n\u{301}é", "a-b---"),
      ("-rf", "rf"), (String(repeating: "x", count: 300), String(repeating: "x", count: 60)),
    ])
  func stems(_ name: String, _ stem: String) { #expect(ExperimentFolder.stem(name) == stem) }
}
