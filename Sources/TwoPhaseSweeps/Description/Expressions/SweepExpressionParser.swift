import LinearAlgebra

/// Reads a formula by recursive descent.
struct SweepExpressionParser {
  private enum Token: Equatable {
    case number(Double)
    case name(String)
    case sign(Character)
    case end
  }

  private let characters: [Character]
  private var next = 0
  private var token = Token.end
  /// The token's first column, from 1.
  private var column = 1
  private var tokenText = ""
  private var depth = 0

  init(_ text: String) { characters = Array(text) }

  /// Deeper formulas than this are refused rather than followed.
  private static let deepest = 100

  mutating func formula() throws(SweepExpressionError) -> SweepExpression.Node {
    try advance()
    guard token != .end else {
      throw SweepExpressionError("found no formula", expected: "one such as 0.05 / dimension")
    }
    let root = try sum()
    guard token == .end else { throw unexpected("an operator or the end") }
    return root
  }

  private mutating func sum() throws(SweepExpressionError) -> SweepExpression.Node {
    var left = try product()
    while case .sign(let sign) = token, sign == "+" || sign == "-" {
      try advance()
      left = .operation(sign == "+" ? .plus : .minus, left, try product())
    }
    return left
  }

  private mutating func product() throws(SweepExpressionError) -> SweepExpression.Node {
    var left = try signed()
    while case .sign(let sign) = token, sign == "*" || sign == "/" {
      try advance()
      left = .operation(sign == "*" ? .times : .over, left, try signed())
    }
    return left
  }

  private mutating func signed() throws(SweepExpressionError) -> SweepExpression.Node {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest else {
      throw SweepExpressionError(
        "found more than \(Self.deepest) levels at column \(column)", expected: "a simpler formula")
    }
    guard token == .sign("-") else { return try power() }
    try advance()
    return .negated(try signed())
  }

  private mutating func power() throws(SweepExpressionError) -> SweepExpression.Node {
    let base = try atom()
    guard token == .sign("^") else { return base }
    try advance()
    return .operation(.power, base, try signed())
  }

  private mutating func atom() throws(SweepExpressionError) -> SweepExpression.Node {
    let start = column
    switch token {
    case .number(let value):
      try advance()
      return .number(value)
    case .sign("("):
      try advance()
      let inner = try sum()
      try close(openedAt: start)
      return inner
    case .name(let name):
      try advance()
      guard token == .sign("(") else {
        if SweepExpression.Function(rawValue: name) != nil {
          throw SweepExpressionError("found the function '\(name)' without '(' at column \(start)")
        }
        return name == "pi" ? .number(.pi) : .name(name, column: start)
      }
      return try call(name, at: start)
    case .sign, .end: throw unexpected("a number, a name or '('")
    }
  }

  private mutating func call(
    _ name: String, at start: Int
  ) throws(SweepExpressionError) -> SweepExpression.Node {
    guard let function = SweepExpression.Function(rawValue: name) else {
      let all = SweepExpression.Function.allCases.map(\.rawValue).joined(separator: ", ")
      throw SweepExpressionError(
        "found the unknown function '\(MessageText.line(name, limit: 40))' at column \(start)",
        expected: "one of: \(all)")
    }
    let opened = column
    try advance()
    var arguments = [try sum()]
    while token == .sign(",") {
      try advance()
      arguments.append(try sum())
    }
    try close(openedAt: opened)
    guard arguments.count == function.count else {
      throw SweepExpressionError(
        "found \(arguments.count) number\(arguments.count == 1 ? "" : "s") in \(name)() at column \(start)",
        expected: function.count == 1 ? "one" : "two")
    }
    return .call(function, arguments)
  }

  private mutating func close(openedAt start: Int) throws(SweepExpressionError) {
    if token == .end { throw SweepExpressionError("found '(' without ')' at column \(start)") }
    guard token == .sign(")") else { throw unexpected("an operator or ')'") }
    try advance()
  }

  private func unexpected(_ expected: String) -> SweepExpressionError {
    let what = token == .end ? "the end" : "'\(MessageText.line(tokenText, limit: 40))'"
    return SweepExpressionError("found \(what) at column \(column)", expected: expected)
  }

  private mutating func advance() throws(SweepExpressionError) {
    while next < characters.count, characters[next].isWhitespace { next += 1 }
    column = next + 1
    guard next < characters.count else {
      token = .end
      return
    }
    let start = next
    let first = characters[next]
    if Self.isDigit(first) || first == "." {
      try number(from: start)
    } else if first.isASCII, first.isLetter {
      while next < characters.count, Self.isWord(characters[next]) { next += 1 }
      tokenText = String(characters[start..<next])
      token = .name(tokenText)
    } else {
      next += 1
      tokenText = String(first)
      guard "+-*/^(),".contains(first) else {
        throw SweepExpressionError(
          "found '\(MessageText.line(tokenText))' at column \(column)",
          expected: "numbers, names, + - * / ^, parentheses")
      }
      token = .sign(first)
    }
  }

  private mutating func number(from start: Int) throws(SweepExpressionError) {
    func digits(_ index: inout Int) {
      while index < characters.count, Self.isDigit(characters[index]) { index += 1 }
    }
    digits(&next)
    if next < characters.count, characters[next] == "." {
      next += 1
      digits(&next)
    }
    if next < characters.count, characters[next] == "e" || characters[next] == "E" {
      var end = next + 1
      if end < characters.count, characters[end] == "+" || characters[end] == "-" { end += 1 }
      let first = end
      digits(&end)
      if end > first { next = end }
    }
    tokenText = String(characters[start..<next])
    guard let value = Double(tokenText), value.isFinite else {
      throw SweepExpressionError("found '\(tokenText)' at column \(column)", expected: "a number")
    }
    token = .number(value)
  }

  private static func isDigit(_ character: Character) -> Bool { character.isASCII && character.isNumber }
  private static func isWord(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber)
  }
}
