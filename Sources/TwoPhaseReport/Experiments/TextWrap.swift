import LinearAlgebra

/// Prose in lines of a width.
enum TextWrap {
  /// The text on lines of at most `width` characters, each after the first with `indent` spaces before it; words are broken only
  /// when they are longer than a line. Control characters become "?".
  static func lines(_ text: String, width: Int, indent: Int = 0) -> [String] {
    let plain = MessageText.line(
      text.split(whereSeparator: \.isWhitespace).joined(separator: " "), limit: 20_000)
    let room = max(10, width - indent)
    let space = String(repeating: " ", count: indent)
    var lines: [String] = []
    var line = ""
    for word in plain.split(separator: " ") {
      var rest = word
      if !line.isEmpty {
        if line.count + 1 + rest.count <= room {
          line += " " + rest
          continue
        }
        lines.append(line)
      }
      while rest.count > room {
        lines.append(String(rest.prefix(room)))
        rest = rest.dropFirst(room)
      }
      line = String(rest)
    }
    if !line.isEmpty { lines.append(line) }
    return lines.enumerated().map { $0 == 0 ? $1 : space + $1 }
  }
}
