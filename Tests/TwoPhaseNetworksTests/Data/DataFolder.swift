import Foundation
import LinearAlgebra

/// A folder of a test, removed with it.
final class DataFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "twophase-data-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { path + "/" + name }

  /// Writes bytes and returns the path.
  @discardableResult
  func write(_ bytes: [UInt8], _ name: String) throws -> String {
    try AtomicFile.write(Data(bytes), to: file(name))
    return file(name)
  }

  /// Compresses a file beside itself with /bin/gzip and returns the new path.
  func gzip(_ name: String) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/gzip")
    process.arguments = ["-n", file(name)]
    try process.run()
    process.waitUntilExit()
    return file(name + ".gz")
  }

  /// The bytes of an IDX file.
  static func idx(_ shape: [Int], _ values: [UInt8], type: UInt8 = 8) -> [UInt8] {
    [0, 0, type, UInt8(shape.count)]
      + shape.flatMap { extent in (0..<4).map { UInt8(extent >> (24 - 8 * $0) & 255) } } + values
  }
}
