import Foundation
import GRDB
import LinearAlgebra
import TwoPhaseSweeps
import TwoPhaseTraining

/// The runs of a sweep, or of one cluster task of it, in a SQLite file: a row a run.
///
/// The file is written with a rollback journal, not a write-ahead log: it works on the file systems that a cluster's machines
/// share, and can be read from any of them at any time. Commits hold what came together within a moment, because each waits for
/// the disk.
public final class SweepStore: Sendable {
  /// The file.
  public let path: String
  let variables: [SweepTable.Variable]
  private let queue: DatabaseQueue
  /// How long a process waits for another one's transaction, seconds.
  private static let patience = 60.0

  /// A store to record a sweep into, made if it does not exist.
  ///
  /// - Throws: `StoreFailure`, also when the file holds another sweep; `SweepStoreError`.
  public init(recording description: SweepDescription, into path: String, version: String) throws {
    self.path = path
    variables = description.variables
    queue = try Self.opening(path) {
      let existed = FileManager.default.fileExists(atPath: path)
      do {
        let queue = try DatabaseQueue(path: Self.plain(path), configuration: Self.configuration)
        try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        try queue.write { db in
          if try Self.isEmpty(db) {
            try db.execute(sql: SweepSchema.creation(variables: description.variables))
            try db.execute(
              sql: "INSERT INTO sweep VALUES (1, ?, ?, ?, ?, ?, ?)",
              arguments: [
                description.name, description.text, description.digest, description.count, version,
                FactsText.time(Date()),
              ])
          } else {
            try Self.check(db, description, path: path)
          }
        }
        return queue
      } catch {
        if !existed { unlink(path) }
        throw error
      }
    }
  }

  /// A store that exists, to be read.
  ///
  /// - Throws: `FileFailure` when there is none, `StoreFailure`, `SweepStoreError` when it is another sweep's.
  public init(reading description: SweepDescription, from path: String) throws {
    self.path = path
    variables = description.variables
    guard FileManager.default.fileExists(atPath: path) else {
      throw FileFailure.cannotRead(path: path, reason: "no such file, expected the runs of a sweep")
    }
    queue = try Self.opening(path) {
      try Self.recover(path)
      var configuration = Self.configuration
      configuration.readonly = true
      let queue = try DatabaseQueue(path: Self.plain(path), configuration: configuration)
      try queue.read { try Self.check($0, description, path: path) }
      return queue
    }
  }

  private static var configuration: Configuration {
    var configuration = Configuration()
    configuration.busyMode = .timeout(patience)
    return configuration
  }

  /// Takes back what a process was writing when it was killed: a connection that only reads may not.
  private static func recover(_ path: String) throws {
    guard FileManager.default.fileExists(atPath: path + "-journal"), access(path, W_OK) == 0 else { return }
    let queue = try DatabaseQueue(path: plain(path), configuration: configuration)
    _ = try queue.read(isEmpty)
    try queue.close()
  }

  private static func isEmpty(_ db: Database) throws -> Bool {
    try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") == 0
  }

  private static func check(_ db: Database, _ description: SweepDescription, path: String) throws {
    guard try Int32.fetchOne(db, sql: "PRAGMA application_id") == SweepSchema.applicationID else {
      throw SweepStoreError.notASweep(path: path)
    }
    guard try Int32.fetchOne(db, sql: "PRAGMA user_version") ?? 0 <= SweepSchema.version else {
      throw StoreFailure.newerVersion(path: path)
    }
    guard try String.fetchOne(db, sql: "SELECT digest FROM sweep") == description.digest else {
      throw SweepStoreError.anotherSweep(path: path, description: description.path)
    }
  }

  /// The path in a form that SQLite does not take for a URI or for one of its special names.
  private static func plain(_ path: String) -> String { path.hasPrefix("/") ? path : "./" + path }

  func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
    try Self.opening(path) { try queue.read(body) }
  }

  func write<Value>(_ body: (Database) throws -> Value) throws -> Value {
    try Self.opening(path) { try queue.write(body) }
  }

  func writeOutsideTransaction<Value>(_ body: (Database) throws -> Value) throws -> Value {
    try Self.opening(path) { try queue.writeWithoutTransaction(body) }
  }

  private static func opening<Value>(_ path: String, _ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as DatabaseError {
      throw StoreFailure(error, path: path)
    }
  }

  /// Reads the whole file and finds damage that opening it does not show.
  ///
  /// - Throws: `StoreFailure`.
  func checkWhole() throws {
    let found = try read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") }
    if found != "ok" { throw StoreFailure.notAStore(path: path, found: "a damaged SQLite database") }
  }

  /// Closes the file; nothing is to be asked of the store afterwards.
  ///
  /// - Throws: `StoreFailure`.
  public func close() throws { try Self.opening(path) { try queue.close() } }
}

/// A file or folder that is not the sweep's.
public enum SweepStoreError: DescribedFailure, Equatable {
  /// The file is no store of a sweep.
  case notASweep(path: String)
  /// It holds the runs of another description.
  case anotherSweep(path: String, description: String)
  /// Another process records into the folder.
  case underWay(path: String)

  /// The kind of failure.
  public var kind: FailureKind {
    switch self {
    case .notASweep: .dataFormat
    case .anotherSweep, .underWay: .usage
    }
  }

  /// One line.
  public var description: String {
    switch self {
    case .notASweep(let path):
      "\(MessageText.line(path, limit: 200)): found a file of another kind, expected the runs of a sweep"
    case .anotherSweep(let path, let description):
      "\(MessageText.line(path, limit: 200)): found the runs of another sweep than \(MessageText.line(description, limit: 200)) describes, "
        + "expected the same (--output names another folder)"
    case .underWay(let path):
      "\(MessageText.line(path, limit: 200)): found another process making this sweep, expected none"
    }
  }
}
