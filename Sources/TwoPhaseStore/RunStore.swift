import Foundation
import GRDB
import LinearAlgebra

/// Runs kept in a SQLite file, with weights as .npy files beside it. docs/store.md describes the tables.
///
/// Several processes may record into one store at once. What was committed survives whatever happens to its process.
///
/// ```swift
/// let store = try RunStore(recordingInto: "twophase.sqlite")
/// let recorder = try RunRecorder(store, prepared, provenance: provenance)
/// let run = try prepared.run(provenance: provenance, observers: [recorder])
/// ```
public final class RunStore: Sendable {
  /// The store's name when none is given.
  public static let defaultPath = "twophase.sqlite"
  /// How long a process waits for another one's transaction, seconds.
  private static let patience = 60.0

  /// The file.
  public let path: String
  /// False when the file or its folder cannot be written, so that nothing can be recorded, marked or deleted.
  public let isWritable: Bool
  private let queue: DatabaseQueue
  /// What is read where the store itself cannot be opened.
  private let copy: StoreCopy?

  /// A store to record into, made if it does not exist.
  ///
  /// - Throws: `StoreFailure`, `FileFailure`; nothing is left of a store that could not be made.
  public init(recordingInto path: String) throws {
    try Self.check(path)
    self.path = path
    isWritable = true
    copy = nil
    queue = try Self.opening(path) { try Self.make(path) }
    try markInterrupted()
  }

  /// A store that exists, to be read, and changed where that is possible.
  ///
  /// - Throws: `FileFailure` when there is none, `StoreFailure`.
  public init(reading path: String) throws {
    try Self.check(path)
    self.path = path
    guard FileManager.default.fileExists(atPath: path) else {
      throw FileFailure.cannotRead(
        path: path, reason: "no such file, expected a store (twophase run makes one; --store names another)")
    }
    let folder = (Self.plain(path) as NSString).deletingLastPathComponent
    if access(path, W_OK) == 0, access(folder, W_OK) == 0 {
      isWritable = true
      copy = nil
      queue = try Self.opening(path) {
        try Self.openForWriting(path)
      }
      do {
        try markInterrupted()
      } catch let failure as StoreFailure where failure == .diskFull(path: path) {
        // What is read of a run says that it was interrupted, marked or not.
      }
    } else {
      isWritable = false
      // Write-ahead logging needs files beside the store, so what cannot be written is read from a copy.
      let copy = try StoreCopy(path)
      self.copy = copy
      queue = try Self.opening(path) {
        let queue = try DatabaseQueue(path: copy.path, configuration: Self.configuration())
        try queue.read { try Self.checkIdentity($0, path: path) }
        return queue
      }
    }
  }

  /// Finds out whether runs could be recorded into a store, without making one.
  ///
  /// - Throws: as `init(recordingInto:)`.
  public static func check(recordingInto path: String) throws {
    try check(path)
    if FileManager.default.fileExists(atPath: path) {
      let store = try RunStore(reading: path)
      if !store.isWritable { throw StoreFailure.cannotOpen(path: path, reason: "it is read-only") }
    } else {
      let folder = (plain(path) as NSString).deletingLastPathComponent
      guard access(folder, W_OK | X_OK) != 0 else { return }
      throw StoreFailure.cannotOpen(
        path: path, reason: String(cString: strerror(errno)).lowercased() + elsewhere)
    }
  }

  private static let elsewhere = " (--store FILE names another place, --no-store keeps no run)"

  /// Reads.
  ///
  /// - Throws: `StoreFailure`.
  func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
    try Self.opening(path) { try queue.read(body) }
  }

  /// Writes in one transaction, all or nothing.
  ///
  /// - Throws: `StoreFailure`, or what `body` throws.
  func write<Value>(_ body: (Database) throws -> Value) throws -> Value {
    try Self.opening(path) { try queue.write(body) }
  }

  /// The files of a run.
  func files(_ id: Int64) -> RunFiles { RunFiles(base: Self.files(path), id: id) }

  private static func files(_ path: String) -> String { path + "-files" }

  private static func check(_ path: String) throws {
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw StoreFailure.cannotOpen(path: path, reason: "found no usable name, expected a file")
    }
  }

  /// The path in a form that SQLite does not take for a URI or for one of its special names.
  private static func plain(_ path: String) -> String { path.hasPrefix("/") ? path : "./" + path }

  private static func configuration() -> Configuration {
    var configuration = Configuration()
    configuration.busyMode = .timeout(patience)
    configuration.journalMode = .wal
    return configuration
  }

  /// Opens and migrates a store; files that are none are left as they are.
  private static func openForWriting(_ path: String) throws -> DatabaseQueue {
    if FileManager.default.fileExists(atPath: path) {
      var reading = Configuration()
      reading.readonly = true
      reading.busyMode = .timeout(patience)
      let queue = try DatabaseQueue(path: plain(path), configuration: reading)
      try queue.read { try checkIdentity($0, path: path) }
      try queue.close()
    }
    let queue = try DatabaseQueue(path: plain(path), configuration: configuration())
    // A commit is on the disk when it returns, not only safe from the end of the process.
    try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
    try StoreSchema.migrator.migrate(queue)
    return queue
  }

  /// Refuses databases of other programs, and of later versions of this one.
  private static func checkIdentity(_ db: Database, path: String) throws {
    let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") ?? 0
    guard tables > 0 else { return }
    guard try Int32.fetchOne(db, sql: "PRAGMA application_id") == StoreSchema.applicationID else {
      throw StoreFailure.notAStore(path: path, found: "a SQLite database of another program")
    }
    if try StoreSchema.migrator.hasBeenSuperseded(db) { throw StoreFailure.newerVersion(path: path) }
  }

  /// Opens a store for writing, one process at a time, so that tables are made or migrated once; removes one that cannot be
  /// made.
  private static func make(_ path: String) throws -> DatabaseQueue {
    let lock = try lock(path)
    let existed = FileManager.default.fileExists(atPath: path)
    do {
      return try openForWriting(path)
    } catch {
      if !existed {
        for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) }
        lock.remove()
        rmdir(files(path))
      }
      throw error
    }
  }

  /// The lock of those who make or migrate a store, with the folder of its files.
  private static func lock(_ path: String) throws -> RunLock {
    do {
      try RunFiles.makeFolder(files(path))
      let name = (files(path) as NSString).appendingPathComponent("lock")
      if let lock = try RunLock(name, waits: true) { return lock }
    } catch let FileFailure.cannotCreate(_, reason) {
      throw StoreFailure.cannotOpen(
        path: path, reason: reason + elsewhere)
    }
    throw StoreFailure.failed(path: path, reason: "another process is making it")
  }

  private static func opening<Value>(_ path: String, _ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as DatabaseError {
      throw StoreFailure(error, path: path)
    }
  }
}
