import Foundation
import Testing
import TwoPhaseReport
import TwoPhaseTraining

@Suite("LaTeX")
struct LaTeXTests {
  /// What TeX prints of escaped text: every command of ours back to its character; nil when a special character stands alone
  /// or braces do not balance.
  static func printed(_ latex: String) -> String? {
    let commands = [
      "textasciitilde": "~", "textasciicircum": "^", "textbackslash": "\\", "textless": "<",
      "textgreater": ">",
      "textbar": "|",
    ]
    var rest = Substring(latex)
    var result = ""
    var depth = 0
    while let character = rest.popFirst() {
      switch character {
      case "\\":
        guard let next = rest.first else { return nil }
        if "&%$#_{}".contains(next) {
          result.append(next)
          rest = rest.dropFirst()
          continue
        }
        let name = rest.prefix { $0.isASCII && $0.isLetter }
        rest = rest.dropFirst(name.count)
        if name == "symbol" {
          let argument = rest.prefix { $0 != "}" }
          guard let code = UInt8(argument.dropFirst()) else { return nil }
          result.append(Character(UnicodeScalar(code)))
          rest = rest.dropFirst(argument.count + 1)
        } else {
          guard let text = commands[String(name)], rest.hasPrefix("{}") else { return nil }
          result += text
        }
      case "{": depth += 1
      case "}":
        depth -= 1
        if depth < 0 { return nil }
      case "&", "%", "$", "#", "_", "^", "~", "\"", "`", "<", ">", "|", "\n": return nil
      default: result.append(character)
      }
    }
    return depth == 0 ? result : nil
  }

