import CZip
import Foundation
import Synchronization

/// A zip archive, read through libzip: stored and deflated entries, 4 GB and more, checksums verified at an entry's end.
///
/// An entry is streamed: reading forwards needs little memory; going back starts the entry again.
public final class ZipArchive: Sendable {
  /// One file in an archive.
  public struct Entry: Sendable, Equatable {
    /// Its name.
    public let name: String
    /// Its size, uncompressed, in bytes.
    public let size: Int
    let index: UInt64
    /// Why it cannot be read; nil when it can.
    let obstacle: Obstacle?
  }

  /// What an entry is, where it should be an intact one, stored or deflated.
  enum Obstacle: Sendable, Equatable {
    case encrypted
    case compression(method: UInt16)
    case size(claimed: Int, compressed: UInt64)

    /// What a directory entry has against being read, in an archive of `archiveSize` bytes.
    ///
    /// A size is believed only as far as the compressed bytes can hold it, so that memory is not taken for a lie.
    init?(_ status: zip_stat_t, size: Int, archiveSize: Int) {
      let method = status.comp_method
      if status.encryption_method != UInt16(ZIP_EM_NONE) {
        self = .encrypted
      } else if zip_compression_method_supported(zip_int32_t(method), 0) == 0 {
        self = .compression(method: method)
      } else {
        let most: Double =
          switch Int32(method) {
          case ZIP_CM_STORE: Double(status.comp_size)
          case ZIP_CM_DEFLATE: 1032 * (Double(status.comp_size) + 1)  // deflate's best ratio
          default: .infinity
          }
        guard Double(size) > most || status.comp_size > UInt64(archiveSize) else { return nil }
        self = .size(claimed: size, compressed: status.comp_size)
      }
    }

    var found: String {
      switch self {
      case .encrypted: "an encrypted entry"
      case .compression(let method): "compression method \(method)"
      case .size(let claimed, let compressed): "a size of \(claimed) bytes in \(compressed) compressed ones"
      }
    }

    var expected: String {
      switch self {
      case .encrypted, .compression: "one stored or deflated, as np.savez and np.savez_compressed write it"
      case .size: "an intact zip archive"
      }
    }
  }

  /// The archive's file.
  public let path: String
  /// The entries in the archive's order.
  public let entries: [Entry]

  private let state: Mutex<State>

  private struct State: ~Copyable {
    let archive: OpaquePointer
    var open: OpaquePointer?
    var openIndex: UInt64 = 0
    var position = 0

    init(archive: OpaquePointer) { self.archive = archive }

    deinit {
      if let open { zip_fclose(open) }
      zip_discard(archive)
    }
  }

  /// Opens an archive.
  ///
  /// - Throws: `FileFailure` when it is missing, `ZipError` when it is no usable archive.
  public init(path: String) throws {
    let source = try ByteSource(file: path)
    var code: Int32 = 0
    guard let archive = zip_open(path, ZIP_RDONLY, &code) else {
      var error = zip_error_t()
      zip_error_init_with_code(&error, code)
      defer { zip_error_fini(&error) }
      throw ZipError(path: source.name, found: Self.text(zip_error_strerror(&error)))
    }
    var entries: [Entry] = []
    for index in 0..<UInt64(max(0, zip_get_num_entries(archive, 0))) {
      var status = zip_stat_t()
      zip_stat_init(&status)
      guard zip_stat_index(archive, index, 0, &status) == 0, let name = status.name,
        status.valid & UInt64(ZIP_STAT_SIZE) != 0, let size = Int(exactly: status.size)
      else {
        zip_discard(archive)
        throw ZipError(path: path, found: "an entry without a name or size")
      }
      let obstacle = Obstacle(status, size: size, archiveSize: source.count)
      entries.append(Entry(name: String(cString: name), size: size, index: index, obstacle: obstacle))
    }
    self.path = path
    self.entries = entries
    state = Mutex(State(archive: archive))
  }

  /// Reads bytes of an entry.
  ///
  /// - Throws: `ZipError` when the entry is damaged, shorter than its directory says, encrypted or in an unknown compression.
  func read(_ entry: Entry, _ wanted: Int, at offset: Int) throws(ZipError) -> [UInt8] {
    let result = state.withLock { state in
      Result<[UInt8], ZipError> { () throws(ZipError) in
        try Self.read(&state, path: path, entry, wanted, at: offset)
      }
    }
    return try result.get()
  }

  private static func read(
    _ state: inout State, path: String, _ entry: Entry, _ wanted: Int, at offset: Int
  ) throws(ZipError) -> [UInt8] {
    let name = "\(path) (\(MessageText.line(entry.name)))"
    func failure(_ what: String) -> ZipError { ZipError(path: name, found: what) }
    if let obstacle = entry.obstacle {
      throw ZipError(path: name, found: obstacle.found, expected: obstacle.expected)
    }
    if state.open == nil || state.openIndex != entry.index || state.position > offset {
      if let open = state.open { zip_fclose(open) }
      state.open = zip_fopen_index(state.archive, entry.index, 0)
      state.openIndex = entry.index
      state.position = 0
    }
    guard let file = state.open else { throw failure(text(zip_strerror(state.archive))) }
    var skipped = [UInt8](repeating: 0, count: min(1 << 20, max(0, offset - state.position)))
    while state.position < offset {
      let count = min(skipped.count, offset - state.position)
      let found = zip_fread(file, &skipped, UInt64(count))
      guard found > 0 else { throw failure(problem(file, found, at: state.position)) }
      state.position += Int(found)
    }
    var bytes = [UInt8](repeating: 0, count: wanted)
    var done = 0
    while done < wanted {
      let found = bytes.withUnsafeMutableBytes { buffer in
        buffer.baseAddress.map { zip_fread(file, $0 + done, UInt64(wanted - done)) } ?? -1
      }
      guard found > 0 else { throw failure(problem(file, found, at: state.position)) }
      done += Int(found)
      state.position += Int(found)
    }
    if state.position == entry.size {
      // The checksum is compared when the end is read.
      var one: UInt8 = 0
      let rest = zip_fread(file, &one, 1)
      guard rest == 0 else {
        throw failure(rest < 0 ? problem(file, rest, at: state.position) : "more data than its size")
      }
    }
    return bytes
  }

  private static func problem(_ file: OpaquePointer, _ found: Int64, at position: Int) -> String {
    found == 0 ? "an end after \(position) bytes" : text(zip_file_strerror(file))
  }

  private static func text(_ message: UnsafePointer<CChar>?) -> String {
    let words = message.map { String(cString: $0) } ?? "an unreadable archive"
    return words.split(whereSeparator: \.isNewline).joined(separator: " ").lowercased()
  }
}

/// A zip archive that cannot be used.
public struct ZipError: DescribedFailure, Equatable {
  /// The file, with the entry where it is about one.
  public let path: String
  /// What was found.
  public let found: String
  /// What was expected.
  public let expected: String

  init(path: String, found: String, expected: String = "an intact zip archive") {
    self.path = path
    self.found = found
    self.expected = expected
  }

  /// The file's contents are wrong.
  public var kind: FailureKind { .dataFormat }
  /// One line.
  public var description: String { "\(path): found \(found), expected \(expected)" }
}
