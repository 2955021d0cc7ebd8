import Foundation
import LinearAlgebra
import TestSupport
import Testing
import TwoPhaseReport
import TwoPhaseTraining

@Suite("report.json, series.csv and report.md")
struct RunDocumentTests {
  struct ExactDocument: Decodable {
    struct Series: Decodable {
      let populationLoss: [Double]
      let predictedSNorm: [Double]
    }
    let series: Series
  }

  static func run(_ change: (inout RunRequest) -> Void = { _ in }) throws -> RecordedRun {
    var request = RunRequest()
    request.dimension = 8
    request.steps = 40
    request.batch = 16
    request.learningRate = 5e-3
    change(&request)
    return try request.prepare().run()
  }

  static func json(_ run: RecordedRun) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: try RunDocument(run).json()) as? [String: Any])
  }

  @Test("the document holds the contract's keys, and its series have equal lengths and read back exactly")
  func contract() throws {
    let run = try Self.run()
    let document = try Self.json(run)
    #expect(document["schema"] as? String == "twophase.report/1")
    #expect(document["status"] as? String == "completed")
    #expect(document["seed"] as? Int == 1)
    let environment = try #require(document["environment"] as? [String: Any])
    #expect(environment["backend"] is String && environment["threads"] is Int)
    let series = try #require(document["series"] as? [String: Any])
    let plain = [
      "step", "batchLoss", "populationLoss", "potential", "sNorm", "sSum", "distance", "studentSpectralNorm",
      "auxiliarySpectralNorm", "onePointMarginPaper", "predictedPotential", "predictedSNorm",
    ]
    for name in plain { #expect((series[name] as? [Any])?.count == 41, "\(name)") }
    let terms = try #require(series["marginTermsPaper"] as? [String: [Any]])
    #expect(Set(terms.keys) == ["constant", "first", "diagonal", "higher"])
    #expect(terms.values.allSatisfy { $0.count == 41 })
    // JSONSerialization's own reading is not exact to the last bit; JSONDecoder's is.
    let exact = try JSONDecoder().decode(ExactDocument.self, from: try RunDocument(run).json()).series
    #expect(exact.populationLoss == run.series.column(\.point.populationLoss))
    #expect(exact.predictedSNorm == run.series.column(\.predictedSNorm))
    #expect((series["batchLoss"] as? [Any])?.last is NSNull)

    let phases = try #require(document["phases"] as? [String: Any])
    #expect(
      Set(phases.keys).isSuperset(of: ["streaming", "retrospective", "knee", "noReturn", "worstExcursion"]))
    let streaming = try #require(phases["streaming"] as? [String: Any])
    #expect(Set(streaming.keys).isSuperset(of: ["step", "dwell", "returns"]))
    let knee = try #require(phases["knee"] as? [String: Any])
    #expect(Set(knee.keys).isSuperset(of: ["step", "low", "high", "rate", "predictedRate"]))
  }

  @Test("the reduced model predicts nothing of a network without the identity mapping")
  func reducedModelNeedsIdentity() throws {
    let run = try Self.run {
      $0.identityMapping = false
      $0.start = .gaussian
    }
    let phases = try #require(try Self.json(run)["phases"] as? [String: Any])
    #expect((phases["knee"] as? [String: Any])?["predictedRate"] is NSNull)
    #expect(PhaseReport(run).text.contains("undefined because the reduced model is that of V = I + W"))
    let mapped = try #require(try Self.json(try Self.run())["phases"] as? [String: Any])
    #expect((mapped["knee"] as? [String: Any])?["predictedRate"] is Double)
  }

  @Test("what is undefined is null: a converged run, and a run too short for a transition")
  func nulls() throws {
    let teacher = Matrix(rowCount: 8, columnCount: 8)
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("tp-zero-\(UUID()).npy").path
    try teacher.writeNPY(to: path)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let converged = try Self.json(
      try Self.run {
        $0.start = .zero
        $0.teacherFile = path
      })
    #expect(converged["status"] as? String == "converged")
    #expect(converged["statusStep"] as? Int == 0)
    let series = try #require(converged["series"] as? [String: Any])
    #expect((series["onePointMarginPaper"] as? [Any])?.first is NSNull)
    #expect((series["populationLoss"] as? [Double]) == [0])

    let short = try Self.json(try Self.run { $0.steps = 2 })
    let phases = try #require(short["phases"] as? [String: Any])
    #expect(phases["noReturn"] is NSNull && phases["worstExcursion"] is NSNull)
    #expect((phases["streaming"] as? [String: Any])?["step"] is NSNull)
    #expect((phases["knee"] as? [String: Any])?["reason"] is String)
  }

  @Test("a diverged run says at which step, in every file, and holds no NaN")
  func diverged() throws {
    let run = try Self.run {
      $0.learningRate = 3
      $0.steps = 4000
    }
    guard case .diverged(let step) = run.status else {
      Issue.record("ended as \(run.status)")
      return
    }
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tp-\(UUID())")
    defer { try? FileManager.default.removeItem(at: folder) }
    try ReportFolder(folder.path).write(run)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == [
        "report.html", "report.json", "report.md", "series.csv",
      ])
    for name in ["report.json", "report.md", "series.csv"] {
      let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
      #expect(!text.lowercased().contains("nan"))
      #expect(!text.contains(":inf") && !text.contains(",inf") && !text.contains("-inf,"))
      if name == "report.md" { #expect(text.contains("diverged at step \(step)")) }
    }
    #expect(PhaseReport(run).text.contains("diverged at step \(step)"))
  }

  @Test("series.csv has a row for each record and every digit")
  func csv() throws {
    let run = try Self.run()
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tp-\(UUID())")
    defer { try? FileManager.default.removeItem(at: folder) }
    try ReportFolder(folder.path).write(run)
    let text = try String(contentsOf: folder.appendingPathComponent("series.csv"), encoding: .utf8)
    let rows = text.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    #expect(rows.count == 42)
    let header = try #require(rows.first)
    #expect(rows.allSatisfy { $0.count == header.count })
    let column = try #require(header.firstIndex(of: "distance"))
    #expect(rows.dropFirst().map { Double($0[column]) } == run.series.column(\.point.distance))
    #expect(rows.last?[1] == "")  // no step starts at the last record
  }

  @Test("Markdown shows hostile names as text")
  func markdown() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tp-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("<script>\n```\n# x.npy").path
    try Matrix(rowCount: 8, columnCount: 8, repeating: 0.01).writeNPY(to: path)
    let run = try Self.run { $0.start = .file(path) }
    let markdown = PhaseReport(run).markdown
    let story = run.theorem.story.text
    // Every block that is opened is closed, and nothing but our own headings and tables stands outside.
    for line in MarkdownLines.outside(markdown) {
      #expect(!line.contains("script"))
      #expect(
        line.isEmpty || line.hasPrefix("# TwoPhase") || line.hasPrefix("## ") || line.hasPrefix("| ")
          || line.hasPrefix("Every recorded") || line == story)
    }
    #expect(markdown.contains("<script> ``` # x.npy"))
  }

  @Test("an output folder that cannot be used is refused before anything runs")
  func folder() throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("tp-\(UUID())")
    try Data().write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    #expect(throws: ReportFolderError(option: "--output", path: file.path, problem: .notAFolder)) {
      try ReportFolder(file.path)
    }
    let below = file.appendingPathComponent("x").path
    #expect(throws: ReportFolderError(option: "--output", path: below, problem: .cannotCreate)) {
      try ReportFolder(below)
    }
    #expect(throws: ReportFolderError(option: "--output", path: "/proc", problem: .notWritable)) {
      try ReportFolder("/proc")
    }
  }

  @Test("the text report states every scale and the verdict of no return")
  func text() throws {
    let text = PhaseReport(try Self.run { $0.steps = 200 }).text
    for phrase in [
      "paper scale", "true scale", "no way back", "BLAS", "GF/s", "Margin budget", "predicted rate",
    ] {
      #expect(text.contains(phrase), "\(phrase)")
    }
  }

  @Test("the verdict table has all ten parts, and colours change nothing but colours")
  func verdictTable() throws {
    let report = PhaseReport(try Self.run())
    let rows = report.text.split(separator: "\n")
    for id in ["H1", "H2", "H3", "H4", "H5", "C1", "C2", "C3", "C4", "C5"] {
      #expect(rows.filter { $0.hasPrefix("  \(id)  ") }.count == 2, "\(id): a row and a reason")
    }
    let coloured = report.text(coloured: true)
    #expect(coloured.contains("\u{1B}[") && !report.text.contains("\u{1B}"))
    #expect(coloured.replacing(/\u{1B}\[[0-9;]*m/, with: "") == report.text)
  }

  @Test("a document of a run with every kind of verdict is finite JSON")
  func verdictDocument() throws {
    for change in [{ $0.learningRate = 10 }, { $0.steps = 0 }, { $0.constants.gamma = 0.01 }]
      as [(inout RunRequest) -> Void]
    {
      let run = try Self.run(change)
      let text = try RunDocument(run).text()
      #expect(text.contains("\"hypotheses\":[{") && text.contains("\"conclusions\":[{"))
      #expect(!text.contains("nan") && !text.contains("inf,"))
    }
  }
}
