import Foundation
import LinearAlgebra
import Testing
import TwoPhaseSweeps

@Suite("Formulas of a sweep")
struct SweepExpressionTests {
  @Test(
    "have the usual precedence",
    arguments: [
      ("1 + 2 * 3", 7), ("(1 + 2) * 3", 9), ("10 - 4 - 3", 3), ("24 / 4 / 2", 3), ("2^3^2", 512),
      ("-2^2", -4),
      ("2^-1", 0.5), ("2 * -3", -6), ("--3", 3), ("-x^2", -25), ("6 / 2 * 3", 9), ("2 - -2", 4),
      ("(-2)^2", 4),
      ("1e-3 * 1000", 1), (".5 + 1.", 1.5), ("2E2", 200), ("pi", .pi), ("  x*x\n- 1 ", 24), ("-(x)", -5),
    ] as [(String, Double)])
  func precedence(_ text: String, _ value: Double) throws {
    #expect(try SweepExpression(text).evaluate(["x": 5]) == value)
  }

  @Test(
    "have these functions",
    arguments: [
      ("sqrt(16)", 4), ("log(1)", 0), ("exp(0)", 1), ("abs(-3)", 3), ("min(2, 3)", 2), ("max(2, x)", 5),
      ("round(2.5)", 3), ("round(-2.5)", -3), ("floor(-0.5)", -1), ("ceil(0.5)", 1),
      ("max(min(1, 2), sqrt(4) + 1)", 3), ("log(exp(2))", 2),
    ] as [(String, Double)])
  func functions(_ text: String, _ value: Double) throws {
    #expect(try SweepExpression(text).evaluate(["x": 5]) == value)
  }

