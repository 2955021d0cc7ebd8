import Foundation
import LinearAlgebra

/// What goes to the user's terminal.
enum Terminal {
  /// True when standard error is a terminal: progress is drawn there and nowhere else.
  static var showsProgress: Bool { isatty(STDERR_FILENO) == 1 }

  /// True when standard output is a terminal that wants colours: verdicts are coloured there and nowhere else.
  static var showsColour: Bool {
    let environment = ProcessInfo.processInfo.environment
    return isatty(STDOUT_FILENO) == 1 && environment["NO_COLOR"] == nil && environment["TERM"] != "dumb"
  }

  /// Writes to standard output; ends the program when that fails.
  static func show(_ text: String) {
    do {
      try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
    } catch {
      fail("standard output: cannot be written", status: FailureKind.inputOutput.rawValue)
    }
  }

  /// Writes to a file, which appears whole or not at all, or without one to standard output.
  ///
  /// - Throws: `FileFailure`.
  static func write(_ text: String, to path: String?) throws {
    guard let path else { return show(text) }
    try AtomicFile.write(Data(text.utf8), to: path)
  }

  /// Writes to standard error, where nothing more can be done about a failure.
  static func note(_ text: String) { try? FileHandle.standardError.write(contentsOf: Data(text.utf8)) }

  /// One line on standard error, then the end.
  static func fail(_ message: String, status: Int32) -> Never {
    let line = message.split(whereSeparator: \.isNewline).joined(separator: " ")
    note("twophase: \(line)\n")
    exit(status)
  }
}
