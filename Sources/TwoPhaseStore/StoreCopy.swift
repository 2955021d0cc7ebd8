import Foundation
import LinearAlgebra

/// A copy of a store in a temporary folder, for stores that cannot be written: the file and what its log holds. Removed with
/// this value.
final class StoreCopy: Sendable {
  let path: String
  private let folder: String

  /// Copies.
  ///
  /// - Throws: `FileFailure`.
  init(_ original: String) throws {
    let manager = FileManager.default
    folder = manager.temporaryDirectory.appendingPathComponent("twophase-\(UUID().uuidString)").path
    path = (folder as NSString).appendingPathComponent("store.sqlite")
    try RunFiles.makeFolder(folder)
    do {
      for suffix in ["", "-wal"] where manager.fileExists(atPath: original + suffix) {
        try manager.copyItem(atPath: original + suffix, toPath: path + suffix)
        // The copy is ours to write, whatever the original was.
        chmod(path + suffix, 0o600)
      }
    } catch {
      try? manager.removeItem(atPath: folder)
      throw FileFailure.cannotRead(path: original, reason: "cannot be copied to be read")
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }
}
