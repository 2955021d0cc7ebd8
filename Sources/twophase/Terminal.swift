import Foundation

/// What goes to the user's terminal.
enum Terminal {
  /// True when standard error is a terminal: progress is drawn there and nowhere else.
  static var showsProgress: Bool { isatty(STDERR_FILENO) == 1 }

  /// Writes to standard output.
  static func show(_ text: String) { FileHandle.standardOutput.write(Data(text.utf8)) }

  /// Writes to standard error.
  static func note(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }

  /// One line on standard error, then the end.
  static func fail(_ message: String, status: Int32) -> Never {
    let line = message.split(whereSeparator: \.isNewline).joined(separator: " ")
    note("twophase: \(line)\n")
    exit(status)
  }
}
