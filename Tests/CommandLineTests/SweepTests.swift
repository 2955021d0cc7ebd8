import Foundation
import GRDB
import TestSupport
import Testing

@Suite("twophase sweep")
struct SweepTests {
  static let description = """
    name: small
    base: {batch: 16, steps: 60, measure: scalars, teacherNorm: 0.2}
    axes:
      dimension: [6, 10, 14]
      norm: {logspace: [0.5, 2, 4]}
      seed: {seeds: 5}
    derived: {startNorm: norm, learningRate: 0.1 / dimension}
    """

  /// All that is the same whenever a run is made.
  static func rows(_ path: String) throws -> [[String]] {
    let queue = try DatabaseQueue(path: path)
    defer { try? queue.close() }
    return try queue.read { db in
      let costs = ["seconds", "threads", "host", "finishedAt", "shard"]
      let names = try db.columns(in: "runs").map(\.name).filter { !costs.contains($0) }
      return try Row.fetchAll(
        db, sql: "SELECT \(names.map { "\"\($0)\"" }.joined(separator: ", ")) FROM runs ORDER BY number"
      ).map { row in row.databaseValues.map(\.description) }
    }
  }

  private static func folder(_ text: String = description) throws -> Workspace {
    let folder = try Workspace()
    try folder.write(Data(text.utf8), "small.yaml")
    return folder
  }

  @Test("makes all runs into a folder; the same command again makes none")
  func whole() throws {
    let folder = try Self.folder()
    let outcome = try succeed(["sweep", "small.yaml"], in: folder)
    #expect(outcome.stdout.contains("60 runs made in") && outcome.stderr.isEmpty)
    #expect(outcome.stdout.contains("kept in small.sweep/sweep.sqlite"))
    #expect(try Self.rows(folder.file("small.sweep/sweep.sqlite")).count == 60)
    #expect(try folder.text("small.sweep/sweep.yaml") == Self.description)
    #expect(!folder.exists("small.sweep/sweep.sqlite.lock"))
    #expect(try succeed(["sweep", "small.yaml"], in: folder).stdout.contains("all runs were there already"))
  }

  @Test("SIGKILL at random moments, then continued: the runs are the undisturbed ones, run for run")
  func killed() throws {
    let folder = try Self.folder(Self.description.replacingOccurrences(of: "steps: 60", with: "steps: 1500"))
    try succeed(["sweep", "small.yaml", "--output", "whole"], in: folder)
    var random = TestRandom(8)
    var (kills, partial) = (0, 0)
    var attempts = 0
    while kills < 8 {
      attempts += 1
      try #require(attempts < 40, "the sweep ends before it is killed")
      do {
        let outcome = try runTwoPhase(
          ["sweep", "small.yaml", "--output", "killed", "--workers", "1"], in: folder
        ) { process in
          Thread.sleep(forTimeInterval: random.uniform(0.05...0.6))
          kill(process.processIdentifier, SIGKILL)
        }
        #expect(outcome.status == 0)
        try FileManager.default.removeItem(atPath: folder.file("killed"))
      } catch HarnessError.killed {
        kills += 1
        let path = folder.file("killed/sweep.sqlite")
        guard FileManager.default.fileExists(atPath: path) else { continue }
        let queue = try DatabaseQueue(path: path)
        let count = try queue.read { db in
          #expect(try String.fetchAll(db, sql: "PRAGMA integrity_check") == ["ok"])
          return try db.tableExists("runs") ? try Int.fetchOne(db, sql: "SELECT count(*) FROM runs") ?? 0 : 0
        }
        try queue.close()
        if count > 0, count < 60 { partial += 1 }
      }
    }
    #expect(kills == 8 && partial > 0, "the moments miss the work: \(kills) kills, \(partial) with some runs")
    try succeed(["sweep", "small.yaml", "--output", "killed"], in: folder)
    #expect(
      try Self.rows(folder.file("killed/sweep.sqlite")) == (try Self.rows(folder.file("whole/sweep.sqlite"))))
  }

  @Test("Ctrl-C ends it with status 130 and everything kept; the same command goes on")
  func interrupted() throws {
    let folder = try Self.folder(
      Self.description.replacingOccurrences(of: "steps: 60", with: "steps: 4000"))
    let outcome = try runTwoPhase(["sweep", "small.yaml", "--workers", "1"], in: folder) { process in
      let queue = try? waitForRuns(folder.file("small.sweep/sweep.sqlite"))
      #expect(queue != nil)
      kill(process.processIdentifier, SIGINT)
    }
    #expect(outcome.status == 130 && outcome.stdout.contains("left: the same command goes on"))
    let made = try Self.rows(folder.file("small.sweep/sweep.sqlite")).count
    #expect(made > 0 && made < 60)
    let rest = try runTwoPhase(["sweep", "small.yaml"], in: folder, timeout: 120)
    #expect(rest.status == 0 && rest.stdout.contains("\(60 - made) runs made"))
  }

  @Test("--dry-run says how many runs, what they cost, and makes nothing")
  func dryRun() throws {
    let folder = try Self.folder()
    let outcome = try succeed(["sweep", "small.yaml", "--dry-run"], in: folder)
    for words in ["small: 60 runs", "dimension", "one processor", "store", "a whole run"] {
      #expect(outcome.stdout.contains(words), "\(words) is missing in \(outcome.stdout)")
    }
    #expect(folder.contents().map { $0.split(separator: " ")[0] } == ["small.yaml"])
  }

  @Test("a run is shown as twophase run shows it, made again when it was not kept")
  func shown() throws {
    let folder = try Self.folder()
    try succeed(["sweep", "small.yaml"], in: folder)
    let outcome = try succeed(["sweep", "show", "small.sweep", "7", "--output", "seven"], in: folder)
    #expect(outcome.stdout.contains("TwoPhase phase report: d = 6, completed"))
    #expect(!outcome.stderr.contains("differs") && folder.exists("seven/report.html"))
    let wrong = try runTwoPhase(["sweep", "show", "small.sweep", "60"], in: folder)
    #expect(
      wrong.status == 64
        && wrong.complaints == ["twophase: NUMBER: found 60, expected a run of the sweep, 0 to 59"])
  }

  @Test(
    "what is wrong is one line, with a status of its own",
    arguments: [
      (["sweep", "no.yaml"], 66, "no.yaml: no such file"),
      (["sweep", "small.yaml", "--workers", "0"], 64, "--workers: found 0, expected at least 1"),
      (["sweep", "status", "nothing"], 66, "nothing: no such sweep"),
      (["sweep", "merge", "."], 66, ".: found no sweep.yaml in it, expected a sweep's folder"),
      (["sweep", "small.yaml", "--partition", "main"], 64, "--partition: found it without --slurm"),
    ] as [([String], Int32, String)])
  func refused(_ arguments: [String], _ status: Int32, _ line: String) throws {
    let folder = try Self.folder()
    let outcome = try runTwoPhase(arguments, in: folder)
    #expect(outcome.status == status && outcome.complaints.count == 1)
    #expect(outcome.stderr.hasPrefix("twophase: \(line)"), "\(outcome.stderr)")
    #expect(folder.contents().map { $0.split(separator: " ")[0] } == ["small.yaml"])
  }

  @Test("a folder of another sweep is refused, and stays as it is")
  func another() throws {
    let folder = try Self.folder()
    try succeed(["sweep", "small.yaml"], in: folder)
    let before = folder.contents()
    try folder.write(
      Data(Self.description.replacingOccurrences(of: "steps: 60", with: "steps: 61").utf8), "small.yaml")
    let outcome = try runTwoPhase(["sweep", "small.yaml"], in: folder)
    #expect(outcome.status == 64 && outcome.stderr.contains("found the runs of another sweep"))
    #expect(
      folder.contents().filter { !$0.hasPrefix("small.yaml") }
        == before.filter { !$0.hasPrefix("small.yaml") })
  }
}

/// Waits until a sweep's store has a run.
private func waitForRuns(_ path: String) throws -> Int {
  for _ in 0..<400 {
    Thread.sleep(forTimeInterval: 0.05)
    guard FileManager.default.fileExists(atPath: path), let queue = try? DatabaseQueue(path: path) else {
      continue
    }
    let count = try? queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM runs") ?? 0 }
    try? queue.close()
    if let count, count > 0 { return count }
  }
  throw HarnessError.notReady("no run in \(path) after 20 s")
}
