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
}
