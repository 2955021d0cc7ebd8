import CSLEEF
import CVectorKernels

/// arcsin, square root and arcsin's remainder on whole arrays, vectorised for the processor the program runs on.
public enum ArrayFunctions {
  /// `y[i] = arcsin(x[i])`, at most 1.5 ulp off, for |x| <= 1; allocates nothing.
  ///
  /// - Complexity: about 2 ns an element with AVX2.
  public static func arcsine(_ x: [Double], into y: inout [Double]) { apply(tpk_asin, x, &y) }

  /// `y[i] = sqrt(x[i])`, correctly rounded; allocates nothing.
  public static func squareRoot(_ x: [Double], into y: inout [Double]) { apply(tpk_sqrt, x, &y) }

  /// `y[i] = arcsin(x[i]) - x[i]`, R3 of theory.md section 4, to relative accuracy at small x as well.
  public static func arcsineRemainder(_ x: [Double], into y: inout [Double]) {
    apply(tpk_arcsine_remainder, x, &y)
  }

  private static func apply(
    _ kernel: (Int64, UnsafePointer<Double>, UnsafeMutablePointer<Double>) -> Void, _ x: [Double],
    _ y: inout [Double]
  ) {
    precondition(x.count == y.count, "arrays of different lengths")
    x.withUnsafeBufferPointer { x in
      y.withUnsafeMutableBufferPointer { y in
        guard let source = x.baseAddress, let target = y.baseAddress else { return }
        kernel(Int64(x.count), source, target)
      }
    }
  }
}
