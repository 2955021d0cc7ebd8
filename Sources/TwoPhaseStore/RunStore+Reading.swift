import GRDB
import LinearAlgebra
import TwoPhaseTraining

extension RunStore {
  /// A run, ended or not, from what is committed.
  ///
  /// - Throws: `StoreFailure`.
  /// - Complexity: O(n) for n records; about 0.3 KB of memory a record.
  public func run(_ id: Int64) throws -> RecordedRun {
    let (facts, series) = try read { db in
      let facts = try readFacts(db, id)
      return (facts, try facts.passes.indices.map { try readSeries(db, id, pass: $0, facts) })
    }
    return try RecordedRun(facts: facts, series: series)
  }

  /// Runs as a user names them, in that order.
  ///
  /// - Parameter least: how many different ones are expected at least.
  /// - Throws: `StoreFailure`; `OptionError` when there are fewer, or one twice.
  public func runs(named names: [String], atLeast least: Int) throws -> [RecordedRun] {
    let ids = try names.map { try id(of: $0) }
    guard ids.count >= least, Set(ids).count == ids.count else {
      throw OptionError(
        "ID", found: names.map { MessageText.line($0, limit: 40) }.joined(separator: " "),
        expected: "\(least == 1 ? "one run" : "\(least) runs") or more, all different")
    }
    return try ids.map { try run($0) }
  }

  /// What is known of a run beside its records.
  func readFacts(_ db: Database, _ id: Int64) throws -> RunFacts {
    guard let row = try Row.fetchOne(db, sql: "SELECT facts, status FROM runs WHERE id = ?", arguments: [id])
    else {
      throw StoreFailure.noSuchRun(id: "\(id)", path: path)
    }
    var facts: RunFacts
    do {
      facts = try FactsText.decode(RunFacts.self, row["facts"])
    } catch {
      throw StoreFailure.notAStore(path: path, found: "facts of run \(id) that cannot be read")
    }
    facts.provenance.id = id
    let status = effectiveStatus(row["status"], id: id)
    for pass in facts.passes.indices {
      guard case .running = facts.passes[pass].status else { continue }
      let last = try lastStep(db, id, pass: pass) ?? 0
      facts.passes[pass].status = status == "running" ? .running(step: last) : .interrupted(step: last)
    }
    return facts
  }

  /// The records of one pass.
  func readSeries(_ db: Database, _ id: Int64, pass: Int, from first: Int = 0, _ facts: RunFacts) throws
    -> RunSeries
  {
    let network = facts.setting.network
    var series = RunSeries()
    let count = try Int.fetchOne(
      db, sql: "SELECT count(*) FROM series WHERE run = ? AND pass = ? AND step >= ?",
      arguments: [id, pass, first])
    series.reserve(count ?? 0)
    let rows = try Row.fetchCursor(
      db,
      sql:
        "SELECT \(SeriesColumns.selection) FROM series WHERE run = ? AND pass = ? AND step >= ? ORDER BY step",
      arguments: [id, pass, first])
    while let row = try rows.next() { series.append(SeriesColumns.record(row, network: network)) }
    return series
  }

  /// The files of a run's weights.
  ///
  /// - Throws: `StoreFailure`.
  public func weights(_ id: Int64) throws -> [StoredWeights] {
    try read { db in
      try Row.fetchAll(
        db, sql: "SELECT pass, step, kind, file FROM weights WHERE run = ? ORDER BY pass, step, kind",
        arguments: [id]
      ).map { row in
        StoredWeights(
          pass: row[0], step: row[1], kind: StoredWeights.Kind(rawValue: row[2]) ?? .kept,
          path: files(id).path(row[3]))
      }
    }
  }

  /// Removes a run, its records and its files.
  ///
  /// - Throws: `StoreFailure`, `underWay` while a process records it.
  public func delete(_ id: Int64) throws {
    guard isWritable else { throw StoreFailure.cannotOpen(path: path, reason: "it is read-only") }
    _ = try read { try readFacts($0, id) }
    guard let lock = try? RunLock(files(id).lock) else {
      // Files that a user removed by hand are no lock.
      guard RunLock.isHeld(files(id).lock) else { return try remove(id) }
      throw StoreFailure.underWay(id: id, path: path)
    }
    try remove(id)
    _ = lock
  }

  /// Removes a run whose lock the caller has.
  func remove(_ id: Int64) throws {
    try write { try $0.execute(sql: "DELETE FROM runs WHERE id = ?", arguments: [id]) }
    files(id).remove()
  }
}

/// Weights of a run in a file beside its store.
public struct StoredWeights: Sendable, Equatable {
  /// Why they were kept.
  public enum Kind: String, Sendable {
    /// W*.
    case teacher
    /// W_0.
    case start
    /// Asked for.
    case kept
    /// W at the end.
    case end
  }

  /// The pass: 0 is the run, others are its repeats.
  public let pass: Int
  /// The step.
  public let step: Int
  /// Why they were kept.
  public let kind: Kind
  /// The .npy file.
  public let path: String
}
