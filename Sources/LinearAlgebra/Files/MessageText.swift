/// Texts out of files, made fit for a message of one line.
public enum MessageText {
  /// A name on one line: control characters and line separators become "?", and what is longer than `limit`
  /// characters is cut, with "..." at its end.
  ///
  /// - Complexity: O(`limit`).
  public static func line(_ text: String, limit: Int = 80) -> String {
    var result = String.UnicodeScalarView()
    for (k, scalar) in text.unicodeScalars.enumerated() {
      if k == limit { return String(result) + "..." }
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator, .format: result.append("?")
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  /// Integers in brackets, at most eight of them.
  public static func list(_ numbers: [Int]) -> String {
    "[" + numbers.prefix(8).map { "\($0)" }.joined(separator: ", ") + (numbers.count > 8 ? ", ...]" : "]")
  }
}
