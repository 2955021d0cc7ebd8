/// The small part of Python's literals that a .npy header is written in.
struct PythonLiteral {
  indirect enum Value: Equatable {
    case string(String)
    case boolean(Bool)
    case integer(Int)
    case tuple([Value])
    case list([Value])
    case dictionary([String: Value])
  }

  private let text: [Character]
  private var position = 0
  private var depth = 0

  init(_ text: String) { self.text = Array(text) }

  /// The literal, or nil when the text is not one literal followed by white space.
  mutating func parse() -> Value? {
    guard let value = value() else { return nil }
    skipSpace()
    return position == text.count ? value : nil
  }

  private mutating func value() -> Value? {
    depth += 1
    defer { depth -= 1 }
    guard depth < 32 else { return nil }
    skipSpace()
    guard let character = peek else { return nil }
    switch character {
    case "{": return dictionary()
    case "(": return sequence(closing: ")").map(Value.tuple)
    case "[": return sequence(closing: "]").map(Value.list)
    case "'", "\"": return string(character).map(Value.string)
    default: return word()
    }
  }

  private mutating func dictionary() -> Value? {
    position += 1
    var entries: [String: Value] = [:]
    while true {
      skipSpace()
      if take("}") { return .dictionary(entries) }
      guard let quote = peek, quote == "'" || quote == "\"", let key = string(quote) else { return nil }
      skipSpace()
      guard take(":"), let entry = value() else { return nil }
      entries[key] = entry
      skipSpace()
      if !take(",") && peek != "}" { return nil }
    }
  }

  private mutating func sequence(closing: Character) -> [Value]? {
    position += 1
    var items: [Value] = []
    while true {
      skipSpace()
      if take(closing) { return items }
      guard let item = value() else { return nil }
      items.append(item)
      skipSpace()
      if !take(",") && peek != closing { return nil }
    }
  }

  private mutating func string(_ quote: Character) -> String? {
    position += 1
    var result = ""
    while let character = peek {
      position += 1
      if character == quote { return result }
      if character == "\\" { return nil }
      result.append(character)
    }
    return nil
  }

  private mutating func word() -> Value? {
    let start = position
    while let character = peek,
      character.isLetter || character.isNumber || character == "-" || character == "+"
    {
      position += 1
    }
    var word = String(text[start..<position])
    if word == "True" { return .boolean(true) }
    if word == "False" { return .boolean(false) }
    if word.hasSuffix("L") { word.removeLast() }  // Python 2's long integers
    return Int(word).map(Value.integer)
  }

  private var peek: Character? { position < text.count ? text[position] : nil }

  private mutating func take(_ character: Character) -> Bool {
    guard peek == character else { return false }
    position += 1
    return true
  }

  private mutating func skipSpace() {
    while let character = peek, character.isWhitespace { position += 1 }
  }
}
