import Foundation
import GRDB
import LinearAlgebra
import TwoPhaseSweeps

/// Brings the runs of a sweep's cluster tasks together into the sweep's own store. Merging again changes nothing.
public struct SweepMerge: Sendable, Equatable {
  /// One run that two stores have with different results.
  public struct Conflict: Sendable, Equatable {
    /// The run.
    public let number: Int
    /// The first column that differs.
    public let column: String
    /// The entry that was there first, and is kept.
    public let kept: String
    /// The entry that came.
    public let found: String
    /// The task that it came from.
    public let shard: String
  }

  /// A task's store that cannot be read.
  public struct Damage: Sendable, Equatable {
    /// The task.
    public let shard: Int
    /// What is wrong, one line.
    public let reason: String
  }

  /// How many runs the sweep has.
  public let runCount: Int
  /// Runs that came in now.
  public private(set) var added = 0
  /// Runs that a store had and that were there already with the same results, made twice.
  public private(set) var duplicates = 0
  /// Runs that two stores have with different results.
  public private(set) var conflicts: [Conflict] = []
  /// Stores that cannot be read.
  public private(set) var damaged: [Damage] = []
  /// Runs that are together now, failed ones among them.
  public private(set) var made = 0
  /// Runs that could not be made.
  public private(set) var failed: [Int] = []
  /// Runs that no store has.
  public private(set) var missing: [Int] = []

  /// Whether every run was made, none failed and none is there in two versions.
  public var isClean: Bool { missing.isEmpty && failed.isEmpty && conflicts.isEmpty && damaged.isEmpty }

  /// Merges what the tasks have so far; tasks may be under way.
  ///
  /// - Parameter progress: told after every task.
  /// - Throws: `SweepStoreError`, `StoreFailure`, `FileFailure`.
  /// - Complexity: O(n) for n runs, some 10 microseconds each, and a few milliseconds a task.
  public init(
    _ folder: SweepFolder, _ description: SweepDescription, plan: ShardPlan, version: String,
    progress: (Int) -> Void = { _ in }
  ) throws {
    runCount = description.count
    guard let lock = try RunLock(folder.store + ".lock") else {
      throw SweepStoreError.underWay(path: folder.path)
    }
    defer { lock.remove() }
    let store = try SweepStore(recording: description, into: folder.store, version: version)
    for shard in 0..<plan.shards {
      let path = folder.shard(shard)
      guard FileManager.default.fileExists(atPath: path) else { continue }
      let source: SweepStore
      do {
        // Refuses files that are no stores of this sweep.
        source = try SweepStore(reading: description, from: path)
        try source.checkWhole()
      } catch let failure as any DescribedFailure {
        damaged.append(Damage(shard: shard, reason: failure.description))
        continue
      }
      try take(source, into: store, shard: SweepFolder.shardName(shard))
      try source.close()
      progress(shard + 1)
    }
    let counts = try store.counts()
    made = counts.made
    let present = try store.made(retryingFailed: false)
    missing = present.count == runCount ? [] : (0..<runCount).filter { !present.contains($0) }
    failed = counts.failed == 0 ? [] : present.subtracting(try store.made(retryingFailed: true)).sorted()
    try store.close()
  }

  private mutating func take(_ source: SweepStore, into store: SweepStore, shard: String) throws {
    try settle(try store.shared(with: source), source, store, shard: shard)
    try store.writeOutsideTransaction { db in
      try db.execute(sql: "ATTACH DATABASE ? AS task", arguments: [source.path])
      defer { try? db.execute(sql: "DETACH DATABASE task") }
      try db.inTransaction {
        let columns = try db.columns(in: "runs").map { SweepSchema.quoted($0.name) }.joined(separator: ", ")
        let new = "number NOT IN (SELECT number FROM main.runs)"
        for table in ["series", "weights"] {
          try db.execute(sql: "INSERT OR REPLACE INTO main.\(table) SELECT * FROM task.\(table) WHERE \(new)")
        }
        try db.execute(
          sql: "INSERT INTO main.runs (\(columns)) SELECT \(columns) FROM task.runs WHERE \(new)")
        added += db.changesCount
        return .commit
      }
    }
  }

  /// Decides about runs that are there already.
  private mutating func settle(
    _ numbers: [Int], _ source: SweepStore, _ store: SweepStore, shard: String
  ) throws {
    for number in numbers {
      guard let old = try store.row(number), let new = try source.row(number) else { continue }
      if old.isFailed, !new.isFailed {
        // A run that failed once was made at another attempt.
        try store.write { try $0.execute(sql: "DELETE FROM runs WHERE number = ?", arguments: [number]) }
      } else if let column = SweepColumns.firstDifference(old, new) {
        // A failure's words are no result: two may differ, and a run that was made stands.
        if new.isFailed { continue }
        conflicts.append(
          Conflict(
            number: number, column: column, kept: old[column].text, found: new[column].text, shard: shard))
      } else {
        duplicates += 1
      }
    }
  }
}

extension SweepStore {
  /// The runs that another store has too and that are not the same rows, merged before.
  fileprivate func shared(with other: SweepStore) throws -> [Int] {
    try writeOutsideTransaction { db in
      try db.execute(sql: "ATTACH DATABASE ? AS task", arguments: [other.path])
      defer { try? db.execute(sql: "DETACH DATABASE task") }
      return try Int.fetchAll(
        db,
        sql: """
          SELECT a.number FROM main.runs a JOIN task.runs b USING (number)
          WHERE NOT (a.shard IS b.shard AND a.finishedAt = b.finishedAt AND a.seconds = b.seconds) ORDER BY a.number
          """)
    }
  }
}

extension SweepColumns {
  /// The first column, costs apart, in which two rows of one run differ; nil when none does.
  static func firstDifference(_ a: SweepTable.Row, _ b: SweepTable.Row) -> String? {
    for (index, column) in all.enumerated() where column.part != .cost && a.entries[index] != b.entries[index]
    {
      return column.name
    }
    return nil
  }
}
