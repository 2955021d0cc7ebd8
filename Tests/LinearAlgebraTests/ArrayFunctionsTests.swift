import Foundation
import LinearAlgebra
import TestSupport
import Testing

@Suite("Array functions")
struct ArrayFunctionsTests {
  private typealias Function = ([Double], inout [Double]) -> Void

  private func apply(_ function: Function, _ x: [Double]) -> [Double] {
    var y = [Double](repeating: .nan, count: x.count)
    function(x, &y)
    return y
  }

  /// Points all over [-1, 1]: evenly spread, near 0 in every binade, near +-1, and the ends.
  private var points: [Double] {
    var random = TestRandom(1)
    var points = (0..<60_000).map { _ in random.uniform(-1...1) }
    points += (0..<20_000).map { _ in
      Double(sign: .plus, exponent: -Int.random(in: 1...1074, using: &random), significand: 1)
        * random.uniform(-1...1)
    }
    points += (0..<20_000).map { _ in
      let gap = Double(sign: .plus, exponent: -Int.random(in: 1...53, using: &random), significand: 1)
      return (Bool.random(using: &random) ? 1 : -1) * (1 - gap)
    }
    return points
      + [
        0, -0.0, 1, -1, 0.5, -0.5, 0.25, -0.25, 1e-8, -1e-300, .leastNonzeroMagnitude, 1.0.nextDown,
        -1.0.nextUp,
      ]
      .filter { abs($0) <= 1 }
  }

  @Test("arcsine is within 2 units in the last place of the C library's on 100 000 points")
  func arcsine() {
    let x = points
    let y = apply(ArrayFunctions.arcsine, x)
    for (x, y) in zip(x, y) {
      let expected = asin(x)
      #expect(abs(y - expected) <= 2 * expected.ulp, "arcsin \(x)")
    }
  }

  @Test("arcsine of 0, 1 and -1 is exact, signed zero included, and it is odd")
  func arcsineSpecial() {
    let y = apply(ArrayFunctions.arcsine, [0, 1, -1, -0.0, .leastNonzeroMagnitude])
    #expect(y == [0, .pi / 2, -.pi / 2, 0, .leastNonzeroMagnitude])
    #expect(y[3].sign == .minus)
    let x = points
    #expect(apply(ArrayFunctions.arcsine, x.map { -$0 }) == apply(ArrayFunctions.arcsine, x).map { -$0 })
  }

  @Test("the square root is the correctly rounded one")
  func squareRoot() {
    var random = TestRandom(2)
    var x = (0..<100_001).map { _ in
      random.uniform(1...4)
        * Double(sign: .plus, exponent: Int.random(in: -1070...1020, using: &random), significand: 1)
    }
    x += [
      0, -0.0, 1, 4, 2, .leastNonzeroMagnitude, .leastNormalMagnitude, .greatestFiniteMagnitude, .infinity,
    ]
    let y = apply(ArrayFunctions.squareRoot, x)
    #expect(y.map(\.bitPattern) == x.map { $0.squareRoot().bitPattern })
  }

  @Test("every length works and nothing beyond the end is touched", arguments: 0...40)
  func lengths(count: Int) {
    let x = (0..<count).map { Double($0) / 40 - 0.4 }
    for (k, y) in apply(ArrayFunctions.arcsine, x).enumerated() {
      #expect(abs(y - asin(x[k])) <= 2 * asin(x[k]).ulp)
    }
    #expect(apply(ArrayFunctions.squareRoot, x.map(abs)) == x.map { abs($0).squareRoot() })
    for (k, y) in apply(ArrayFunctions.arcsineRemainder, x).enumerated() {
      #expect(abs(y - (asin(x[k]) - x[k])) <= 2.3e-16)
    }
  }

  @Test("a result array that shares its storage with another leaves that one alone")
  func copyOnWrite() {
    let zero = [Double](repeating: 0, count: 5)
    var y = zero
    ArrayFunctions.squareRoot([1, 4, 9, 16, 25], into: &y)
    #expect(y == [1, 2, 3, 4, 5])
    #expect(zero == [0, 0, 0, 0, 0])
  }

  @Test("the arcsine's remainder is as accurate as stated at every point of the 25-digit table")
  func remainderTable() throws {
    let url = TestFiles.root.appendingPathComponent("Oracle/kernel-values.json")
    let tables = try JSONDecoder().decode([String: [Pair]].self, from: Data(contentsOf: url))
    let table = try #require(tables["R3"])
    #expect(table.count > 50)
    let found = apply(ArrayFunctions.arcsineRemainder, table.map(\.x))
    for (pair, y) in zip(table, found) {
      #expect(TestSupport.relativeError(y, pair.value) <= tolerance(pair.x), "R3(\(pair.x))")
    }
  }

  @Test("the arcsine's remainder agrees with its series in twice the precision up to 0.6")
  func remainderSeries() {
    var random = TestRandom(3)
    let x =
      (0..<4000).map { _ in random.uniform(-0.6...0.6) }
      + (0..<1000).map { _ in random.uniform(0.249...0.251) }
      + (0..<1000).map { _ in pow(10, random.uniform(-90 ... -1)) } + [0.25, -0.25, 0.25.nextUp]
    for (x, y) in zip(x, apply(ArrayFunctions.arcsineRemainder, x)) {
      #expect(TestSupport.relativeError(y, seriesRemainder(x)) <= tolerance(x), "R3(\(x))")
    }
  }

  /// 1e-15 for the series, up to 1/4. Beyond, arcsin x is off by up to a unit in its last place before x is taken away,
  /// which leaves 2e-14 just above 1/4 and less further out.
  private func tolerance(_ x: Double) -> Double {
    abs(x) <= 0.25 ? 1e-15 : asin(abs(x)).ulp / (asin(abs(x)) - abs(x))
  }

  /// arcsin x - x from its power series in double-double arithmetic.
  private func seriesRemainder(_ x: Double) -> Double {
    let square = DoubleDouble(x) * DoubleDouble(x)
    var term = DoubleDouble(x)  // (2k)! / (4^k k!^2) x^(2k + 1)
    var sum = DoubleDouble(0)
    for k in 1...200 {
      term = term * square * DoubleDouble(Double(2 * k - 1)) / DoubleDouble(Double(2 * k))
      sum = sum + term / DoubleDouble(Double(2 * k + 1))
    }
    return sum.value
  }

  /// One entry of the table: the double and the value's 25 digits.
  private struct Pair: Decodable {
    let x: Double
    let value: Double

    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      x = try container.decode(Double.self)
      let text = try container.decode(String.self)
      value = try #require(Double(text))
    }
  }
}
