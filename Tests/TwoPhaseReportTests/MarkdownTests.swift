import Foundation
import Testing
import TwoPhaseReport

/// Markdown as a reader of fenced blocks sees it.
enum MarkdownLines {
  /// The lines outside of fenced blocks, as CommonMark fences them: a block ends at a line of at least as many back-quotes.
  static func outside(_ markdown: String) -> [String] {
    var fence: String?
    var result: [String] = []
    for line in markdown.components(separatedBy: "\n") {
      let ticks = String(line.drop { $0 == " " }.prefix { $0 == "`" })
      if let open = fence {
        if ticks.count >= open.count, line.allSatisfy({ $0 == "`" || $0 == " " }) { fence = nil }
      } else if ticks.count >= 3 {
        fence = ticks
      } else {
        result.append(line)
      }
    }
    #expect(fence == nil, "a block is not closed")
    return result
  }
}

@Suite("Markdown for issues and notebooks")
struct MarkdownTests {
  /// The text with its code spans taken out: back-quotes in equal runs.
  static func withoutCode(_ line: String) -> String {
    // Pieces of back-quotes and of anything else, in turn.
    let pieces = line.matches(of: /`+|[^`]+/).map { String($0.output) }
    var result = ""
    var index = 0
    while index < pieces.count {
      let piece = pieces[index]
      if piece.hasPrefix("`"), let end = pieces[(index + 1)...].firstIndex(of: piece) {
        index = end
      } else {
        result += piece
      }
      index += 1
    }
    return result
  }

  @Test("hostile names and commands stay text", arguments: MadeRun.hostileNames)
  func hostile(_ name: String) throws {
    let run = try MadeRun.run(steps: Array(0...20), name: name, command: "twophase run --name '\(name)'") {
      _ in .init()
    }
    let plain = try MadeRun.run(steps: Array(0...20)) { _ in .init() }
    let markdown = PhaseReport(run).markdown(besideFiles: false)
    let outside = MarkdownLines.outside(markdown).map(Self.withoutCode)
    let expected = MarkdownLines.outside(PhaseReport(plain).markdown(besideFiles: false)).map(
      Self.withoutCode)
    // Whatever the name, what stands outside of code is the same, but for the line that holds the name as code.
    let others = outside.filter { !$0.hasPrefix("Made by: ") }
    #expect(others.filter { !$0.isEmpty } == expected.filter { !$0.isEmpty })
    #expect(outside.filter { $0.hasPrefix("Made by: ") }.count == 1)
    for scalar in markdown.unicodeScalars where scalar != "\n" {
      #expect(scalar.properties.generalCategory != .control && scalar.properties.generalCategory != .format)
    }
  }

  @Test("a command is in a block of its own, as it was typed, its back-quotes too")
  func command() throws {
    let command = "twophase run --name 'a ```` b' --seed 3"
    let run = try MadeRun.run(steps: [0, 1], command: command) { _ in .init() }
    #expect(PhaseReport(run).markdown.contains("\n`````sh\n\(command)\n`````\n"))
  }

  @Test("code on one line can be read back", arguments: ["a", "`", "a`b", "``", " a ", "a|b", "<b>", "```x"])
  func code(_ text: String) throws {
    let code = MarkdownText.code(text)
    let fence = code.prefix { $0 == "`" }
    #expect(code.hasSuffix(fence) && !text.contains(fence))
    let inner = code.dropFirst(fence.count).dropLast(fence.count)
    let isPadded = inner.hasPrefix(" ") && inner.hasSuffix(" ") && inner.contains { $0 != " " }
    #expect(String(isPadded ? inner.dropFirst().dropLast() : inner) == text)
  }

  @Test("the tables have equal cells in every row and the ten parts")
  func tables() throws {
    let markdown = PhaseReport(MadeRun.base).markdown
    let rows = MarkdownLines.outside(markdown).filter { $0.hasPrefix("|") }
    let verdicts = rows.filter { $0.contains(#/^\| [HC][1-5] /#) }
    #expect(verdicts.count == 10)
    func cells(_ row: String) -> Int {
      row.replacingOccurrences(of: "\\|", with: "").filter { $0 == "|" }.count - 1
    }
    #expect(verdicts.allSatisfy { cells($0) == 7 })
    #expect(rows.filter { cells($0) == 7 }.count == 12 + 5)
  }

  @Test("series.csv is named only where it is")
  func files() {
    #expect(PhaseReport(MadeRun.base).markdown.contains("series.csv"))
    #expect(!PhaseReport(MadeRun.base).markdown(besideFiles: false).contains("series.csv"))
  }
}
