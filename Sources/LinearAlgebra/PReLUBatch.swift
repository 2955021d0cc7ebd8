import CVectorKernels

/// The elementwise passes of one minibatch of a PReLU sum network, on batch x d matrices (row = sample).
public enum PReLUBatch {
  /// `residual[b]` = output at Z minus output at Z + Y, summed over neurons; returns the sum of its squares.
  ///
  /// With Z = X V and Y = X (V* - V) this is student minus teacher, to relative accuracy near the teacher too.
  /// Allocates nothing.
  public static func residual(
    _ z: Matrix, _ y: Matrix, slope: Double, into residual: inout [Double]
  ) -> Double {
    precondition(z.rowCount == y.rowCount && z.columnCount == y.columnCount, "shapes differ")
    precondition(residual.count == z.rowCount, "shapes differ")
    return residual.withUnsafeMutableBufferPointer { residual in
      z.elements.withUnsafeBufferPointer { zs in
        y.elements.withUnsafeBufferPointer { ys in
          guard let zs = zs.baseAddress, let ys = ys.baseAddress, let r = residual.baseAddress else {
            return 0
          }
          return tpk_prelu_residual(Int64(z.rowCount), Int64(z.columnCount), slope, zs, ys, r)
        }
      }
    }
  }

  /// Replaces Z by `residual[b]` sigma'(Z), the derivative of half the squared residual by Z. Allocates nothing.
  public static func backpropagate(_ residual: [Double], slope: Double, into z: inout Matrix) {
    precondition(residual.count == z.rowCount, "shapes differ")
    let (batch, d) = (z.rowCount, z.columnCount)
    z.elements.withUnsafeMutableBufferPointer { z in
      residual.withUnsafeBufferPointer { residual in
        guard let z = z.baseAddress, let r = residual.baseAddress else { return }
        tpk_prelu_backpropagate(Int64(batch), Int64(d), slope, r, z)
      }
    }
  }

  /// One minibatch forward, shared among threads: Z = X V, Y = X D, and the residual of `residual(_:_:slope:into:)`;
  /// returns the sum of its squares. Allocates nothing.
  ///
  /// - Parameter partial: room for a batch's entries for each thread of `WorkSharing`.
  /// - Complexity: 4 B d^2 floating-point operations.
  public static func forward(
    inputs x: Matrix, neurons v: Matrix, displacement d: Matrix, slope: Double, hidden z: inout Matrix,
    hiddenDifference y: inout Matrix, residual: inout [Double], partial: inout [Double]
  ) -> Double {
    precondition(z.rowCount == x.rowCount && y.rowCount == x.rowCount, "shapes differ")
    precondition(z.columnCount == v.columnCount && y.columnCount == d.columnCount, "shapes differ")
    precondition(x.columnCount == v.rowCount && v.isSquare && d.isSquare, "shapes differ")
    precondition(d.rowCount == v.rowCount && residual.count == x.rowCount, "shapes differ")
    precondition(partial.count >= x.rowCount * WorkSharing.threads, "too little room for the threads")
    return z.elements.withUnsafeMutableBufferPointer { z in
      y.elements.withUnsafeMutableBufferPointer { y in
        tpk_batch_forward(
          Int64(x.rowCount), Int64(x.columnCount), slope, x.elements, v.elements, d.elements, z.baseAddress,
          y.baseAddress, &residual, &partial)
      }
    }
  }

  /// And backward: Q = residual sigma'(Z), W += alpha X^T Q. Allocates nothing.
  ///
  /// - Complexity: 2 B d^2 floating-point operations.
  public static func backward(
    inputs x: Matrix, hidden z: Matrix, residual: [Double], slope: Double, alpha: Double,
    errors q: inout Matrix, weights w: inout Matrix
  ) {
    precondition(z.rowCount == x.rowCount && q.rowCount == x.rowCount, "shapes differ")
    precondition(z.columnCount == w.columnCount && q.columnCount == w.columnCount, "shapes differ")
    precondition(x.columnCount == w.rowCount && residual.count == x.rowCount, "shapes differ")
    q.elements.withUnsafeMutableBufferPointer { q in
      w.elements.withUnsafeMutableBufferPointer { w in
        tpk_batch_backward(
          Int64(x.rowCount), Int64(x.columnCount), slope, alpha, x.elements, z.elements, residual,
          q.baseAddress,
          w.baseAddress)
      }
    }
  }
}
