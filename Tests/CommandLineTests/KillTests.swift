import Foundation
import GRDB
import TestSupport
import Testing

@Suite("Runs that are killed")
struct KillTests {
  private static let options = ["--dimension", "30", "--steps", "2500", "--batch", "32", "--slope", "0.1"]
  private static let kills = 20

  /// Two runs' records differ at so many steps of those that both have.
  private static func differences(_ db: Database, _ a: Int64, _ b: Int64) throws -> Int? {
    let columns = try db.columns(in: "series").map(\.name).filter { !["run", "pass", "step"].contains($0) }
    let differ = columns.map { "a.\($0) IS NOT b.\($0)" }.joined(separator: " OR ")
    return try Int.fetchOne(
      db,
      sql: """
        SELECT count(*) FROM series a JOIN series b USING (pass, step)
        WHERE a.run = ? AND b.run = ? AND (\(differ))
        """, arguments: [a, b])
  }

  @Test(
    "SIGKILL at 20 random moments: the store is intact each time, and runs taken up again are the uninterrupted one"
  )
  func killed() throws {
    let folder = try Workspace()
    try succeed(["run"] + Self.options, in: folder)
    var random = TestRandom(20)
    var (kills, atWork) = (0, 0)
    var attempts = 0
    while kills < Self.kills {
      attempts += 1
      try #require(attempts < 100, "runs end before they are killed")
      let list = try JSONValue(try succeed(["runs", "--json"], in: folder).stdout).member("runs").elements
      let last = try #require(list.last)
      let isOpen = try last.member("status").text == "interrupted"
      let arguments = isOpen ? ["run", "--resume", "last"] : ["run"] + Self.options
      // From before the store is open to some hundreds of steps further.
      let moment = random.uniform(0.005...0.5)
      do {
        _ = try runTwoPhase(arguments, in: folder) { process in
          Thread.sleep(forTimeInterval: moment)
          kill(process.processIdentifier, SIGKILL)
        }
        continue
      } catch HarnessError.killed(_, let signal) {
        #expect(signal == SIGKILL)
        kills += 1
      }
      let queue = try DatabaseQueue(path: folder.file("twophase.sqlite"))
      try queue.read { (db) throws -> Void in
        #expect(try String.fetchAll(db, sql: "PRAGMA integrity_check") == ["ok"], "killed after \(moment) s")
        #expect(try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").isEmpty)
        for run in try Int64.fetchAll(db, sql: "SELECT id FROM runs WHERE id > 1") {
          #expect(try Self.differences(db, 1, run) == 0, "run \(run), killed after \(moment) s")
          // Nothing is missing before the last committed step.
          let row = try #require(
            try Row.fetchOne(
              db, sql: "SELECT count(*), max(step) FROM series WHERE run = ?", arguments: [run]))
          let count: Int = row[0]
          let last: Int? = row[1]
          #expect(count == 0 || last == count - 1)
          if count > 0, count < 2501 { atWork += 1 }
        }
      }
      try queue.close()
      let after = try JSONValue(try succeed(["runs", "--json"], in: folder).stdout).member("runs").elements
      #expect(try after.allSatisfy { ["interrupted", "completed"].contains(try $0.member("status").text) })
    }
    #expect(atWork >= Self.kills / 4, "the moments miss the recording")

    let list = try JSONValue(try succeed(["runs", "--json"], in: folder).stdout).member("runs").elements
    for run in list where try run.member("status").text == "interrupted" {
      let id = Int(try #require(try run.member("id").double))
      let outcome = try succeed(["run", "--resume", "\(id)"], in: folder)
      #expect(!outcome.stderr.contains("differ"), "\(outcome.stderr)")
    }
    let queue = try DatabaseQueue(path: folder.file("twophase.sqlite"))
    try queue.read { (db) throws -> Void in
      for run in try Int64.fetchAll(db, sql: "SELECT id FROM runs") {
        #expect(try Self.differences(db, 1, run) == 0)
        #expect(
          try Int.fetchOne(db, sql: "SELECT count(*) FROM series WHERE run = ?", arguments: [run]) == 2501)
      }
      let statuses = try String.fetchAll(db, sql: "SELECT status FROM runs")
      #expect(Set(statuses) == ["completed"])
      // Undefined numbers are NULL, so rows are compared, not sums of their texts.
      func verdicts(_ run: Int64) throws -> [Row] {
        try Row.fetchAll(
          db,
          sql: """
            SELECT part, verdict, quantity, relation, required, observed, margin, step, reason FROM verdicts
            WHERE run = ? ORDER BY part
            """, arguments: [run])
      }
      let expected = try verdicts(1)
      #expect(expected.count == 10)
      for run in try Int64.fetchAll(db, sql: "SELECT id FROM runs") {
        #expect(try verdicts(run) == expected, "run \(run)")
      }
    }
    let ends = try (1...list.count).map { try folder.data("twophase.sqlite-files/\($0)/end.npy") }
    #expect(Set(ends).count == 1)
    // What checkpoints and killed writes left is gone.
    let leftovers = folder.contents().filter { $0.contains("checkpoint") }
    #expect(leftovers == [])
  }

  @Test("two processes record into one store at once")
  func together() throws {
    let folder = try Workspace()
    let second = ["run", "--store", "both.sqlite", "--name", "second"] + Self.options
    let first = try runTwoPhase(
      ["run", "--store", "both.sqlite", "--name", "first"] + Self.options, in: folder
    ) { _ in
      try succeed(second, in: folder)
    }
    #expect(first.status == 0, "\(first.stderr)")
    let queue = try DatabaseQueue(path: folder.file("both.sqlite"))
    try queue.read { (db) throws -> Void in
      #expect(try Set(String.fetchAll(db, sql: "SELECT name FROM runs")) == ["first", "second"])
      #expect(try Self.differences(db, 1, 2) == 0)
      #expect(try Int.fetchAll(db, sql: "SELECT count(*) FROM series GROUP BY run") == [2501, 2501])
    }
  }
}
