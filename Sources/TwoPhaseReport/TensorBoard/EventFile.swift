import Dispatch
import Foundation
import LinearAlgebra

/// A file of TFRecords that grows: each an event, framed with its length and masked checksums.
///
/// What is written waits in memory for at most about a second while events keep coming.
package final class EventFile {
  /// Bytes and seconds after which what waits is written.
  private static let mostWaiting = 1 << 20
  private static let flushInterval = 1.0

  /// Where it is.
  package let path: String
  private let file: FileHandle
  private var waiting = WireBytes()
  private var frame = WireBytes()
  private var lastFlush = DispatchTime.now().uptimeNanoseconds

  /// A new file in a folder, after all event files that are there.
  ///
  /// - Throws: `FileFailure` when it cannot be created.
  convenience init(folder: String) throws {
    let names = Self.names(in: folder)
    let latest = names.compactMap { Int($0.dropFirst(Self.prefix.count).prefix { $0.isNumber }) }.max()
    // Readers take a folder's files in the order of their names.
    let time = max(Int(Date().timeIntervalSince1970), (latest ?? 0) + 1)
    let name = "\(Self.prefix)\(time).\(Self.host).\(ProcessInfo.processInfo.processIdentifier).0"
    try self.init(path: (folder as NSString).appendingPathComponent(name), flags: O_CREAT | O_EXCL)
  }

  /// A file to append to.
  ///
  /// - Throws: `FileFailure` when it cannot be opened.
  package init(path: String, flags: Int32) throws {
    let descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC | flags, 0o644)
    guard descriptor >= 0 else {
      throw FileFailure.cannotCreate(path: path, reason: String(cString: strerror(errno)).lowercased())
    }
    self.path = path
    file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
  }

  static let prefix = "events.out.tfevents."

  /// The event files of a folder, in readers' order.
  static func names(in folder: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasPrefix(prefix) }.sorted()
  }

  /// The machine's name, as far as it is letters, digits, dots and dashes.
  private static var host: String {
    let name = ProcessInfo.processInfo.hostName.prefix(64).map { character in
      character.isASCII && (character.isLetter || character.isNumber || ".-".contains(character))
        ? character : "-"
    }
    return name.isEmpty ? "localhost" : String(name)
  }

  /// Appends an event.
  ///
  /// - Throws: `FileFailure` when what waited cannot be written.
  package func append(_ event: [UInt8]) throws {
    frame.removeAll()
    frame.fixed64(UInt64(event.count))
    waiting.append(frame.bytes)
    waiting.fixed32(CRC32C.masked(frame.bytes, in: 0..<8))
    waiting.append(event)
    waiting.fixed32(CRC32C.masked(event, in: 0..<event.count))
    let now = DispatchTime.now().uptimeNanoseconds
    if waiting.bytes.count >= Self.mostWaiting || Double(now - lastFlush) / 1e9 >= Self.flushInterval {
      try flush()
    }
  }

  /// Writes what waits.
  ///
  /// - Throws: `FileFailure` when it cannot be written.
  package func flush() throws {
    lastFlush = DispatchTime.now().uptimeNanoseconds
    guard !waiting.bytes.isEmpty else { return }
    do {
      try file.write(contentsOf: waiting.bytes)
    } catch {
      throw FileFailure.writeFailed(path: path, reason: Self.reason(error))
    }
    waiting.removeAll()
  }

  private static func reason(_ error: any Error) -> String {
    if let error = error as? CocoaError, error.code == .fileWriteOutOfSpace { return "the disk is full" }
    let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
    guard let underlying, underlying.domain == NSPOSIXErrorDomain else {
      return "\(error.localizedDescription)"
    }
    return String(cString: strerror(Int32(underlying.code))).lowercased()
  }
}
