import Foundation
import LinearAlgebra

/// A lock on a file that goes when its process goes, however it goes: it tells a run under way from one that was killed.
final class RunLock: Sendable {
  private let path: String
  private let descriptor: Int32

  /// Takes the lock; nil when another process, or another lock of this one, has it.
  ///
  /// - Parameter waits: waits for it instead.
  /// - Throws: `FileFailure` when the file cannot be made.
  init?(_ path: String, waits: Bool = false) throws(FileFailure) {
    self.path = path
    while true {
      let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
      guard descriptor >= 0 else { throw Self.failure(path) }
      while flock(descriptor, LOCK_EX | (waits ? 0 : LOCK_NB)) != 0 {
        if errno == EINTR { continue }
        let isTaken = errno == EWOULDBLOCK
        let failure = Self.failure(path)
        close(descriptor)
        if isTaken { return nil }
        throw failure
      }
      // Whoever had it may have removed the file meanwhile: then the lock is on nothing.
      var (mine, named) = (stat(), stat())
      if fstat(descriptor, &mine) == 0, stat(path, &named) == 0, mine.st_ino == named.st_ino {
        self.descriptor = descriptor
        return
      }
      close(descriptor)
    }
  }

  private static func failure(_ path: String) -> FileFailure {
    .cannotCreate(path: path, reason: String(cString: strerror(errno)).lowercased())
  }

  /// Removes the file; the lock is held to the end of this value.
  func remove() { unlink(path) }

  /// Whether some process holds the lock.
  static func isHeld(_ path: String) -> Bool {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
  }

  deinit { close(descriptor) }
}
