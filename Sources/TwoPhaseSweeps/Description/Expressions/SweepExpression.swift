/// A formula of a sweep's file: numbers, names, `+ - * / ^`, parentheses and a few functions.
///
/// `^` binds closest and to the right, then unary minus, then `*` and `/`, then `+` and `-`: `-2^2` is -4, `2^3^2` is 512.
///
/// ```swift
/// let formula = try SweepExpression("0.05 / dimension")
/// try formula.evaluate(["dimension": 20])   // 0.0025
/// ```
public struct SweepExpression: Sendable, Equatable, CustomStringConvertible {
  /// A function of one number, or of two.
  package enum Function: String, Sendable, CaseIterable {
    case sqrt, log, exp, abs, min, max, round, floor, ceil

    /// How many numbers it takes.
    package var count: Int { self == .min || self == .max ? 2 : 1 }
  }

  /// An operation on two numbers.
  package enum Operation: Character, Sendable, CaseIterable {
    case plus = "+"
    case minus = "-"
    case times = "*"
    case over = "/"
    case power = "^"
  }

  /// A part of a formula.
  package indirect enum Node: Sendable, Equatable {
    case number(Double)
    case name(String, column: Int)
    case negated(Node)
    case operation(Operation, Node, Node)
    case call(Function, [Node])
  }

  /// The formula as a tree.
  package let root: Node

  /// Reads a formula.
  ///
  /// - Throws: `SweepExpressionError` with the column of what is wrong.
  public init(_ text: String) throws(SweepExpressionError) {
    var parser = SweepExpressionParser(text)
    root = try parser.formula()
  }

  package init(_ root: Node) { self.root = root }

  /// Words that mean something in a formula, and so name no variable.
  public static let reserved: Set<String> = Set(Function.allCases.map(\.rawValue) + ["pi"])

  /// The names that it uses, each once, in the order of the text, with the column of the first.
  public var names: [(name: String, column: Int)] {
    var found: [(name: String, column: Int)] = []
    func visit(_ node: Node) {
      switch node {
      case .number: break
      case .name(let name, let column):
        if !found.contains(where: { $0.name == name }) { found.append((name, column)) }
      case .negated(let inner): visit(inner)
      case .operation(_, let left, let right):
        visit(left)
        visit(right)
      case .call(_, let arguments): arguments.forEach(visit)
      }
    }
    visit(root)
    return found
  }

  /// Its value.
  ///
  /// - Throws: `SweepExpressionError` for a name without a value, a division by zero and what is no finite number.
  public func evaluate(_ values: [String: Double]) throws(SweepExpressionError) -> Double {
    let names = names
    for (name, column) in names where values[name] == nil {
      throw SweepExpressionError(
        "found the unknown name '\(name)' at column \(column)",
        expected: "one of: \(values.keys.sorted().joined(separator: ", "))")
    }
    let slots = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1.name, $0) })
    var stack: [Double] = []
    return try SweepProgram(self, slots: slots).run(names.map { values[$0.name] ?? 0 }, stack: &stack)
  }

  /// The formula with as few parentheses as it needs; reading it gives the same formula.
  public var description: String { Self.text(root) }

  private static func level(_ node: Node) -> Int {
    switch node {
    case .operation(.plus, _, _), .operation(.minus, _, _): 0
    case .operation(.times, _, _), .operation(.over, _, _): 1
    case .negated: 2
    case .number(let value): value.sign == .minus ? 2 : 4
    case .operation(.power, _, _): 3
    case .name, .call: 4
    }
  }

  private static func text(_ node: Node) -> String {
    func part(_ inner: Node, atLeast least: Int) -> String {
      level(inner) < least ? "(\(text(inner)))" : text(inner)
    }
    switch node {
    case .number(let value):
      let text = "\(value)"
      return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    case .name(let name, _): return name
    case .negated(let inner): return "-\(part(inner, atLeast: 2))"
    case .operation(.power, let left, let right):
      return "\(part(left, atLeast: 4))^\(part(right, atLeast: 2))"
    case .operation(let operation, let left, let right):
      let own = level(node)
      return "\(part(left, atLeast: own)) \(operation.rawValue) \(part(right, atLeast: own + 1))"
    case .call(let function, let arguments):
      return "\(function.rawValue)(\(arguments.map(text).joined(separator: ", ")))"
    }
  }
}

/// A formula that cannot be read or that has no value.
public struct SweepExpressionError: Error, Equatable, CustomStringConvertible {
  /// What was found: "found '(' without ')' at column 7".
  public let found: String
  /// What was expected; nil where that is plain.
  public let expected: String?

  init(_ found: String, expected: String? = nil) {
    self.found = found
    self.expected = expected
  }

  /// One line.
  public var description: String { found + (expected.map { ", expected \($0)" } ?? "") }
}
