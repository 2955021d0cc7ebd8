import Foundation

/// A folder of files for one test, removed afterwards.
final class ScratchFolder: Sendable {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("files-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ data: Data, _ name: String) throws -> String {
    let file = (path as NSString).appendingPathComponent(name)
    try data.write(to: URL(fileURLWithPath: file))
    return file
  }
}
