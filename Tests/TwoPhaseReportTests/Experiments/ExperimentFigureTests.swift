import Foundation
import ReportTestSupport
import TestSupport
import Testing
import TwoPhaseExperiments
import TwoPhaseReport

@Suite("Figures of experiments")
struct ExperimentFigureTests {
  typealias Made = MadeExperiments

  /// Texts that must be texts and nothing else.
  static let hostile = [
    "a `touch /tmp/tp-pwned` b", "'; system('touch /tmp/tp-pwned'); '",
    "\"; system(\"touch /tmp/tp-pwned\"); \"",
    "x\nsystem('touch /tmp/tp-pwned')\n!touch /tmp/tp-pwned",
    "@macro W_0^2 {/:Bold x} ~a~b & \\\\ \\101 \\U+2713",
    "EOD\n$p0c0 << EOD", "% d %s $x # comment", "<b>&amp;</b> ]]> <!-- é 漢 '' \"\"", "}}}{{{___^^^@@@", "",
    "'", "''''1''2 '; system('touch /tmp/tp-pwned') #",
  ]

  /// Panels that hold every odd thing that a result may.
  static let odd: [(String, [ExperimentPanel])] = [
    ("no curve", [Made.panel("a", [])]),
    ("a curve without points", [Made.panel("a", [Made.curve("none", at: []) { $0 }])]),
    ("nothing defined", [Made.panel("a", [Made.curve("gaps", at: [1, 2]) { _ in nil }])]),
    ("one point", [Made.panel("a", [Made.curve("one", at: [3]) { _ in 4 }])]),
    (
      "one marked point", [Made.panel("a", [Made.curve("one", marks: true, at: [3], spread: 0.1) { _ in 4 }])]
    ),
    ("all equal", [Made.panel("a", [Made.curve("level", at: [1, 2, 3], spread: 0) { _ in 5 }])]),
    ("nearly equal", [Made.panel("a", [Made.curve("level", at: [1, 1 + 1e-14]) { 5 + $0 * 1e-14 }])]),
    (
      "nearly equal logarithms",
      [
        Made.panel(
          "a", x: .init("x", isLogarithmic: true), y: .init("y", isLogarithmic: true),
          [Made.curve("level", at: [1, 1 + 1e-14]) { 5 + $0 * 1e-14 }])
      ]
    ),
    (
      "no logarithm",
      [Made.panel("a", y: .init("y", isLogarithmic: true), [Made.curve("c", at: [0, 1, 2]) { $0 - 1 }])]
    ),
    (
      "intervals without logarithm",
      [
        Made.panel(
          "a", y: .init("y", isLogarithmic: true), [Made.curve("c", at: [0, 1, 2], spread: 2) { $0 + 1 }])
      ]
    ),
    (
      "very small and very large",
      [Made.panel("a", [Made.curve("c", at: [1, 2, 3]) { [1e-300, 1, 1e300][Int($0) - 1] }])]
    ),
    ("all very small", [Made.panel("a", [Made.curve("c", at: [1, 2, 3]) { $0 * 1e-300 }])]),
    (
      "very small and very large, logarithmic",
      [
        Made.panel(
          "a", x: .init("x", isLogarithmic: true), y: .init("y", isLogarithmic: true),
          [Made.curve("c", at: [1e-300, 1e-140, 1, 1e140, 1e300], spread: 0.5) { $0 }])
      ]
    ),
    (
      "no number",
      [Made.panel("a", [Made.curve("c", at: [0, 1, .nan, .infinity, 4]) { $0 == 1 ? .nan : $0 }])]
    ),
    ("ten curves", [Made.many]), ("long texts", [Made.long]),
    (
      "levels alone",
      [
        Made.panel("a", [Made.curve("l", role: .reference, at: [0, 1]) { _ in 2 }])
      ]
    ),
    (
      "many points",
      [Made.panel("a", [Made.curve("c", at: (0..<20_000).map(Double.init), spread: 0.3) { sin($0) + 2 }])]
    ),
    ("five panels", (0..<5).map { Made.panel("\($0)", Made.bands.curves) }),
  ]

