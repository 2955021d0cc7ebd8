import Foundation
import TwoPhaseTraining

/// A folder of a test's own.
struct Scratch {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("twophase-slurm-\(UUID())").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  func remove() { try? FileManager.default.removeItem(atPath: path) }

  /// The path of a name inside, as a word for a shell.
  func quoted(_ name: String) -> String { ShellText.quoted(path + "/" + name) }

  /// The text of a file; empty without one.
  func text(_ name: String) -> String {
    (try? String(contentsOfFile: path + "/" + name, encoding: .utf8)) ?? ""
  }

  /// Writes a file; its path.
  func file(_ name: String, _ text: String) throws -> String {
    let file = path + "/" + name
    try FileManager.default.createDirectory(
      atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try text.write(toFile: file, atomically: true, encoding: .utf8)
    return file
  }

  /// Writes a program in bash; its path.
  func script(_ name: String, _ body: String) throws -> String {
    let file = try file(name, "#!/bin/bash\n" + body + "\n")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file)
    return file
  }

  /// Waits until a file is there.
  func wait(for name: String) {
    for _ in 0..<1000 where !FileManager.default.fileExists(atPath: path + "/" + name) { usleep(10_000) }
  }
}
