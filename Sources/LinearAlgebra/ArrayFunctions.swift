import CVectorKernels

/// arcsin, its remainder, square root and the loss's kernel on whole arrays, vectorised for the processor the program runs on.
public enum ArrayFunctions {
  /// `y[i] = arcsin(x[i])`, at most 1.5 ulp off, for |x| <= 1; allocates nothing.
  ///
  /// - Complexity: about 1.7 ns an element with AVX2, 1.1 ns where 64 neighbours are all within 1/2.
  public static func arcsine(_ x: [Double], into y: inout [Double]) { apply(tpk_asin, x, &y) }

  /// `y[i] = sqrt(x[i])`, correctly rounded; allocates nothing.
  ///
  /// - Complexity: about 0.7 ns an element with AVX2.
  public static func squareRoot(_ x: [Double], into y: inout [Double]) { apply(tpk_sqrt, x, &y) }

  /// `y[i] = arcsin(x[i]) - x[i]`, R3 of theory.md section 4, to relative accuracy at small x as well: at most 3 ulp
  /// off for |x| <= 1/2, beyond that at most 1 ulp of the arcsine; allocates nothing.
  ///
  /// - Complexity: that of ``arcsine(_:into:)``.
  public static func arcsineRemainder(_ x: [Double], into y: inout [Double]) {
    apply(tpk_arcsine_remainder, x, &y)
  }

  /// `h[i] = sqrt(1 - c^2) + c arcsin c` at `c = cosine[i]`, the kernel h of the loss (theory.md section 2) as a function
  /// of the angle's cosine, |c| <= 1.
  ///
  /// Even, from 1 at c = 0 to pi/2 at c = +-1; at most 1 ulp off. Allocates nothing.
  ///
  /// - Complexity: that of ``arcsine(_:into:)``.
  public static func lossKernel(_ cosine: [Double], into h: inout [Double]) {
    apply(tpk_loss_kernel, cosine, &h)
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
