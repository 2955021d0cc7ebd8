import Foundation

/// A formula made ready to be evaluated often: its operations in the order in which a stack of numbers needs them.
struct SweepProgram: Sendable {
  private enum Step: Sendable {
    case number(Double)
    case slot(Int)
    case negate
    case operate(SweepExpression.Operation)
    case call(SweepExpression.Function)
  }

  private let steps: [Step]

  /// Compiles a formula.
  ///
  /// - Parameters:
  ///   - slots: where the value of each of the formula's names will be.
  ///   - constants: names that have one value, looked at before `slots`.
  init(_ expression: SweepExpression, slots: [String: Int], constants: [String: Double] = [:]) {
    var steps: [Step] = []
    func visit(_ node: SweepExpression.Node) {
      switch node {
      case .number(let value): steps.append(.number(value))
      case .name(let name, _): steps.append(constants[name].map(Step.number) ?? .slot(slots[name] ?? 0))
      case .negated(let inner):
        visit(inner)
        steps.append(.negate)
      case .operation(let operation, let left, let right):
        visit(left)
        visit(right)
        steps.append(.operate(operation))
      case .call(let function, let arguments):
        arguments.forEach(visit)
        steps.append(.call(function))
      }
    }
    visit(expression.root)
    self.steps = steps
  }

  /// Its value at `values`.
  ///
  /// - Parameter stack: memory, used again from call to call.
  /// - Throws: `SweepExpressionError` for a division by zero and what is no finite number, at any operation.
  /// - Complexity: O(n) for n operations.
  func run(_ values: [Double], stack: inout [Double]) throws(SweepExpressionError) -> Double {
    stack.removeAll(keepingCapacity: true)
    for step in steps {
      switch step {
      case .number(let value): stack.append(value)
      case .slot(let index): stack.append(values[index])
      case .negate: stack[stack.count - 1].negate()
      case .operate(let operation):
        let right = stack.removeLast()
        let left = stack[stack.count - 1]
        stack[stack.count - 1] = try Self.apply(operation, left, right)
      case .call(let function):
        let last = stack.removeLast()
        let first = function.count == 2 ? stack.removeLast() : last
        stack.append(try Self.apply(function, first, last))
      }
    }
    return stack[0]
  }

  private static func apply(
    _ operation: SweepExpression.Operation, _ left: Double, _ right: Double
  ) throws(SweepExpressionError) -> Double {
    let value: Double
    switch operation {
    case .plus: value = left + right
    case .minus: value = left - right
    case .times: value = left * right
    case .over:
      guard right != 0 else { throw SweepExpressionError("found a division by zero") }
      value = left / right
    case .power:
      guard left != 0 || right >= 0 else { throw SweepExpressionError("found a division by zero") }
      value = pow(left, right)
    }
    guard value.isFinite else {
      throw SweepExpressionError(
        "found \(SweepNumber.short(left)) \(operation.rawValue) \(SweepNumber.short(right))",
        expected: "a finite number")
    }
    return value
  }

  private static func apply(
    _ function: SweepExpression.Function, _ first: Double, _ last: Double
  ) throws(SweepExpressionError) -> Double {
    let value: Double =
      switch function {
      case .sqrt: first.squareRoot()
      case .log: log(first)
      case .exp: exp(first)
      case .abs: abs(first)
      case .min: min(first, last)
      case .max: max(first, last)
      case .round: first.rounded()
      case .floor: first.rounded(.down)
      case .ceil: first.rounded(.up)
      }
    guard value.isFinite else {
      throw SweepExpressionError(
        "found \(function.rawValue)(\(SweepNumber.short(first)))", expected: "a finite number")
    }
    return value
  }
}
