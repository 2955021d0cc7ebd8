import GRDB
import LinearAlgebra

/// A store that cannot be used as asked.
public enum StoreFailure: DescribedFailure, Equatable {
  /// The file holds something else.
  case notAStore(path: String, found: String)
  /// Another version of the program wrote it.
  case newerVersion(path: String)
  /// There is no such run in it.
  case noSuchRun(id: String, path: String)
  /// The run is being recorded by another process.
  case underWay(id: Int64, path: String)
  /// The run cannot be continued.
  case notResumable(id: Int64, why: String)
  /// It cannot be opened or created.
  case cannotOpen(path: String, reason: String)
  /// Reading or writing failed.
  case failed(path: String, reason: String)

  /// The kind of failure.
  public var kind: FailureKind {
    switch self {
    case .notAStore, .newerVersion: .dataFormat
    case .noSuchRun, .underWay, .notResumable: .usage
    case .cannotOpen: .cannotCreate
    case .failed: .inputOutput
    }
  }

  /// One line.
  public var description: String {
    switch self {
    case .notAStore(let path, let found): "\(line(path)): found \(found), expected a store of twophase"
    case .newerVersion(let path):
      "\(line(path)): found a store that a newer twophase wrote, expected one of this version or older"
    case .noSuchRun(let id, let path):
      "\(line(path)): found no run \(line(id)) (twophase runs list shows the runs)"
    case .underWay(let id, let path):
      "\(line(path)): found run \(id) being recorded by another process, expected one that has ended"
    case .notResumable(let id, let why): "--resume \(id): \(why)"
    case .cannotOpen(let path, let reason): "\(line(path)): cannot be opened for writing: \(reason)"
    case .failed(let path, let reason): "\(line(path)): \(reason)"
    }
  }

  private func line(_ text: String) -> String { MessageText.line(text, limit: 200) }
}

extension StoreFailure {
  /// There is no room to write.
  static func diskFull(path: String) -> StoreFailure {
    .failed(path: path, reason: "writing failed: the disk is full; what was committed before is kept")
  }

  /// What a failure of SQLite means to a user.
  init(_ error: DatabaseError, path: String) {
    switch error.resultCode {
    case .SQLITE_FULL: self = .diskFull(path: path)
    case .SQLITE_NOTADB: self = .notAStore(path: path, found: "a file that is no SQLite database")
    case .SQLITE_CORRUPT: self = .notAStore(path: path, found: "a damaged SQLite database")
    case .SQLITE_READONLY: self = .cannotOpen(path: path, reason: "it is read-only")
    case .SQLITE_CANTOPEN:
      self = .cannotOpen(path: path, reason: "the file cannot be opened or its folder cannot be written")
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      self = .failed(path: path, reason: "another process has kept it locked for a minute")
    case .SQLITE_IOERR:
      self = .failed(
        path: path,
        reason:
          "reading or writing failed (\(error.message ?? "disk I/O error")); what was committed before is kept"
      )
    default: self = .failed(path: path, reason: "SQLite failed: \(error.message ?? "\(error.resultCode)")")
    }
  }
}
