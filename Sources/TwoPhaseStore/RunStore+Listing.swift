import Foundation
import GRDB
import TwoPhaseTraining

extension RunStore {
  /// All runs, in the order in which they were started.
  ///
  /// - Throws: `StoreFailure`.
  public func runs() throws -> [RunSummary] {
    try read { db in
      let verdicts = try Row.fetchAll(db, sql: "SELECT run, part, verdict FROM verdicts")
      var words: [Int64: [String: String]] = [:]
      for row in verdicts { words[row[0], default: [:]][row[1]] = row[2] }
      return try Row.fetchAll(
        db,
        sql: """
          SELECT *,
            (SELECT count(*) FROM series WHERE run = id AND pass = 0) AS records,
            (SELECT max(step) FROM series WHERE run = id AND pass = 0) AS lastStep
          FROM runs ORDER BY id
          """
      ).map { row in
        RunSummary(
          id: row["id"], name: row["name"], kind: row["kind"],
          status: effectiveStatus(row["status"], id: row["id"]),
          startedAt: row["startedAt"], dimension: row["dimension"], slope: row["slope"],
          identityMapping: row["identityMapping"], learningRate: row["learningRate"],
          records: row["records"], lastStep: row["lastStep"], phaseTwoStart: row["phaseTwoStart"],
          verdicts: words[row["id"]] ?? [:])
      }
    }
  }

  /// The run that a user names: its number, or "last".
  ///
  /// - Throws: `StoreFailure.noSuchRun`.
  public func id(of text: String) throws -> Int64 {
    let found = try read { db in
      text == "last"
        ? try Int64.fetchOne(db, sql: "SELECT max(id) FROM runs")
        : try Int64(text).flatMap {
          try Int64.fetchOne(db, sql: "SELECT id FROM runs WHERE id = ?", arguments: [$0])
        }
    }
    guard let found else { throw StoreFailure.noSuchRun(id: text, path: path) }
    return found
  }

  /// A run that says it is under way and whose process is gone was killed.
  func effectiveStatus(_ word: String, id: Int64) -> String {
    word == "running" && !RunLock.isHeld(files(id).lock) ? "interrupted" : word
  }

  /// Marks the runs whose processes are gone as interrupted at their last committed step.
  func markInterrupted() throws {
    // A run may also have ended without its verdicts: its process was killed before it could write them.
    let isOpen = """
      (status = 'running' OR status <> 'interrupted' AND NOT EXISTS (SELECT 1 FROM verdicts WHERE run = runs.id))
      """
    let open = try read { try Int64.fetchAll($0, sql: "SELECT id FROM runs WHERE \(isOpen)") }
    for id in open {
      // Held from here to the end, so that nobody takes the run up meanwhile.
      guard let lock = try? RunLock(files(id).lock) else { continue }
      try write { db in
        guard
          let row = try Row.fetchOne(
            db, sql: "SELECT facts FROM runs WHERE id = ? AND \(isOpen)", arguments: [id])
        else { return }
        var facts = try FactsText.decode(RunFacts.self, row["facts"])
        for pass in facts.passes.indices {
          guard case .running = facts.passes[pass].status else { continue }
          facts.passes[pass].status = .interrupted(step: try lastStep(db, id, pass: pass) ?? 0)
        }
        facts.repeatsWereInterrupted = facts.isToBeRepeated || facts.passes.contains { !$0.status.hasEnded }
        if facts.hasEnded {
          // The process may have been killed before it had removed them all.
          files(id).removeCheckpoints(except: [])
          try setEnd(
            db, id,
            RecordedRun(
              facts: facts, series: facts.passes.indices.map { try readSeries(db, id, pass: $0, facts) }))
        } else {
          try setStatus(db, id, facts, endedAt: nil)
          try addEvent(
            db, id, pass: max(0, facts.passes.count - 1), step: facts.passes.last?.status.step,
            kind: .interrupted, detail: "its process ended without a word")
        }
      }
      _ = lock
    }
  }

  func lastStep(_ db: Database, _ id: Int64, pass: Int) throws -> Int? {
    try Int.fetchOne(
      db, sql: "SELECT max(step) FROM series WHERE run = ? AND pass = ?", arguments: [id, pass])
  }
}
