import Foundation
import LinearAlgebra

/// Numbers and texts of a gnuplot script.
package enum GnuplotText {
  /// Seven digits: finer than any printer.
  static func number(_ value: Double) -> String { String(format: "%.7g", value) }

  /// About the width of a text in points, its markup left out; a wide serif font's.
  static func width(_ text: String) -> Double {
    let plain = text.replacingOccurrences(of: "{/:Italic ", with: "").filter { !"{}_^".contains($0) }
    return Double(plain.count) * 0.52 * FigureStyle.fontSize
  }

  // MARK: Texts that are not ours

  /// A text on one line without control characters and noncharacters, cut at 200 characters.
  static func plain(_ text: String) -> String {
    let line = MessageText.line(text.split(whereSeparator: \.isWhitespace).joined(separator: " "), limit: 200)
    // Code points that no XML may hold, and so no svg.
    return String(
      String.UnicodeScalarView(line.unicodeScalars.map { $0.value & 0xfffe == 0xfffe ? "?" : $0 }))
  }

  /// About the width of a text without markup in points. Capitals and wide scripts count for more.
  static func plainWidth(_ text: String) -> Double {
    let ems = text.reduce(0.0) { sum, character in
      let scalar = character.unicodeScalars.first?.value ?? 0
      return sum + (scalar >= 0x1100 ? 1.05 : character.isUppercase ? 0.72 : 0.52)
    }
    return ems * FigureStyle.fontSize
  }

  /// A text in lines that are no wider than `room`, in points: broken between words, within a word that is wider itself.
  static func wrapped(_ text: String, room: Double) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      var rest = Substring(word)
      if !line.isEmpty {
        if plainWidth(line + " " + rest) <= room {
          line += " " + rest
          continue
        }
        lines.append(line)
        line = ""
      }
      while plainWidth(String(rest)) > room, rest.count > 1 {
        var count = 1
        while count < rest.count, plainWidth(String(rest.prefix(count + 1))) <= room { count += 1 }
        lines.append(String(rest.prefix(count)))
        rest = rest.dropFirst(count)
      }
      line = String(rest)
    }
    return lines + (line.isEmpty ? [] : [line])
  }

  /// A text as enhanced text that shows it as it is.
  package static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      // The empty group parts it from "U+2713", which gnuplot would read as a character's number.
      case "\\": result += "\\\\{}"
      // The svg terminal writes it as it is, and "]]>" is no XML.
      case ">": result += "{}>"
      case "^", "_", "{", "}", "@", "&", "~": result += "\\\(scalar)"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// Enhanced text as a string in single quotes: within them gnuplot runs no back-quoted command, expands no macro and ends the
  /// string at nothing but a single quote, which the text has none of: gnuplot reads two of them as one only in some places.
  /// Line breaks become spaces.
  package static func quoted(_ enhanced: String) -> String {
    var result = "'"
    for scalar in enhanced.unicodeScalars {
      switch scalar {
      // The character by its number; in braces, for without one of them backslashes are not read.
      case "'": result += "{\\047}"
      case _ where scalar.value < 0x20 || scalar.value == 0x7f: result += " "
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "'"
  }
}
