import Foundation
import LinearAlgebra

/// The files of one run beside the store: its weights as .npy, and its lock. Names in the store are relative to `base`.
struct RunFiles: Sendable {
  /// The folder of all runs' files: the store's path with "-files" after it.
  let base: String
  /// The run.
  let id: Int64

  var folder: String { path("\(id)") }
  var lock: String { path(name("lock")) }

  /// The path of a file from its name in the store.
  func path(_ name: String) -> String { (base as NSString).appendingPathComponent(name) }

  /// A file's name in the store.
  func name(_ file: String) -> String { "\(id)/\(file)" }

  /// Makes the folder.
  ///
  /// - Throws: `FileFailure`.
  func makeFolder() throws(FileFailure) {
    try Self.makeFolder(base)
    try Self.makeFolder(folder)
  }

  /// Makes a folder in one that exists; nothing when it is there already.
  static func makeFolder(_ path: String) throws(FileFailure) {
    guard mkdir(path, 0o777) != 0 else { return }
    let reason = String(cString: strerror(errno)).lowercased()
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue { return }
    throw .cannotCreate(path: path, reason: reason)
  }

  /// Writes weights and gives their name in the store.
  ///
  /// - Throws: `FileFailure`.
  func write(_ weights: Matrix, as file: String) throws(FileFailure) -> String {
    try weights.writeNPY(to: path(name(file)))
    return name(file)
  }

  /// Removes what checkpoints left, but for the named files.
  func removeCheckpoints(except kept: Set<String>) {
    for file in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    where file.hasPrefix(Self.checkpointPrefix) && !kept.contains(name(file)) {
      unlink(path(name(file)))
    }
  }

  static let checkpointPrefix = "checkpoint-"

  /// Removes everything.
  func remove() { try? FileManager.default.removeItem(atPath: folder) }
}
