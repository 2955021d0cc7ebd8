import Foundation
import TestSupport
import Testing
import TwoPhaseReport
import TwoPhaseTraining

@Suite("Hostile texts in pages")
struct HostilePageTests {
  static let texts = [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "</title></style></script><b>",
    "' onclick='alert(1)", "\"\u{301} onfocus=alert(1) x=\"\u{301}", "<\u{338}script>", "&lt;b&gt;",
    "a\u{0}b\u{1B}[31m",
    "{{headline}}{{{script}}}", "../../../etc/passwd", "\u{2028}]]>-->", "\\u003cscript\\u003e",
  ]

  @Test("an escaped text has no character that HTML reads, and reads back", arguments: texts)
  func escaped(text: String) {
    let escaped = ScalarHTML.escaped(text)
    for scalar in "<>\"'".unicodeScalars { #expect(!escaped.unicodeScalars.contains(scalar)) }
    var back = escaped
    for (entity, character) in [
      ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&"),
    ] {
      back = back.replacingOccurrences(of: entity, with: character, options: .literal)
    }
    let controls = text.unicodeScalars.map { $0.value < 0x20 ? "\u{FFFD}" : $0 }
    #expect(Array(back.unicodeScalars) == controls)
  }

  @Test("JSON in a script cannot end it, and reads back", arguments: texts)
  func json(text: String) throws {
    let json = try ScriptData.json([text])
    for scalar in "<>&\u{2028}\u{2029}".unicodeScalars { #expect(!json.unicodeScalars.contains(scalar)) }
    #expect(try JSONDecoder().decode([String].self, from: Data(json.utf8)) == [text])
  }

  @Test("a script that holds the end of a script cannot end it")
  func script() {
    let safe = ScriptData.script("a = '</script>' + '</SCRIPT >'; // <!-- x")
    #expect(!safe.contains(/<\/(?i:script)/) && !safe.contains("<!--"))
  }

  @Test("names, commands, folders and machines are text in both kinds of pages")
  func pages() throws {
    let run = try PageRuns.run { $0.steps = 20 }
    var facts = run.facts
    let all = Self.texts.joined(separator: "|")
    facts.provenance.name = all
    facts.provenance.command = all
    facts.provenance.workingFolder = all
    facts.provenance.host = all
    facts.provenance.processor = all
    let hostile = try RecordedRun(facts: facts, series: [run.series])
    let library = try DygraphsLibrary.installed()
    let plainTags = Self.tags(try RunPage(run, library: library).html())
    let page = try RunPage(hostile, library: library).html()
    #expect(Self.tags(page) == plainTags)
    #expect(PageText(page).markup.contains(ScalarHTML.escaped(all)))
    let comparison = try ComparisonPage([hostile, run], library: library).html()
    #expect(
      Self.tags(comparison)
        == Self.tags(try ComparisonPage([try Self.recorded(run), run], library: library).html()))
    let summary = try RunPage.summaryHTML(hostile)
    #expect(Self.tags(summary) == Self.tags(try RunPage.summaryHTML(run)))
  }

  private static func recorded(_ run: RecordedRun) throws -> RecordedRun {
    var facts = run.facts
    facts.provenance.name = "other"
    return try RecordedRun(facts: facts, series: [run.series])
  }

  /// The tags of a page in order, without attributes: what an injection would change.
  private static func tags(_ html: String) -> [String] {
    PageText(html).markup.matches(of: /<\/?[a-zA-Z][a-zA-Z0-9]*/).map { String($0.output) }
  }
}
