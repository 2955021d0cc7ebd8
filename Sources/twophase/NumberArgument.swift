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

  static func integers(_ text: String) throws -> [Int] {
    let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map { word in
      Int(word.filter { $0 != " " })
    }
    guard !numbers.contains(nil) else {
      throw Unreadable(description: "expected whole numbers separated by commas, such as 2,5,20,100")
    }
    return numbers.compactMap { $0 }
  }

  static func reals(_ text: String) throws -> [Double] {
    let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map { word in
      Double(word.filter { $0 != " " })
    }
    guard !numbers.contains(nil) else {
      throw Unreadable(description: "expected numbers separated by commas, such as 0.05,0.1")
    }
    return numbers.compactMap { $0 }
  }

  static func seed(_ text: String) throws -> UInt64 {
    guard let value = UInt64(text) else {
      throw Unreadable(description: "expected a whole number from 0 to \(UInt64.max)")
    }
    return value
  }
}
