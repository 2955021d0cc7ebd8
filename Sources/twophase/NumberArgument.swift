/// Numbers as a user types them; what is no number is refused with what was expected.
enum NumberArgument {
  struct Unreadable: Error, CustomStringConvertible {
    let description: String
  }

  static func real(_ text: String) throws -> Double {
    guard let value = Double(text) else { throw Unreadable(description: "expected a number") }
    return value
  }

  static func integer(_ text: String) throws -> Int {
    guard let value = Int(text) else { throw Unreadable(description: "expected a whole number") }
    return value
  }

  static func seed(_ text: String) throws -> UInt64 {
    guard let value = UInt64(text) else {
      throw Unreadable(description: "expected a whole number from 0 to \(UInt64.max)")
    }
    return value
  }
}
