import Foundation
import Testing

@Suite("twophase report")
struct ReportTests {
  /// A workspace with two runs in its store.
  private static func workspace() throws -> Workspace {
    let folder = try Workspace()
    try succeed(RunTests.small + ["--output", "first"], in: folder)
    try succeed(RunTests.small + ["--slope", "0.25", "--name", "leaky"], in: folder)
    return folder
  }

  private static func written(_ outcome: Outcome) -> [String] {
    outcome.stdout.split(separator: "\n").map(String.init)
  }

  @Test("alone it writes one page, the same as the run's own, and names it")
  func page() throws {
    let folder = try Self.workspace()
    let outcome = try succeed(["report", "1"], in: folder)
    #expect(Self.written(outcome) == ["report-1.html"])
    let page = try folder.text("report-1.html")
    #expect(page == (try folder.text("first/report.html")))
    #expect(page.contains("--dimension 12"))
    try succeed(["report", "last"], in: folder)
    #expect(try folder.text("report-2.html").contains("leaky"))
  }

  @Test("into a folder go the page, the numbers, the figures and LaTeX")
  func everything() throws {
    let folder = try Self.workspace()
    let outcome = try succeed(
      ["report", "1", "--figures", "pdf", "--width", "two-columns", "--latex", "--output", "paper"],
      in: folder)
    let files = Self.written(outcome)
    for file in files { #expect(folder.exists(file), "\(file)") }
    let names = Set(files.map { String($0.dropFirst("paper/".count)) })
    #expect(
      names.isSuperset(of: [
        "report.html", "report.json", "report.md", "series.csv", "report.tex", "figures/distance.pdf",
        "figures/margin-budget.pdf", "figures/potential-and-margin.pdf", "figures/phase-portrait.pdf",
      ]))
    for name in ["report.json", "series.csv", "report.md"] {
      #expect(try folder.text("paper/\(name)") == (try folder.text("first/\(name)")), "\(name)")
    }
    let tex = try folder.text("paper/report.tex")
    #expect(tex.contains("\\toprule") && tex.contains("\\includegraphics"))
    #expect(try folder.data("paper/figures/distance.pdf").starts(with: Data("%PDF".utf8)))
  }

  @Test("without a folder LaTeX and Markdown are printed, and nothing is written")
  func printed() throws {
    let folder = try Self.workspace()
    let before = folder.contents().filter { !$0.contains("sqlite") }
    #expect(try succeed(["report", "1", "--latex"], in: folder).stdout.contains("\\begin{tabular}"))
    let markdown = try succeed(["report", "1", "--markdown"], in: folder).stdout
    #expect(markdown.hasPrefix("# TwoPhase phase report: d = 12") && !markdown.contains("series.csv"))
    #expect(folder.contents().filter { !$0.contains("sqlite") } == before)
  }

  @Test("several runs are compared, in a page and as a table")
  func comparison() throws {
    let folder = try Self.workspace()
    #expect(Self.written(try succeed(["report", "1", "2"], in: folder)) == ["comparison-1-2.html"])
    let page = try folder.text("comparison-1-2.html")
    #expect(page.contains("leaky") && page.contains("PReLU slope"))
    let files = Self.written(try succeed(["report", "2", "1", "--output", "both"], in: folder))
    #expect(files == ["comparison.html", "comparison.csv", "comparison.json"].map { "both/\($0)" })
    let table = try succeed(["runs", "compare", "1", "2"], in: folder).stdout
    #expect(table.contains("leaky") && table.contains("PReLU slope a"))
    let json = try JSONValue(try succeed(["runs", "compare", "1", "2", "--json"], in: folder).stdout)
    #expect(try json.member("schema").text == "twophase.comparison/1")
  }

  @Test(
    "what cannot be is one clear line and leaves nothing",
    arguments: [
      (["report", "7"], 64, "no run 7"), (["report", "1", "1"], 64, "all different"),
      (["report", "1", "2", "--latex"], 64, "--latex"), (["report", "1", "--figures", "gif"], 64, "gif"),
      (["report", "1", "--latex", "--markdown"], 64, "--markdown"),
      (["report", "1", "--output", ""], 64, "--output"),
      (["report", "1", "--output", "twophase.sqlite"], 73, "twophase.sqlite"),
      (["report", "1", "--store", "none"], 66, "none"), (["runs", "compare", "1"], 64, "2 runs or more"),
    ])
  func refused(_ arguments: [String], _ status: Int, _ word: String) throws {
    let folder = try Self.workspace()
    let before = folder.contents().filter { !$0.contains("sqlite") }
    let outcome = try runTwoPhase(arguments, in: folder)
    #expect(outcome.status == Int32(status), "\(outcome.stderr)")
    #expect(outcome.complaints.count == 1 && outcome.stderr.contains(word), "\(outcome.stderr)")
    #expect(folder.contents().filter { !$0.contains("sqlite") } == before)
  }

  @Test("hostile names stay text in pages, LaTeX and Markdown")
  func hostile() throws {
    let folder = try Workspace()
    let name = "</script><script>alert(1)</script> \\input{/etc/passwd} $x$ `rm`\n# heading | '\""
    try succeed(
      ["run", "--dimension", "5", "--steps", "20", "--name", name, "--output", "../out"], in: folder)
    defer { try? FileManager.default.removeItem(atPath: folder.file("../out")) }
    let page = try String(contentsOfFile: folder.file("../out/report.html"), encoding: .utf8)
    #expect(!page.contains("<script>alert"))
    let tex = try succeed(["report", "1", "--latex"], in: folder).stdout
    // The command is there as a comment.
    #expect(!tex.split(separator: "\n").contains { !$0.hasPrefix("%") && $0.contains("\\input{") })
    #expect(!tex.split(separator: "\n").contains { $0.hasPrefix("# heading") })
    let markdown = try succeed(["report", "1", "--markdown"], in: folder).stdout
    #expect(!markdown.split(separator: "\n").contains { $0.hasPrefix("# heading") })
    // The name stands in a code span or a fence, where a tag is text. A span ends at as many back-quotes as begin it.
    var isFenced = false
    for line in markdown.components(separatedBy: "\n") {
      if line.hasPrefix("```") { isFenced.toggle() }
      let outside = line.replacingOccurrences(
        of: "(?<!`)(`+)(?!`).*?(?<!`)\\1(?!`)", with: "", options: .regularExpression)
      #expect(isFenced || !outside.contains("<script>"), "\(line)")
    }
    #expect(markdown.contains("<script>"), "the name is there")
    try succeed(["run", "--dimension", "5", "--steps", "20", "--name", "b", "--no-identity"], in: folder)
    try succeed(["report", "1", "2"], in: folder)
    #expect(!(try folder.text("comparison-1-2.html")).contains("<script>alert"))
  }

  @Test("a run that is under way is drawn as far as it is")
  func underWay() throws {
    let folder = try Workspace()
    let outcome = try runTwoPhase(["run", "--dimension", "10", "--steps", "10000000"], in: folder) {
      process in
      let deadline = Date(timeIntervalSinceNow: 20)
      while Date() < deadline, (try? runTwoPhase(["report", "1"], in: folder).status) != 0 {
        Thread.sleep(forTimeInterval: 0.2)
      }
      let list = try JSONValue(try succeed(["runs", "--json"], in: folder).stdout).member("runs").elements
      #expect(try list.map { try $0.member("status").text } == ["running"])
      process.interrupt()
    }
    #expect(outcome.status == 130)
    #expect(folder.exists("report-1.html"))
  }
}