  @Test(
    "say at which column they are wrong",
    arguments: [
      ("0.05 / (dimension", "found '(' without ')' at column 8"),
      ("log(2", "found '(' without ')' at column 4"),
      ("", "found no formula, expected one such as 0.05 / dimension"),
      ("1 +", "found the end at column 4, expected a number, a name or '('"),
      ("1 2", "found '2' at column 3, expected an operator or the end"),
      ("2x", "found 'x' at column 2, expected an operator or the end"),
      ("(1 2)", "found '2' at column 4, expected an operator or ')'"),
      ("1 + )", "found ')' at column 5, expected a number, a name or '('"),
      ("1 % 2", "found '%' at column 3, expected numbers, names, + - * / ^, parentheses"),
      ("1e400", "found '1e400' at column 1, expected a number"),
      ("1 + .", "found '.' at column 5, expected a number"),
      (
        "sin(1)",
        "found the unknown function 'sin' at column 1, expected one of: sqrt, log, exp, abs, min, max, round, floor, ceil"
      ),
      ("1 + sqrt", "found the function 'sqrt' without '(' at column 5"),
      ("min(1)", "found 1 number in min() at column 1, expected two"),
      ("2 * sqrt(1, 2)", "found 2 numbers in sqrt() at column 5, expected one"),
      ("y + 1", "found the unknown name 'y' at column 1, expected one of: x, z"),
      ("1 / (x - 5)", "found a division by zero"), ("0^-1", "found a division by zero"),
      ("log(x - 5)", "found log(0), expected a finite number"),
      ("min(1, sqrt(-2))", "found sqrt(-2), expected a finite number"),
      ("1e300 * 1e300", "found 1e+300 * 1e+300, expected a finite number"),
      ("(-8)^0.5", "found -8 ^ 0.5, expected a finite number"),
    ])
  func errors(_ text: String, _ message: String) {
    let error = #expect(throws: SweepExpressionError.self) {
      try SweepExpression(text).evaluate(["x": 5, "z": 1])
    }
    #expect(error?.description == message)
  }

  @Test("too deep a formula is refused, not followed")
  func deep() {
    for text in [String(repeating: "(", count: 100_000), String(repeating: "-", count: 100_000) + "1"] {
      let error = #expect(throws: SweepExpressionError.self) { try SweepExpression(text) }
      #expect(error?.description.contains("more than 100 levels") == true)
    }
    #expect(throws: Never.self) {
      try SweepExpression(Array(repeating: "1", count: 5000).joined(separator: "+"))
    }
  }

  @Test("are printed with as few parentheses as they need")
  func printed() throws {
    for (text, expected) in [
      ("0.05/dimension", "0.05 / dimension"), ("((a))-(b-c)", "a - (b - c)"), ("(a*b)/c", "a * b / c"),
      ("a/(b*c)", "a / (b * c)"), ("(a^b)^c", "(a^b)^c"), ("a^(b^c)", "a^b^c"), ("(-a)^2", "(-a)^2"),
      ("-(a^2)", "-a^2"),
      ("a^(-b)", "a^-b"), ("-(a+b)", "-(a + b)"), ("a*(-b)", "a * -b"), ("min( a ,b+1 )", "min(a, b + 1)"),
      ("1e-3+2.50", "0.001 + 2.5"),
    ] {
      #expect(try SweepExpression(text).description == expected)
    }
  }

  /// Random formulas from words of a counter-based stream.
  private struct Trees {
    var counter: UInt32 = 0
    mutating func below(_ limit: Int) -> Int {
      counter += 1
      return Int(NormalStream.philox(counter: (counter, 0, 0, 0), key: (11, 12)).0 % UInt32(limit))
    }

    mutating func tree(_ depth: Int) -> SweepExpression.Node {
      switch depth == 0 ? below(2) : below(7) {
      case 0: return .number([0, 1, 2, 0.5, 3e-7, 1e22, 0.1, 7][below(8)])
      case 1: return .name(["x", "y", "z2"][below(3)], column: 0)
      case 2: return .negated(tree(depth - 1))
      case 3:
        let function = SweepExpression.Function.allCases[below(SweepExpression.Function.allCases.count)]
        return .call(function, (0..<function.count).map { _ in tree(depth - 1) })
      default:
        let operation = SweepExpression.Operation.allCases[below(SweepExpression.Operation.allCases.count)]
        return .operation(operation, tree(depth - 1), tree(depth - 1))
      }
    }
  }

  /// Value by the definition, without the stack.
  private static func value(_ node: SweepExpression.Node, _ values: [String: Double]) -> Double {
    switch node {
    case .number(let number): return number
    case .name(let name, _): return values[name] ?? .nan
    case .negated(let inner): return -value(inner, values)
    case .operation(let operation, let left, let right):
      let (a, b) = (value(left, values), value(right, values))
      switch operation {
      case .plus: return a + b
      case .minus: return a - b
      case .times: return a * b
      case .over: return a / b
      case .power: return pow(a, b)
      }
    case .call(let function, let arguments):
      let numbers = arguments.map { value($0, values) }
      switch function {
      case .sqrt: return numbers[0].squareRoot()
      case .log: return log(numbers[0])
      case .exp: return exp(numbers[0])
      case .abs: return abs(numbers[0])
      case .min: return min(numbers[0], numbers[1])
      case .max: return max(numbers[0], numbers[1])
      case .round: return numbers[0].rounded()
      case .floor: return floor(numbers[0])
      case .ceil: return ceil(numbers[0])
      }
    }
  }

  @Test("random formulas, printed and read again, have the same value: the definition's")
  func roundTrip() throws {
    var trees = Trees()
    let values = ["x": 1.5, "y": -0.25, "z2": 3]
    var (finite, refused) = (0, 0)
    for _ in 0..<4000 {
      let formula = SweepExpression(trees.tree(5))
      let again = try SweepExpression(formula.description)
      #expect(again.description == formula.description)
      do {
        let found = try formula.evaluate(values)
        finite += 1
        #expect(found == Self.value(formula.root, values), "\(formula)")
        #expect(try again.evaluate(values) == found, "\(formula)")
      } catch {
        refused += 1
        #expect(throws: error) { try again.evaluate(values) }
      }
    }
    #expect(finite > 1000 && refused > 100)
  }
}
