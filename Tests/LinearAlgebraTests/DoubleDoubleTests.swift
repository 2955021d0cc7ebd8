import LinearAlgebra
import Testing
import TestSupport

/// |found - expected| / |expected| in double-double arithmetic.
private func relativeError(_ found: DoubleDouble, _ expected: DoubleDouble) -> Double {
  abs((found - expected).value / expected.value)
}

@Suite("Double-double arithmetic")
struct DoubleDoubleTests {
  /// Numbers with all 106 bits in use.
  private func numbers(_ count: Int, seed: UInt64) -> [DoubleDouble] {
    var random = TestRandom(seed)
    return (0..<count).map { _ in
      let scale = random.uniform(-20...20)
      let high = random.normal() * Double(sign: .plus, exponent: Int(scale), significand: 1)
      return DoubleDouble(high, high * random.uniform(-0.5...0.5) * 0x1p-53)
    }
  }

  @Test("two doubles of any sizes are kept exactly, the larger part in high")
  func exactSum() {
    #expect(DoubleDouble(1, 0x1p-80).high == 1)
    #expect(DoubleDouble(1, 0x1p-80).low == 0x1p-80)
    #expect(DoubleDouble(0x1p-80, 1) == DoubleDouble(1, 0x1p-80))
    #expect(DoubleDouble(0x1p53, 1).high == 0x1p53)
    #expect(DoubleDouble(0x1p53, 1).low == 1)
    #expect(DoubleDouble(0x1p53, 3).value == 0x1p53 + 4)
    #expect(DoubleDouble(0x1p53, 3).low == -1)
    #expect(DoubleDouble(3, -3) == DoubleDouble(0))
  }

  @Test("high is the sum rounded to double, and low is at most half a unit of it")
  func normalised() {
    for x in numbers(1000, seed: 1) {
      #expect(x.high + x.low == x.high)
      #expect(abs(x.low) <= x.high.ulp / 2)
      #expect(x.value == x.high)
    }
  }

  @Test("sums and products of integers that fit into 100 bits are exact")
  func integers() {
    let large = DoubleDouble(0x1p99, 1)  // 2^99 + 1
    #expect(large + DoubleDouble(-0x1p99) == DoubleDouble(1))
    #expect(large - large == DoubleDouble(0))
    #expect(-large == DoubleDouble(-0x1p99, -1))
    #expect(DoubleDouble(0x1p50 + 1) * DoubleDouble(0x1p50 - 1) == DoubleDouble(0x1p100, -1))
    #expect(DoubleDouble(0x1p100, -1) / DoubleDouble(0x1p50 + 1) == DoubleDouble(0x1p50 - 1))
    #expect((DoubleDouble(0x1p50 + 1) * DoubleDouble(0x1p50 + 1)).squareRoot == DoubleDouble(0x1p50 + 1))
  }

  @Test("one third and the root of two have the digits they should have")
  func constants() {
    // Nearest doubles of 1/3 - fl(1/3) and sqrt 2 - fl(sqrt 2).
    let third = DoubleDouble(1) / DoubleDouble(3)
    #expect(third.high == 1.0 / 3)
    #expect(TestSupport.relativeError(third.low, 1.850371707708594e-17) < 1e-14)
    let root = DoubleDouble(2).squareRoot
    #expect(root.high == 2.0.squareRoot())
    #expect(TestSupport.relativeError(root.low, -9.667293313452913e-17) < 1e-14)
  }

  @Test("the four operations undo each other to 1e-30")
  func identities() {
    let pairs = zip(numbers(2000, seed: 2), numbers(2000, seed: 3))
    for (x, y) in pairs {
      #expect(relativeError(x * y / y, x) < 1e-30)
      #expect(relativeError(x / y * y, x) < 1e-30)
      let larger = max(abs(x.value), abs(y.value))
      #expect(abs((x + y - y - x).value) < 1e-30 * larger)
      #expect(x * y == y * x)
      #expect(x + y == y + x)
      #expect(
        relativeError((x + y) * (x - y) + y * y, x * x) < 1e-30 * max(1, larger * larger / (x * x).value))
      #expect(relativeError(DoubleDouble(1) / (DoubleDouble(1) / x), x) < 1e-30)
    }
  }

  @Test("a difference of neighbours keeps its relative accuracy")
  func cancellation() {
    for x in numbers(1000, seed: 4) {
      let step = DoubleDouble(x.high.ulp * 0x1p-40)
      #expect((x + step) - x == step)
    }
  }

  @Test("a square root squared is the number, and the root of a square is the number, to 1e-30")
  func squareRoots() {
    for x in numbers(2000, seed: 5) {
      let y = x.value < 0 ? -x : x
      #expect(relativeError(y.squareRoot * y.squareRoot, y) < 1e-30)
      #expect(relativeError((y * y).squareRoot, y) < 1e-30)
    }
    #expect(DoubleDouble(0).squareRoot == DoubleDouble(0))
    #expect(DoubleDouble(-1e-40).squareRoot == DoubleDouble(0))
  }

  @Test("an inner product of integers is exact at every length", arguments: 0...40)
  func integerDot(count: Int) {
    var random = TestRandom(UInt64(count))
    let x = (0..<count).map { _ in Int.random(in: -(1 << 26)...(1 << 26), using: &random) }
    let y = (0..<count).map { _ in Int.random(in: -(1 << 26)...(1 << 26), using: &random) }
    let exact = zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }
    let dot = DoubleDouble(dot: x.map(Double.init)[...], y.map(Double.init)[...])
    #expect(Int(dot.high) + Int(dot.low) == exact)
  }

  @Test("products that cancel leave an exact remainder", arguments: [3, 17, 100, 1001])
  func illConditionedDot(count: Int) {
    // Products of 46-bit integers, below 2^92, in pairs of opposite sign, in random order, and a small integer: the
    // condition number is above 2^80, and double arithmetic has no correct digit.
    var random = TestRandom(UInt64(count))
    var terms: [(Double, Double)] = []
    var remainder = 0
    for _ in 0..<count {
      let a = Double(Int.random(in: -(1 << 46)...(1 << 46), using: &random))
      let b = Double(Int.random(in: -(1 << 46)...(1 << 46), using: &random))
      let small = Int.random(in: -9...9, using: &random)
      terms += [(a, b), (b, -a), (Double(small), 1)]
      remainder += small
    }
    terms.shuffle(using: &random)
    let (x, y) = (terms.map(\.0), terms.map(\.1))
    let dot = DoubleDouble(dot: x[...], y[...])
    #expect(dot == DoubleDouble(Double(remainder)))
    #expect(dotProduct(x, y) != Double(remainder), "the case is not hard enough")
  }

  @Test("an inner product whose terms differ in scale keeps twice the digits")
  func scaledDot() {
    // (1 + 2^-30)^2 - 1 - 2^-29 = 2^-60.
    let dot = DoubleDouble(
      dot: [1 + 0x1p-30, -1, -0x1p-29][...], [1 + 0x1p-30, 1, 1][...])
    #expect(dot == DoubleDouble(0x1p-60))
    #expect(DoubleDouble(dot: [0x1p60, 1, -0x1p60][...], [1, 0x1p-40, 1][...]) == DoubleDouble(0x1p-40))
  }

  @Test("slices are taken from where they begin")
  func slices() {
    let x = (0..<30).map(Double.init)
    let y = x.map { 2 * $0 + 1 }
    let expected = (0..<20).reduce(0) { $0 + ($1 + 3) * (2 * ($1 + 7) + 1) }
    #expect(DoubleDouble(dot: x[3..<23], y[7..<27]) == DoubleDouble(Double(expected)))
  }
}