  @Test("escaped text prints as it was, on one line", arguments: MadeRun.hostileNames)
  func escaping(_ text: String) {
    let expected = String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { scalar -> UnicodeScalar in
          switch scalar.properties.generalCategory {
          case .control, .format, .lineSeparator, .paragraphSeparator: "?"
          default: scalar
          }
        }))
    #expect(Self.printed(LaTeXText.escaped(text)) == expected)
    for part in ["--", ",,", "''", "?`", "!`"] { #expect(!LaTeXText.escaped(text).contains(part)) }
  }

  @Test("every ASCII character alone, doubled and between letters comes back")
  func ascii() {
    for code in UInt8(32)...126 {
      let character = Character(UnicodeScalar(code))
      for text in ["\(character)", "\(character)\(character)", "a\(character)b"] {
        #expect(Self.printed(LaTeXText.escaped(text)) == text, "\(text)")
      }
    }
  }

  @Test("numbers")
  func numbers() {
    #expect(LaTeXText.number(1.234e-4) == "$0.0001234$")
    #expect(LaTeXText.number(-1.23e-7) == "$-1.23\\times10^{-7}$")
    #expect(LaTeXText.number(1e-9) == "$10^{-9}$" && LaTeXText.number(-1e12) == "$-10^{12}$")
    #expect(LaTeXText.number(0) == "$0$" && LaTeXText.number(nil) == "--")
    for value in [Double.nan, .infinity, -.infinity] {
      let text = LaTeXText.number(value)
      #expect(!text.contains("nan") && !text.contains("inf ") && !text.contains("inf$"))
    }
  }

  @Test("formulas in our words become mathematics, and words that contain their names do not")
  func prose() {
    #expect(LaTeXText.prose("|f_A|'s factor per step") == "$|f_A|$'s factor per step")
    #expect(LaTeXText.prose("etahat (paper scale)") == #"$\hat\eta$ (paper scale)"#)
    #expect(LaTeXText.prose("taut deltas") != "" && LaTeXText.prose("metadelta") == "metadelta")
    #expect(LaTeXText.prose("max(||W_0||_2, ||W*||_2)") == #"$\max(\|W_0\|_2, \|W^*\|_2)$"#)
  }

  /// Braces balance, mathematics closes within a line, and every row has the table's seven cells.
  static func expectSound(_ latex: String) {
    let code = latex.split(separator: "\n").filter { !$0.hasPrefix("%") }
    var depth = 0
    var previous: Character = " "
    for line in code {
      var dollars = 0
      for character in line {
        if previous != "\\" {
          if character == "{" { depth += 1 }
          if character == "}" { depth -= 1 }
          if character == "$" { dollars += 1 }
          if character == "%" || character == "#" { Issue.record("a bare \(character) in \(line)") }
        }
        previous = previous == "\\" && character == "\\" ? " " : character
      }
      #expect(dollars.isMultiple(of: 2), "\(line)")
    }
    #expect(depth == 0)
    let rows = code.filter { $0.hasSuffix("\\\\") }
    for row in rows {
      #expect(row.replacingOccurrences(of: "\\&", with: "").filter { $0 == "&" }.count == 6, "\(row)")
    }
    for word in ["nan", " inf", "Optional"] { #expect(!latex.contains(word)) }
  }

  static func runs() throws -> [RecordedRun] {
    var runs = [MadeRun.base]
    for name in MadeRun.hostileNames {
      runs.append(try MadeRun.run(steps: Array(0...20), name: name, command: name) { _ in .init() })
    }
    runs.append(try MadeRun.run(steps: []) { _ in .init() })
    runs.append(try MadeRun.run(steps: [0], status: .converged(step: 0)) { _ in .init(margin: nil) })
    runs.append(
      try MadeRun.run(steps: Array(0...300)) { step in .init(margin: step < 50 || step == 100 ? -1 : 0.5) })
    runs.append(
      try RunDocumentTests.run {
        $0.learningRate = 3
        $0.steps = 4000
      })
    return runs
  }

  @Test("tables and figures are sound for every kind of run and name")
  func sound() throws {
    for run in try Self.runs() {
      let table = VerdictTable(run).latex()
      Self.expectSound(table)
      #expect(
        table.contains("booktabs") && table.contains("\\label{tab:twophase-")
          && table.contains("\\bottomrule"))
      #expect(table.components(separatedBy: "\n").filter { $0.contains(/^ +[HC][1-5] &/) }.count == 10)
      for width in FigureWidth.allCases {
        let figures = VerdictTable.figuresLaTeX(
          FigureScriptTests.all.map { "/a \"b/\($0).pdf" }, run: run, width: width)
        Self.expectSound(figures)
        #expect(figures.components(separatedBy: "\\includegraphics[width=\(width.inches)in]{").count == 5)
      }
    }
  }

  @Test("the caption holds the run's numbers")
  func caption() throws {
    let run = try MadeRun.run(steps: Array(0...300)) { step in
      .init(potential: 3.25, margin: step < 50 || (100..<120).contains(step) ? -1 : 0.5)
    }
    let table = VerdictTable(run).latex()
    for phrase in [
      "$d = 8$", "$a = 0$", "batches of 16", #"$\eta = 0.005$ (true scale)"#, "(paper scale)",
      "step 50, where $f_A = 3.25$",
      "1 return to Phase~1",
    ] {
      #expect(table.contains(phrase), "\(phrase)")
    }
  }

  @Test("figures that were not written are not included, nor any other file")
  func included() {
    let latex = VerdictTable.figuresLaTeX(
      ["out/distance.svg", "x.pdf", "../phase-portrait.exe", "", "distance"], run: MadeRun.base)
    #expect(latex.components(separatedBy: "\\begin{figure}").count == 2)
    #expect(latex.contains("\\includesvg[width=3.25in]{distance.svg}") && !latex.contains("includegraphics["))
  }

  @Test(
    "pdflatex takes it all, hostile names too",
    .enabled(if: InstalledProgram.path("pdflatex") != nil, "pdflatex is not installed"))
  func compiles() throws {
    let pdflatex = try #require(InstalledProgram.path("pdflatex"))
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tp-tex-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var body = ""
    for run in try Self.runs() {
      // The base installation's fonts have no Japanese.
      body += VerdictTable(run).latex().replacing(/[日本]/, with: "x")
      body +=
        VerdictTable.figuresLaTeX(FigureScriptTests.all.map { "\($0).pdf" }, run: run)
        .replacing(/[日本]/, with: "x") + "\\clearpage\n"
    }
    let document =
      "\\documentclass{article}\n\\usepackage[utf8]{inputenc}\\usepackage{booktabs}\\usepackage[draft]{graphicx}\n"
      + "\\begin{document}\n\(body)\\end{document}\n"
    try document.write(to: folder.appendingPathComponent("t.tex"), atomically: true, encoding: .utf8)
    let log = try InstalledProgram.output(
      pdflatex,
      [
        "-halt-on-error", "-no-shell-escape", "-interaction=nonstopmode", "-output-directory", folder.path,
        "\(folder.path)/t.tex",
      ])
    #expect(log.contains("Output written"), "\(log.suffix(1500))")
    #expect(!log.contains("Undefined control sequence") && !log.contains("Missing character"))
  }
}
