import Foundation

/// The programs that were built together with these tests.
package enum Executable {
  /// A program's path; throws a clear error when it is missing.
  package static func path(_ name: String = "twophase") throws -> String {
    var starts = [Bundle.main.bundlePath]
    if let first = CommandLine.arguments.first { starts.append(first) }
    if let running = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") {
      starts.append(running)
    }
    starts += CommandLine.arguments.dropFirst().filter { $0.contains(".xctest") }
    var searched: [String] = []
    for start in starts {
      var folder = URL(fileURLWithPath: start).standardizedFileURL
      for _ in 0..<4 {
        let candidate = folder.appendingPathComponent(name).path
        if isProgram(candidate) { return candidate }
        if !searched.contains(candidate) { searched.append(candidate) }
        folder.deleteLastPathComponent()
      }
    }
    throw ExecutableMissing(searched: searched)
  }

  private static func isProgram(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
      && FileManager.default.isExecutableFile(atPath: path)
  }
}

/// A program that was not built.
package struct ExecutableMissing: Error, CustomStringConvertible {
  let searched: [String]

  package var description: String {
    "the executable is not beside the test bundle: run `swift build -c release --build-tests` first (searched "
      + searched.joined(separator: ", ") + ")"
  }
}
