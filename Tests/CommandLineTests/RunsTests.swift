import Foundation
import GRDB
import LinearAlgebra
import TestSupport
import Testing

@Suite("twophase runs")
struct RunsTests {
  @Test("export gives the numbers of the run's own report: csv, json and npz")
  func export() throws {
    let folder = try Workspace()
    try succeed(RunTests.small + ["--output", "report", "--keep-weights", "10"], in: folder)
    let report = try Report(folder)
    let csv = try succeed(["runs", "export", "1", "--format", "csv"], in: folder).stdout
    #expect(csv == report.files["series.csv"])
    try succeed(["runs", "export", "last", "--format", "json", "--output", "again.json"], in: folder)
    #expect(try folder.text("again.json") == report.files["report.json"])
    try succeed(["runs", "export", "1", "--format", "npz", "--output", "run.npz"], in: folder)
    // The archive is a trajectory, too: the weights in it are those of the run.
    try succeed(
      [
        "verify", "run.npz", "--teacher", "twophase.sqlite-files/1/teacher.npy", "--learning-rate", "5e-4",
        "--output",
        "verified",
      ], in: folder)
    let verified = try Report(folder, "verified")
    #expect(verified.series.step == [0, 10, 20, 30])
    let index = report.series.index
    let (mine, theirs) = (try verified.series.column("potential"), try report.series.column("potential"))
    for (k, step) in verified.series.step.enumerated() {
      let place = try #require(index[step])
      let (a, b) = (try #require(mine[k]), try #require(theirs[place]))
      #expect(abs(a - b) <= 1e-12 * abs(b))
    }
  }

  @Test("show prints the report and where it came from; a stored run shows the same as it did at its end")
  func show() throws {
    let folder = try Workspace()
    let first = try succeed(RunTests.small + ["--name", "a name"], in: folder)
    let shown = try succeed(["runs", "show", "1"], in: folder).stdout
    #expect(shown.hasPrefix(first.stdout))
    for word in ["a name", "Origin", "--dimension 12", "Events", "started", "end.npy"] {
      #expect(shown.contains(word), "\(word)")
    }
    let json = try succeed(["runs", "show", "1", "--json"], in: folder).stdout
    #expect(try JSONValue(json).member("schema").text == "twophase.report/1")
  }

  @Test("the tables are read by any SQLite program, as docs/store.md says")
  func tables() throws {
    let folder = try Workspace()
    try succeed(RunTests.small + ["--output", "report"], in: folder)
    let report = try Report(folder)
    let queue = try DatabaseQueue(path: folder.file("twophase.sqlite"))
    let values = try queue.read { db in
      try Double.fetchAll(
        db, sql: "SELECT onePointMarginPaper FROM series WHERE run = 1 AND pass = 0 ORDER BY step")
    }
    #expect(values == (try report.series.column("onePointMarginPaper")).compactMap { $0 })
    let documented = try String(
      contentsOf: TestFiles.root.deletingLastPathComponent().appendingPathComponent("docs/store.md"),
      encoding: .utf8)
    try queue.read { (db) throws -> Void in
      for table in ["runs", "series", "events", "verdicts", "weights", "checkpoints"] {
        let columns = try Row.fetchAll(db, sql: "SELECT name FROM pragma_table_xinfo('\(table)')")
        #expect(!columns.isEmpty)
        for column in columns {
          let name: String = column[0]
          #expect(documented.contains("`\(name)`"), "docs/store.md does not tell of \(table).\(name)")
        }
      }
    }
  }

  @Test("--no-store keeps nothing")
  func noStore() throws {
    let folder = try Workspace()
    try succeed(RunTests.small + ["--no-store"], in: folder)
    #expect(folder.contents() == [])
  }

  @Test(
    "what cannot be is one clear line",
    arguments: [
      (["runs", "show", "7"], 64, "no run 7"), (["runs", "show", "<b>\n"], 64, "no run"),
      (["runs", "export", "1", "--format", "npz"], 64, "--output"),
      (["runs", "export", "1", "--format", "xml"], 64, "xml"),
      (["runs", "--store", "none.sqlite"], 66, "none.sqlite"),
      (["runs", "--store", "text"], 65, "no SQLite database"),
      (["run", "--resume", "1"], 64, "has ended"),
      (["run", "--resume", "1", "--steps", "5"], 64, "--resume"),
      (["run", "--resume", "1", "--no-store"], 64, "--no-store"),
      (["run", "--resume", "1", "--name", "x"], 64, "--name"),
      (["run", "--no-store", "--store", "x"], 64, "--no-store"),
      (["run", "--keep-weights", "0"], 64, "--keep-weights"), (["runs", "delete", "1", "9"], 64, "no run 9"),
      (["run", "--store", ""], 73, "name"),
    ])
  func refused(_ arguments: [String], _ status: Int, _ word: String) throws {
    let folder = try Workspace()
    try succeed(RunTests.small, in: folder)
    try folder.write(Data("no database at all, only text".utf8), "text")
    let outcome = try runTwoPhase(arguments, in: folder)
    #expect(outcome.status == Int32(status), "\(outcome.stderr)")
    #expect(outcome.complaints.count == 1 && outcome.stderr.contains(word), "\(outcome.stderr)")
    #expect(outcome.stdout == "")
    #expect(
      try JSONValue(try succeed(["runs", "--json"], in: folder).stdout).member("runs").elements.count == 1)
  }

  @Test("hostile names stay text in lists, reports and files")
  func hostile() throws {
    let folder = try Workspace()
    let names = [
      "<script>alert(1)</script>", "a\nb", "\u{1B}[31mred", "../../x", "'\"`$(touch pwned)`", "| a | b |",
    ]
    for name in names {
      try succeed(["run", "--dimension", "4", "--steps", "2", "--name", name], in: folder)
    }
    let list = try succeed(["runs"], in: folder).stdout
    #expect(list.split(separator: "\n").count == names.count + 1)
    #expect(!list.contains("\u{1B}"))
    let read = try JSONValue(try succeed(["runs", "--json"], in: folder).stdout).member("runs").elements
    #expect(try read.map { try $0.member("name").text } == names)
    for id in 1...names.count {
      let shown = try succeed(["runs", "show", "\(id)"], in: folder).stdout
      #expect(!shown.contains("\u{1B}"))
    }
    #expect(!folder.exists("pwned"))
    #expect(Set(folder.contents().map { $0.split(separator: "/")[0].split(separator: " ")[0] }).count <= 4)
  }
}
