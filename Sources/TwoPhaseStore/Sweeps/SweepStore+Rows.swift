import Foundation
import GRDB
import LinearAlgebra
import TwoPhaseSweeps
import TwoPhaseTraining

/// How many runs of a sweep a store has.
public struct SweepCounts: Sendable, Equatable {
  /// Runs made, failed ones among them.
  public var made: Int
  /// Runs that could not be made.
  public var failed: Int

  /// Counts.
  public init(made: Int, failed: Int) {
    self.made = made
    self.failed = failed
  }
}

extension SweepStore {
  /// How many runs there are.
  ///
  /// - Throws: `StoreFailure`.
  public func counts() throws -> SweepCounts {
    try read { db in
      let row = try Row.fetchOne(db, sql: "SELECT count(*), sum(status = 'failed') FROM runs")
      return SweepCounts(made: row?[0] ?? 0, failed: row?[1] ?? 0)
    }
  }

  /// The numbers of the runs that were made.
  ///
  /// - Parameter retryingFailed: leaves out those that failed.
  /// - Throws: `StoreFailure`.
  public func made(retryingFailed: Bool) throws -> Set<Int> {
    try read { db in
      try Int.fetchSet(
        db, sql: "SELECT number FROM runs" + (retryingFailed ? " WHERE status <> 'failed'" : ""))
    }
  }

  /// The runs as a table.
  ///
  /// - Parameter layout: the columns that are wanted.
  /// - Throws: `StoreFailure`.
  /// - Complexity: O(n) for n runs, about 3 KB of memory each with all columns.
  public func table(name: String, runCount: Int, layout: SweepLayout = .whole) throws -> SweepTable {
    var rows: [SweepTable.Row] = []
    rows.reserveCapacity(try counts().made)
    try forEachRow(layout: layout) { rows.append($0) }
    return SweepTable(name: name, runCount: runCount, variables: variables, rows: rows)
  }

  /// A run's row; nil when it was not made.
  ///
  /// - Throws: `StoreFailure`.
  public func row(_ number: Int) throws -> SweepTable.Row? {
    var found: SweepTable.Row?
    try forEachRow(where: "WHERE number = \(number)") { found = $0 }
    return found
  }

  /// Goes over the runs in the order of their numbers, one at a time.
  ///
  /// - Throws: `StoreFailure`, what `body` throws.
  public func forEachRow(
    layout: SweepLayout = .whole, _ body: (SweepTable.Row) throws -> Void
  ) throws {
    try forEachRow(where: "", layout: layout, body)
  }

  private func forEachRow(
    where condition: String, layout: SweepLayout = .whole, _ body: (SweepTable.Row) throws -> Void
  ) throws {
    let names = ["number"] + variables.map(\.name) + layout.columns.map(\.name)
    let kinds = variables.map { SweepColumns.named($0.name)?.kind }
    let first = variables.count + 1
    try read { db in
      let cursor = try Row.fetchCursor(
        db,
        sql:
          "SELECT \(names.map(SweepSchema.quoted).joined(separator: ", ")) FROM runs \(condition) ORDER BY number"
      )
      while let row = try cursor.next() {
        let variables = kinds.enumerated().map { index, kind -> SweepValue in
          let value: DatabaseValue = row[index + 1]
          return kind.map { SweepValue(value, $0) } ?? SweepValue.fromDatabaseValue(value) ?? .none
        }
        let entries = layout.columns.enumerated().map { index, column in
          SweepValue(row[first + index] as DatabaseValue, column.kind)
        }
        try body(
          SweepTable.Row(number: row[0], variables: variables, entries: entries, layout: layout))
      }
    }
  }

  /// Writes rows over earlier ones of the same numbers, and removes those runs' checkpoints.
  func insert(_ db: Database, _ made: [MadeRun]) throws {
    let own = variables.indices.filter { SweepColumns.index[variables[$0].name] == nil }
    let names = ["number"] + own.map { variables[$0].name } + SweepColumns.all.map(\.name)
    let places = Array(repeating: "?", count: names.count).joined(separator: ", ")
    let statement = try db.cachedStatement(
      sql:
        "INSERT OR REPLACE INTO runs (\(names.map(SweepSchema.quoted).joined(separator: ", "))) VALUES (\(places))"
    )
    let removal = try db.cachedStatement(sql: "DELETE FROM checkpoints WHERE number = ?")
    for run in made {
      let row = run.row
      var values: [DatabaseValue] = [row.number.databaseValue]
      values.reserveCapacity(names.count)
      for index in own { values.append(row.variables[index].databaseValue) }
      for entry in row.entries { values.append(entry.databaseValue) }
      try statement.execute(arguments: StatementArguments(values))
      if let kept = run.kept {
        try db.execute(
          sql: "INSERT OR REPLACE INTO series VALUES (?, ?, ?)",
          arguments: [row.number, kept.facts, kept.records])
      }
      for (kind, matrix) in run.weights {
        try db.execute(
          sql: "INSERT OR REPLACE INTO weights VALUES (?, ?, ?)", arguments: [row.number, kind, matrix])
      }
      try removal.execute(arguments: [row.number])
    }
  }

  /// A run whose records were kept; nil for others.
  ///
  /// - Throws: `StoreFailure`.
  public func keptRun(_ number: Int) throws -> RecordedRun? {
    guard
      let (text, records) = try read({ db -> (String, Data)? in
        guard
          let row = try Row.fetchOne(
            db, sql: "SELECT facts, records FROM series WHERE number = ? AND records IS NOT NULL",
            arguments: [number])
        else { return nil }
        return (row[0], row[1])
      })
    else { return nil }
    let facts = try FactsText.decode(RunFacts.self, text)
    let series = try SeriesBlob.decode(records, network: facts.setting.network, path: path)
    return try RecordedRun(facts: facts, series: [series])
  }

  /// The numbers of the runs whose records were kept.
  ///
  /// - Throws: `StoreFailure`.
  public func keptNumbers() throws -> Set<Int> {
    try read { try Int.fetchSet($0, sql: "SELECT number FROM series WHERE records IS NOT NULL") }
  }
}

/// A run that was made, with what is kept of it.
struct MadeRun: Sendable {
  let row: SweepTable.Row
  /// Facts and records, when they are kept.
  var kept: (facts: String, records: Data)?
  /// Kinds and .npy bytes, when they are kept.
  var weights: [(kind: String, matrix: Data)] = []
}
