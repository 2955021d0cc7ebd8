import CVectorKernels

/// An unevaluated sum of two doubles, about 32 decimal digits, for the few places where 16 are not enough:
/// differences of inner products that agree in nearly all their digits.
///
/// Error-free transformations after Dekker (1971) and Knuth; the arithmetic is the "sloppy-free" variant of
/// Hida, Li and Bailey (2001). Relative error of each operation: below 1e-31.
public struct DoubleDouble: Sendable, Equatable {
  /// The value rounded to double.
  public let high: Double
  /// What `high` leaves out, at most half a unit in its last place.
  public let low: Double

  /// The sum of two doubles, kept exactly.
  @inlinable
  public init(_ high: Double, _ low: Double = 0) {
    let sum = high + low
    let back = sum - high
    self.high = sum
    self.low = (high - (sum - back)) + (low - back)
  }

  /// The inner product of two vectors of the same length, as if computed in twice the working precision.
  ///
  /// - Complexity: about 20 floating-point operations per entry, vectorised.
  public init(dot x: ArraySlice<Double>, _ y: ArraySlice<Double>) {
    precondition(x.count == y.count, "vectors of different lengths")
    var (high, low) = (0.0, 0.0)
    x.withUnsafeBufferPointer { x in
      y.withUnsafeBufferPointer { y in
        guard let p = x.baseAddress, let q = y.baseAddress else { return }
        tpk_dot2(Int64(x.count), p, q, &high, &low)
      }
    }
    self.init(high, low)
  }

  /// The value rounded to double.
  @inlinable
  public var value: Double { high }

  /// The square root; zero for a negative argument, which can only be a rounding error of zero here.
  public var squareRoot: DoubleDouble {
    guard high.isFinite else { return DoubleDouble(high) }
    guard high > 0 else { return DoubleDouble(0) }
    let root = high.squareRoot()
    let square = DoubleDouble(root) * DoubleDouble(root)
    return DoubleDouble(root, (self - square).high / (2 * root))
  }

  /// The sum.
  @inlinable
  public static func + (x: DoubleDouble, y: DoubleDouble) -> DoubleDouble {
    let heads = DoubleDouble(x.high, y.high)
    let tails = DoubleDouble(x.low, y.low)
    let first = DoubleDouble(heads.high, heads.low + tails.high)
    return DoubleDouble(first.high, first.low + tails.low)
  }

  /// The negated value.
  @inlinable
  public static prefix func - (x: DoubleDouble) -> DoubleDouble { DoubleDouble(-x.high, -x.low) }

  /// The difference.
  @inlinable
  public static func - (x: DoubleDouble, y: DoubleDouble) -> DoubleDouble { x + (-y) }

  /// The product.
  public static func * (x: DoubleDouble, y: DoubleDouble) -> DoubleDouble {
    let product = x.high * y.high
    let error = (-product).addingProduct(x.high, y.high)
    return DoubleDouble(product, error + (x.high * y.low + x.low * y.high))
  }

  /// The quotient.
  public static func / (x: DoubleDouble, y: DoubleDouble) -> DoubleDouble {
    let first = x.high / y.high
    let rest = x - DoubleDouble(first) * y
    let second = rest.high / y.high
    let remaining = rest - DoubleDouble(second) * y
    return DoubleDouble(first, second) + DoubleDouble(remaining.high / y.high)
  }
}
