import Foundation

/// Bytes that are read piece by piece: a part of a file, or an entry of a zip archive.
public enum ByteSource: Sendable {
  /// `count` bytes of a file from `start` on.
  case file(path: String, start: Int, count: Int)
  /// An entry of an archive.
  case entry(ZipArchive, ZipArchive.Entry)

  /// A whole file.
  ///
  /// - Throws: `FileFailure` when it is missing or no file.
  public init(file path: String) throws(FileFailure) {
    var status = stat()
    guard stat(path, &status) == 0 else { throw .cannotRead(path: path, reason: "no such file") }
    guard status.st_mode & S_IFMT != S_IFDIR else {
      throw .cannotRead(path: path, reason: "found a folder, expected a file")
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .cannotRead(path: path, reason: "found a device or pipe, expected a file")
    }
    self = .file(path: path, start: 0, count: Int(status.st_size))
  }

  /// The file's name, with the entry's in an archive.
  public var name: String {
    switch self {
    case .file(let path, _, _): path
    case .entry(let archive, let entry): "\(archive.path) (\(MessageText.line(entry.name)))"
    }
  }

  /// How many bytes there are.
  public var count: Int {
    switch self {
    case .file(_, _, let count): count
    case .entry(_, let entry): entry.size
    }
  }

  /// Reads `wanted` bytes from `offset` on; entries of archives are cheapest read forwards.
  ///
  /// - Throws: `FileFailure` when the file ends before, or cannot be read; `ZipError`.
  public func read(_ wanted: Int, at offset: Int) throws -> [UInt8] {
    guard wanted > 0 else { return [] }
    switch self {
    case .file(let path, let start, _): return try Self.read(path, wanted, at: start + offset)
    case .entry(let archive, let entry): return try archive.read(entry, wanted, at: offset)
    }
  }

  private static func read(_ path: String, _ wanted: Int, at offset: Int) throws(FileFailure) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw .cannotRead(path: path, reason: String(cString: strerror(errno)).lowercased())
    }
    defer { close(descriptor) }
    var failure: FileFailure?
    let bytes = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, initialized in
      initialized = 0
      guard let base = buffer.baseAddress else { return }
      while initialized < wanted {
        let found = pread(descriptor, base + initialized, wanted - initialized, off_t(offset + initialized))
        if found < 0 && errno == EINTR { continue }
        guard found > 0 else {
          failure = .cannotRead(
            path: path,
            reason: found < 0
              ? String(cString: strerror(errno)).lowercased()
              : "truncated: found \(offset + initialized) bytes, expected at least \(offset + wanted)")
          return
        }
        initialized += found
      }
    }
    if let failure { throw failure }
    return bytes
  }
}
