import CLAPACKE
import CVectorKernels

extension Matrix {
  /// The Frobenius norm, scaled inside so that it neither overflows nor underflows.
  ///
  /// - Complexity: 2 m n floating-point operations.
  public var frobeniusNorm: Double { norm(of: elements) }

  /// The Frobenius inner product `<self, other>` = sum of products of entries.
  ///
  /// - Complexity: 2 m n floating-point operations.
  public func innerProduct(_ other: Matrix) -> Double {
    precondition(rowCount == other.rowCount && columnCount == other.columnCount, "shapes differ")
    return dotProduct(elements, other.elements)
  }

  /// The Frobenius norm of `a - b`.
  ///
  /// - Complexity: O(m n), one allocation.
  public static func distance(_ a: Matrix, _ b: Matrix) -> Double {
    var difference = a
    difference.add(b, scaledBy: -1)
    return difference.frobeniusNorm
  }

  /// True when every entry is a number of magnitude at most `limit`; false when one is NaN.
  public func isBounded(by limit: Double) -> Bool {
    tpk_all_within(Int64(elements.count), limit, elements) != 0
  }

  /// The largest absolute value of an entry; zero for an empty matrix.
  public var largestMagnitude: Double { elements.reduce(0) { max($0, abs($1)) } }
}

/// The Euclidean norm of a vector, scaled inside so that it neither overflows nor underflows.
public func norm(of x: [Double]) -> Double { cblas_dnrm2(Int32(x.count), x, 1) }

/// The inner product of two vectors of the same length.
public func dotProduct(_ x: [Double], _ y: [Double]) -> Double {
  precondition(x.count == y.count, "vectors of different lengths")
  return cblas_ddot(Int32(x.count), x, 1, y, 1)
}
