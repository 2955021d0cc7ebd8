import Foundation

/// Finds a key that an object of a JSON text has twice, which `JSONDecoder` would pass over.
struct RepeatedJSONKey {
  private var objects: [Set<String>?] = []  // nil stands for an array
  private var position = 0
  private let bytes: [UInt8]

  /// The first repeated key of a valid JSON text, in UTF-8; nil when there is none.
  ///
  /// - Complexity: O(n).
  static func first(in bytes: [UInt8]) -> String? {
    var search = RepeatedJSONKey(bytes: bytes)
    return search.run()
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private mutating func run() -> String? {
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "{"): objects.append([])
      case UInt8(ascii: "["): objects.append(Set<String>?.none)
      case UInt8(ascii: "}"), UInt8(ascii: "]"): _ = objects.popLast()
      case UInt8(ascii: "\""):
        let text = string()
        guard isKey, let place = objects.indices.last, objects[place] != nil else { continue }
        if objects[place]?.insert(text).inserted == false { return text }
      default: break
      }
    }
    return nil
  }

  /// True when a colon follows, as after a key.
  private var isKey: Bool {
    let next = bytes[position...].first { ![0x20, 0x09, 0x0a, 0x0d].contains($0) }
    return next == UInt8(ascii: ":")
  }

  /// The text of a string whose opening quote has been passed.
  private mutating func string() -> String {
    let start = position - 1
    var hasEscape = false
    while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
      if bytes[position] == UInt8(ascii: "\\") {
        hasEscape = true
        position += 1
      }
      position += 1
    }
    position = min(position + 1, bytes.count)
    let token = bytes[start..<position]
    if hasEscape, let text = try? JSONDecoder().decode(String.self, from: Data(token)) { return text }
    return String(decoding: token.dropFirst().dropLast(), as: UTF8.self)
  }
}
