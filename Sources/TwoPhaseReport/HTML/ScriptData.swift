import Foundation

/// Data inside a page's script elements.
package enum ScriptData {
  /// JSON that no HTML parser can mistake for the end of its element, and no script for the end of a line.
  ///
  /// - Throws: when a number is NaN or infinite.
  package static func json(_ document: some Encodable) throws -> String {
    safe(String(decoding: try JSONText.data(document, pretty: false), as: UTF8.self))
  }

  /// The same JSON with `<`, `>`, `&`, U+2028 and U+2029 as escapes: in JSON they stand only inside strings.
  package static func safe(_ json: String) -> String {
    var result = String.UnicodeScalarView()
    result.reserveCapacity(json.utf8.count)
    for scalar in json.unicodeScalars {
      switch scalar {
      case "<", ">", "&", "\u{2028}", "\u{2029}":
        result.append(contentsOf: String(format: "\\u%04x", scalar.value).unicodeScalars)
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  /// A script of our own or a library's, fit to stand in an element: it cannot end it.
  package static func script(_ text: String) -> String {
    text.replacing(/<\/(?i:script)/) { _ in "<\\/script" }.replacingOccurrences(of: "<!--", with: "<\\!--")
  }

  /// A style sheet, fit to stand in an element.
  static func style(_ text: String) -> String { text.replacing(/<\/(?i:style)/) { _ in "<\\/style" } }

  /// Doubles as base64 of their bytes, least significant first: every bit kept; NaN where undefined.
  ///
  /// - Complexity: O(n).
  static func base64(_ values: some Sequence<Double?>) -> String {
    var data = Data()
    data.reserveCapacity(8 * values.underestimatedCount)
    for value in values {
      let number = value.flatMap { $0.isFinite ? $0 : nil } ?? .nan
      withUnsafeBytes(of: number.bitPattern.littleEndian) { data.append(contentsOf: $0) }
    }
    return data.base64EncodedString()
  }
}
