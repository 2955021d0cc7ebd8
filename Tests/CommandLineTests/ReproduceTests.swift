import Foundation
import GRDB
import TestSupport
import Testing

@Suite("twophase reproduce")
struct ReproduceTests {
  private static let yaml = """
    name: mine
    kind: recovery
    title: "A <b>title</b>"
    source: "here"
    claim: Something "is" so.
    settings: {dimensions: [6], paperRateTimesDimension: 0.2, batch: 16, stepsPerDimension: 20, cadence: 10, seeds: 2,
      teacherNorm: 0.5, startNorm: 2, normBound: 1, vanillaNorm: 2, recovered: 0.01}
    """

  private static func folder() throws -> Workspace {
    let folder = try Workspace()
    try Data(yaml.utf8).write(to: URL(fileURLWithPath: folder.file("mine.yaml")))
    return folder
  }

  @Test(
    "an experiment of one's own: its folder, its report on standard output, its runs in the store; twice the same numbers"
  )
  func own() throws {
    let folder = try Self.folder()
    let first = try succeed(["reproduce", "mine.yaml", "--workers", "1"], in: folder)
    #expect(first.stdout.contains("Without identity mapping"))
    let names = ["mine.pdf", "mine.svg", "report.html", "report.md", "result.json", "series.csv"]
    let path = folder.file("reproduction/mine")
    #expect(try FileManager.default.contentsOfDirectory(atPath: path).sorted() == names)
    let again = try succeed(
      ["reproduce", "mine.yaml", "--output", "again", "--no-store", "--workers", "2"], in: folder)
    // The last line says what it took and where its runs are.
    func findings(_ outcome: Outcome) -> [Substring] { outcome.stdout.split(separator: "\n").dropLast() }
    #expect(findings(again) == findings(first) && findings(first).count > 20)
    #expect(try folder.text("again/mine/series.csv") == folder.text("reproduction/mine/series.csv"))
    let queue = try DatabaseQueue(path: folder.file("twophase.sqlite"))
    try queue.read { (db) throws -> Void in
      #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM runs") == 6)
      #expect(try String.fetchAll(db, sql: "SELECT status FROM experiments") == ["completed"])
    }
    let page = try folder.text("reproduction/mine/report.html")
    #expect(page.contains("A &lt;b&gt;title") && !page.contains("<b>title"))
    // Its runs are runs like any other.
    try succeed(["report", "1", "2"], in: folder)
  }

  @Test("the list names every experiment and makes nothing")
  func list() throws {
    let folder = try Workspace()
    let outcome = try succeed(["reproduce", "--list"], in: folder)
    for name in ["fig5", "fig6", "fig7", "fig8", "initialisation", "prelu", "phases", "deep", "activations"] {
      #expect(outcome.stdout.contains(name), "\(name)")
    }
    #expect(folder.contents().isEmpty)
  }

  @Test("what cannot be is one line and a status, and nothing is left behind")
  func refused() throws {
    let folder = try Self.folder()
    try Data(Self.yaml.replacingOccurrences(of: "seeds: 2", with: "seeds: two").utf8)
      .write(to: URL(fileURLWithPath: folder.file("wrong.yaml")))
    let before = folder.contents()
    for (arguments, status, words) in [
      (["reproduce"], 64, "expected all"), (["reproduce", "fig9"], 64, "'fig9'"),
      (["reproduce", "nowhere.yaml"], 66, "nowhere.yaml"), (["reproduce", "wrong.yaml"], 65, "seeds"),
      (["reproduce", "mine.yaml", "--workers", "0"], 64, "--workers"),
      (["reproduce", "mine.yaml", "--no-store", "--store", "x"], 64, "--no-store"),
      (["reproduce", "fig5", "--data", "nowhere", "--no-store"], 66, "make data"),
      (["reproduce", "mine.yaml", "--no-store", "--output", "mine.yaml"], 73, "--output"),
    ] as [([String], Int32, String)] {
      let outcome = try runTwoPhase(arguments, in: folder)
      #expect(outcome.status == status, "\(arguments): \(outcome.stderr)")
      #expect(outcome.complaints.count == 1 && outcome.stderr.contains(words), "\(outcome.stderr)")
      #expect(outcome.stdout.isEmpty)
      #expect(folder.contents() == before, "\(arguments)")
    }
  }

  @Test("Ctrl-C ends it with status 130 and keeps the runs made so far")
  func interrupted() throws {
    let folder = try Self.folder()
    try Data(
      Self.yaml.replacingOccurrences(of: "stepsPerDimension: 20", with: "stepsPerDimension: 2000000").utf8
    )
    .write(to: URL(fileURLWithPath: folder.file("long.yaml")))
    let outcome = try runTwoPhase(["reproduce", "long.yaml"], in: folder, timeout: 60) { process in
      let deadline = Date(timeIntervalSinceNow: 30)
      // Once runs are being recorded.
      while Date() < deadline, (try? runTwoPhase(["runs", "show", "1"], in: folder).status) != 0 {
        Thread.sleep(forTimeInterval: 0.2)
      }
      process.interrupt()
    }
    #expect(outcome.status == 130, "\(outcome.stderr)")
    #expect(outcome.stderr.contains("interrupted"))
    let list = try JSONValue(try succeed(["runs", "--json"], in: folder).stdout).member("runs").elements
    #expect(!list.isEmpty)
    #expect(try list.allSatisfy { try $0.member("status").text == "interrupted" })
    #expect(!folder.contents().contains { $0.hasPrefix("reproduction/mine/") })
  }
}
