import Foundation

/// Files that appear whole or not at all.
public enum AtomicFile {
  /// Bytes of small pieces that are written together.
  private static let gathered = 1 << 16

  /// Writes a file beside its final place, flushes it to the disk and renames it.
  ///
  /// - Throws: `FileFailure`; nothing is left behind and a file that was there before stays as it was. A folder,
  ///   device or pipe of that name is never replaced.
  public static func write(_ data: Data, to path: String) throws(FileFailure) {
    do {
      try write(to: path) { try $0(data) }
    } catch let failure as FileFailure {
      throw failure
    } catch {
      throw .writeFailed(path: path, reason: "\(error)")
    }
  }

  /// Writes a file piece by piece, for contents that are not to be in memory at once; as `write(_:to:)` otherwise.
  ///
  /// - Parameter body: is given what writes a piece.
  /// - Throws: `FileFailure`, and what `body` throws; nothing is left behind then.
  public static func write(to path: String, _ body: ((Data) throws -> Void) throws -> Void) throws {
    if let obstacle = obstacle(at: path) { throw FileFailure.cannotCreate(path: path, reason: obstacle) }
    var temporary: String
    var descriptor: Int32
    repeat {
      // Random, so that neither a killed process's leftover nor another thread's file is in the way.
      temporary = "\(path).\(String(UInt32.random(in: 0...UInt32.max), radix: 16)).tmp"
      descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    } while descriptor < 0 && errno == EEXIST
    guard descriptor >= 0 else { throw FileFailure.cannotCreate(path: path, reason: reason()) }
    var isOpen = true
    do {
      var pieces = Data()
      func put(_ bytes: Data) throws {
        guard writeAll(bytes, descriptor) else {
          throw FileFailure.writeFailed(path: path, reason: reason())
        }
      }
      func flush() throws {
        try put(pieces)
        pieces.removeAll(keepingCapacity: true)
      }
      // Small pieces are gathered, large ones are not copied.
      try body { piece in
        if pieces.count + piece.count > Self.gathered { try flush() }
        if piece.count > Self.gathered { try put(piece) } else { pieces.append(piece) }
      }
      try flush()
      guard fsync(descriptor) == 0 else { throw FileFailure.writeFailed(path: path, reason: reason()) }
      isOpen = false
      guard close(descriptor) == 0 else { throw FileFailure.writeFailed(path: path, reason: reason()) }
      guard rename(temporary, path) == 0 else { throw FileFailure.cannotCreate(path: path, reason: reason()) }
    } catch {
      if isOpen { close(descriptor) }
      unlink(temporary)
      throw error
    }
  }

  /// The whole contents of a file.
  ///
  /// - Throws: `FileFailure.cannotRead` when it is missing, a folder or unreadable.
  public static func read(_ path: String) throws(FileFailure) -> Data {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw .cannotRead(path: path, reason: "no such file")
    }
    if isFolder.boolValue { throw .cannotRead(path: path, reason: "found a folder, expected a file") }
    do {
      return try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw .cannotRead(path: path, reason: "cannot be read")
    }
  }

  /// What is at `path` that a rename would destroy (a device) or cannot replace (a folder).
  private static func obstacle(at path: String) -> String? {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG else { return nil }
    return status.st_mode & S_IFMT == S_IFDIR
      ? "found a folder, expected a file" : "found a device or pipe, expected a file"
  }

  private static func writeAll(_ data: Data, _ descriptor: Int32) -> Bool {
    data.withUnsafeBytes { bytes in
      var done = 0
      while done < bytes.count {
        guard let base = bytes.baseAddress else { return false }
        let count = Foundation.write(descriptor, base + done, bytes.count - done)
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { return false }
        done += count
      }
      return true
    }
  }

  private static func reason() -> String { String(cString: strerror(errno)).lowercased() }
}

/// A file that cannot be read or written.
public enum FileFailure: DescribedFailure, Equatable {
  /// It cannot be read.
  case cannotRead(path: String, reason: String)
  /// It cannot be created.
  case cannotCreate(path: String, reason: String)
  /// Writing stopped half way; nothing was left behind.
  case writeFailed(path: String, reason: String)

  /// The kind of failure.
  public var kind: FailureKind {
    switch self {
    case .cannotRead: .missingInput
    case .cannotCreate: .cannotCreate
    case .writeFailed: .inputOutput
    }
  }

  /// One line.
  public var description: String {
    switch self {
    case .cannotRead(let path, let reason): "\(path): \(reason)"
    case .cannotCreate(let path, let reason): "\(path): cannot be created: \(reason)"
    case .writeFailed(let path, let reason): "\(path): writing failed: \(reason)"
    }
  }
}