  @Test("scripts hold finite numbers alone, and no more points than a printer shows", arguments: odd)
  func clean(_ name: String, _ panels: [ExperimentPanel]) {
    for width in FigureWidth.allCases {
      let script = ExperimentFigure(Made.result(panels), width: width).script(.pdf)
      let (numbers, commands) = FigureScriptTests.parts(script)
      let isClean = numbers.allSatisfy { $0.map { abs($0) <= 1e151 } ?? false }
      #expect(isClean, "\(name)")
      for line in commands.map({ $0.lowercased() }) where !line.contains("'") {
        #expect(!line.contains("nan") && !line.contains("inf"), "\(name): \(line)")
      }
      #expect(script.utf8.count < 200_000, "\(name)")
    }
  }

  @Test("axes hold what was measured, and lines that run away are said to be outside")
  func range() {
    let panel = Made.panel(
      "a",
      [
        Made.curve("measured", at: [0, 1]) { $0 },
        Made.curve("near", role: .predicted, at: [0, 1]) { $0 + 0.5 },
        Made.curve("far", role: .predicted, at: [0, 1]) { _ in 1e6 },
        Made.curve("absent", at: [0, 1]) { _ in nil },
      ])
    let script = ExperimentFigure(Made.result([panel]), width: .oneColumn).script(.pdf)
    #expect(script.contains("'near'") && script.contains("far (outside of the frame)"))
    #expect(script.contains("absent (no value to draw)"))
    #expect(script.contains("set yrange [-0.075:1.575]"))
  }

  @Test("an interval is a polygon along a line and a bar at a marked point; a gap parts polygons")
  func intervals() {
    func script(marks: Bool) -> String {
      let curve = Made.curve("c", marks: marks, at: [0, 1, 2, 3, 4], spread: 0.1) { $0 == 2 ? nil : $0 + 1 }
      return ExperimentFigure(Made.result([Made.panel("a", [curve])]), width: .oneColumn).script(.pdf)
    }
    let line = script(marks: false)
    #expect(
      line.contains("$p0c0band << EOD\n0 0.9\n1 1.8\n1 2.2\n0 1.1\n\n3 3.6\n4 4.5\n4 5.5\n3 4.4\n\nEOD"))
    #expect(line.contains("0 1\n1 2\n\n3 4\n4 5\nEOD") && !line.contains("p0c0bars"))
    let marked = script(marks: true)
    #expect(marked.contains("$p0c0bars << EOD\n0 0.9 0 0.2\n1 1.8 0 0.4\n3 3.6 0 0.8\n4 4.5 0 1\nEOD"))
    #expect(!marked.contains("p0c0band"))
  }

  @Test("panels with one key share it; others have their own")
  func keys() {
    let curves = Made.bands.curves
    let shared = ExperimentFigure(
      Made.result([Made.panel("a", curves), Made.panel("b", curves)]), width: .twoColumns
    ).script(.pdf)
    #expect(shared.components(separatedBy: "'residual'").count == 2)
    let own = ExperimentFigure(Made.result([Made.powerLaw, Made.bands]), width: .twoColumns).script(.pdf)
    #expect(own.contains("'residual'") && own.contains("'without identity'"))
  }

  @Test("every text in a script is within single quotes, where gnuplot runs nothing", arguments: hostile)
  func quoted(_ text: String) {
    let panel = Made.panel(
      text, text, x: .init(text), y: .init(text), [Made.curve(text, at: [0, 1]) { $0 }])
    let script = ExperimentFigure(Made.result([panel], name: text), width: .oneColumn).script(.svg)
    for line in script.components(separatedBy: "\n") {
      // Without its quoted strings a line holds none of the characters that run commands, and no word of the text's.
      let bare = line.replacing(/'[^']*'/, with: "")
      #expect(!bare.contains("`") && !bare.contains("@") && !bare.contains("'"), "\(line)")
      #expect(!bare.contains("touch") && !bare.contains("system"), "\(line)")
    }
    #expect(script.components(separatedBy: "\n").filter { $0 == "EOD" }.count == 2)
  }

  @Test("escaped text has no active character of gnuplot's", arguments: hostile)
  func escaped(_ text: String) {
    let quoted = GnuplotText.quoted(GnuplotText.escaped(text))
    #expect(quoted.hasPrefix("'") && quoted.hasSuffix("'") && !quoted.contains("\n"))
    #expect(!quoted.dropFirst().dropLast().contains("'"))
    let bare = GnuplotText.escaped(text).replacing("\\\\{}", with: "").replacing("{}>", with: ">").replacing(
      /\\[\^_{}@&~]/, with: "")
    for active in "\\^_{}@&~" { #expect(!bare.contains(active), "\(bare)") }
  }
}
