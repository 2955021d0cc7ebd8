import Foundation

extension RunProvenance {
  /// A run that this process is about to make.
  ///
  /// - Parameters:
  ///   - command: the words of the command line, the program first.
  ///   - name: the name that the user gave it; any text.
  ///   - version: the program's version.
  public static func here(command: [String], name: String?, version: String) -> RunProvenance {
    var result = RunProvenance()
    result.name = name
    result.command = command.map(ShellText.quoted).joined(separator: " ")
    result.workingFolder = FileManager.default.currentDirectoryPath
    result.startedAt = Date()
    result.version = version
    result.host = ProcessInfo.processInfo.hostName
    result.processor = value("/proc/cpuinfo", of: "model name", separator: ":")
    result.system = value("/etc/os-release", of: "PRETTY_NAME", separator: "=")
    return result
  }

  /// The first value of a name in a text file of names and values.
  private static func value(_ path: String, of name: String, separator: Character) -> String? {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: separator, maxSplits: 1)
      guard parts.count == 2, parts[0].trimmingCharacters(in: .whitespaces) == name else { continue }
      return parts[1].trimmingCharacters(in: CharacterSet(charactersIn: " \t\""))
    }
    return nil
  }
}

/// Words for a POSIX shell.
public enum ShellText {
  private static let plain = CharacterSet(
    charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./=:,+@%")

  /// A word that a shell reads back as the given text, on one line: as it is when nothing in it is special, in quotes else.
  public static func quoted(_ word: String) -> String {
    if !word.isEmpty, word.unicodeScalars.allSatisfy(plain.contains) { return word }
    if word.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7f }) {
      let escaped = word.unicodeScalars.map { scalar -> String in
        switch scalar {
        case "'", "\\": "\\\(scalar)"
        case _ where scalar.value < 0x20 || scalar.value == 0x7f: String(format: "\\x%02x", scalar.value)
        default: "\(scalar)"
        }
      }
      return "$'" + escaped.joined() + "'"
    }
    return "'" + word.replacingOccurrences(of: "'", with: "'\\''") + "'"
  }
}
