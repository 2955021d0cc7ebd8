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
    // By bytes: a page's data are megabytes.
    let bytes = Array(json.utf8)
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      switch byte {
      case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"):
        result += Array(String(format: "\\u%04x", Int(byte)).utf8)
      case 0xe2 where index + 1 < bytes.count && bytes[index] == 0x80 && bytes[index + 1] & 0xfe == 0xa8:
        result += Array((bytes[index + 1] == 0xa8 ? "\\u2028" : "\\u2029").utf8)
        index += 2
      default: result.append(byte)
      }
    }
    return String(decoding: result, as: UTF8.self)
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
