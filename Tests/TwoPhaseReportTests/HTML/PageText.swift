import Foundation
import Testing

/// What tests look for in a page.
struct PageText {
  let html: String

  init(_ html: String) { self.html = html }

  /// The page without its style and scripts: what carries texts.
  var markup: String {
    html.replacing(/<style>[\s\S]*?<\/style>/, with: "").replacing(
      /<script[^>]*>[\s\S]*?<\/script>/, with: "")
  }

  /// The JSON data in it.
  func data() throws -> Data {
    let match = try #require(
      html.firstMatch(of: /<script type="application\/json" id="data">([\s\S]*?)<\/script>/))
    return Data(match.1.utf8)
  }

  /// The values of an attribute, in order.
  func values(of attribute: String) throws -> [String] {
    try markup.matches(of: Regex("\\s\(attribute)=\"([^\"]*)\"")).map { "\($0.output[1].substring ?? "")" }
  }
}

/// The series in a page.
struct PageSeries: Decodable {
  let count: Int
  let total: Int
  let columns: [String]

  /// A column's doubles.
  func column(_ index: Int) throws -> [Double] {
    let data = try #require(Data(base64Encoded: columns[index]))
    return stride(from: 0, to: data.count, by: 8).map { start in
      var bits: UInt64 = 0
      for k in (0..<8).reversed() { bits = bits << 8 | UInt64(data[start + k]) }
      return Double(bitPattern: bits)
    }
  }
}
