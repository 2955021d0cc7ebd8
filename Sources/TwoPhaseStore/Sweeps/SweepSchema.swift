import GRDB
import TwoPhaseSweeps

/// The tables of a sweep's store; docs/sweeps.md describes them.
enum SweepSchema {
  /// "TwPs" in SQLite's header: a file with another number is no sweep's.
  static let applicationID: Int32 = 0x5477_5073
  /// The layout's version, in SQLite's user_version.
  static let version: Int32 = 1

  /// What makes an empty store of a sweep with such variables.
  static func creation(variables: [SweepTable.Variable]) -> String {
    let own = variables.filter { SweepColumns.index[$0.name] == nil }.map { "\(quoted($0.name))" }
    let columns = SweepColumns.all.map { "\(quoted($0.name)) \(type($0.kind))" }
    return """
      PRAGMA application_id = \(applicationID);
      PRAGMA user_version = \(version);
      CREATE TABLE sweep (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        name TEXT NOT NULL,
        description TEXT NOT NULL,
        digest TEXT NOT NULL,
        runs INTEGER NOT NULL,
        version TEXT NOT NULL,
        madeAt TEXT NOT NULL
      );
      CREATE TABLE runs (
        number INTEGER PRIMARY KEY,
        \((own + columns).joined(separator: ",\n  "))
      );
      CREATE TABLE series (
        number INTEGER PRIMARY KEY,
        facts TEXT NOT NULL,
        records BLOB
      );
      CREATE TABLE weights (
        number INTEGER NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('teacher', 'start', 'end')),
        matrix BLOB NOT NULL,
        PRIMARY KEY (number, kind)
      ) WITHOUT ROWID;
      CREATE TABLE checkpoints (
        number INTEGER PRIMARY KEY,
        step INTEGER NOT NULL,
        facts TEXT NOT NULL,
        memory TEXT NOT NULL,
        student BLOB NOT NULL,
        noise BLOB,
        records BLOB NOT NULL
      );
      """
  }

  /// Tables that merging copies.
  static let merged = ["runs", "series", "weights"]

  static func quoted(_ name: String) -> String { "\"\(name)\"" }

  private static func type(_ kind: SweepColumn.Kind) -> String {
    switch kind {
    case .integer, .flag: "INTEGER"
    case .real: "REAL"
    case .verdict, .text: "TEXT"
    }
  }
}

extension SweepValue: DatabaseValueConvertible {
  /// The value as SQLite holds it.
  public var databaseValue: DatabaseValue {
    switch self {
    case .none: .null
    case .integer(let value): value.databaseValue
    case .real(let value): value.databaseValue
    case .flag(let value): (value ? 1 : 0).databaseValue
    case .text(let value): value.databaseValue
    }
  }

  /// A variable's value, by what SQLite holds.
  public static func fromDatabaseValue(_ value: DatabaseValue) -> SweepValue? {
    switch value.storage {
    case .null: SweepValue.none
    case .int64(let number): .integer(Int(number))
    case .double(let number): .real(number)
    case .string(let text): .text(text)
    case .blob: nil
    }
  }

  /// A column's entry.
  init(_ value: DatabaseValue, _ kind: SweepColumn.Kind) {
    switch (value.storage, kind) {
    case (.int64(let number), .flag): self = .flag(number != 0)
    case (.int64(let number), .real): self = .real(Double(number))
    default: self = SweepValue.fromDatabaseValue(value) ?? .none
    }
  }
}
