import Foundation

/// How documents become JSON: keys sorted, numbers in the shortest form that reads back to the same double.
enum JSONText {
  /// The document as UTF-8 text that ends in a newline.
  ///
  /// - Throws: when a number is NaN or infinite, which no document may hold.
  static func data(_ document: some Encodable, pretty: Bool) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting =
      pretty
      ? [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes] : [.sortedKeys, .withoutEscapingSlashes]
    var data = try encoder.encode(document)
    data.append(0x0a)
    return data
  }
}
