import Foundation
import LinearAlgebra
import ReportTestSupport
import TestSupport
import Testing
import TwoPhaseExperiments
import TwoPhaseReport

@Suite(
  "Figures of experiments as files",
  .enabled(if: InstalledProgram.gnuplot != nil, "gnuplot is not installed"),
  .serialized)
struct ExperimentFileTests {
  typealias Made = MadeExperiments

  @Test("each format is drawn at each width", arguments: FigureFormat.allCases, FigureWidth.allCases)
  func formats(_ format: FigureFormat, _ width: FigureWidth) throws {
    let data = try ExperimentFigure(Made.whole, width: width).drawn(as: format)
    #expect(data.count < 200_000)
    switch format {
    case .pdf: #expect(data.starts(with: Array("%PDF-".utf8)))
    case .svg:
      let text = String(decoding: data, as: UTF8.self)
      #expect(text.contains("width=\"\(Int(width.inches * 96))\"") && text.contains("</svg>"))
    case .png:
      let pixels = data[16..<20].reduce(0) { $0 << 8 | Int($1) }
      #expect(abs(Double(pixels) - width.inches * 300) <= 1)
      #expect(data.range(of: Data("pHYs".utf8)) != nil)
    }
  }

  @Test("odd panels are drawn all the same, without a complaint", arguments: ExperimentFigureTests.odd)
  func odd(_ name: String, _ panels: [ExperimentPanel]) throws {
    for width in FigureWidth.allCases {
      let svg = try ExperimentFigure(Made.result(panels), width: width).drawn(as: .svg)
      let text = String(decoding: svg, as: UTF8.self)
      #expect(text.contains("</svg>") && !text.lowercased().contains("nan"), "\(name)")
    }
  }

  @Test(
    "hostile texts stand in the picture as they are, and run nothing",
    arguments: ExperimentFigureTests.hostile)
  func hostile(_ text: String) throws {
    let trace = "/tmp/tp-pwned"
    try? FileManager.default.removeItem(atPath: trace)
    let panel = Made.panel(text, text, x: .init(text), y: .init(text), [Made.curve(text, at: [0, 1]) { $0 }])
    for format in FigureFormat.allCases {
      let data = try ExperimentFigure(Made.result([panel]), width: .twoColumns).drawn(as: format)
      #expect(!FileManager.default.fileExists(atPath: trace))
      guard format == .svg else { continue }
      let texts = try #require(TextReader.texts(data), "the picture is no XML")
      let shown = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        .replacing(/[\u{FFFE}\u{FFFF}]/, with: "?")
      let found = texts.joined(separator: "\n")
      #expect(shown.isEmpty || found.contains(shown), "\(shown)\n\(found)")
    }
  }

  @Test("without gnuplot everything else is written, and each report says why there is no figure")
  func missing() throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("tp-experiment-\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    for program in ["no-such-gnuplot", "false"] {
      let figures = ExperimentFigures(Made.whole, program: program)
      let omission = try #require(figures.omission)
      #expect(omission.hasPrefix("the figure is left out: figures: ") && !omission.contains("\n"))
      let facts = ExperimentFacts(seconds: 1)
      let paths = try ExperimentFolder(path).write(Made.whole, facts: facts, figures: figures)
      #expect(
        paths.map { ($0 as NSString).lastPathComponent } == [
          "report.html", "report.md", "result.json", "series.csv",
        ])
      let page = try String(contentsOfFile: path + "/report.html", encoding: .utf8)
      #expect(page.contains("the figure is left out") && !page.contains("<img"))
      let markdown = try String(contentsOfFile: path + "/report.md", encoding: .utf8)
      #expect(markdown.contains("the figure is left out") && !markdown.contains("!["))
    }
  }

  @Test("the folder holds page, texts, numbers and figure, named after the experiment")
  func folder() throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("tp-experiment-\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let paths = try ExperimentFolder(path).write(Made.whole, facts: ExperimentFacts(seconds: 1))
    let names = ["report.html", "report.md", "result.json", "series.csv", "fig8.pdf", "fig8.svg"]
    #expect(paths == names.map { "\(path)/\($0)" })
    #expect(try FileManager.default.contentsOfDirectory(atPath: path).sorted() == names.sorted())
    #expect(try String(contentsOfFile: path + "/report.md", encoding: .utf8).contains("](fig8.svg)"))
  }
}
