import CVectorKernels

/// The integrand of the population loss's path integral from a target to the current point (theory.md section 2),
/// summed over the pairs of columns that are asked for.
public enum PairPath {
  /// The sum over pairs (i, j) with `use[i, j] != 0` of <pair (i, j)'s part of the gradient of column j, D_j> at the
  /// point V + (1 - t) D, whose norms are given; everything else is at the current point V.
  ///
  /// - Parameters:
  ///   - t: the distance from the target, 1 at the current point.
  ///   - gram: V^T V.  - cross: D^T V.  - crossTransposed: V^T D.  - displacementGram: D^T D.
  ///   - norms: |v_i + (1 - t) D_i|.
  ///   - targetNorms: |v*_i|.
  ///   - normDifferences: target norm minus norm at t.
  ///   - use: 1 for the pairs to sum, 0 for the others and for the diagonal.
  /// - Complexity: three arcsines for each pair, vectorised; allocates nothing.
  public static func integrand(
    t: Double, gram: Matrix, cross: Matrix, crossTransposed: Matrix, displacementGram: Matrix,
    norms: [Double],
    targetNorms: [Double], normDifferences: [Double], use: Matrix
  ) -> Double {
    let n = norms.count
    precondition(targetNorms.count == n && normDifferences.count == n, "shapes differ")
    for matrix in [gram.elements.count, cross.elements.count, crossTransposed.elements.count] {
      precondition(matrix == n * n, "shapes differ")
    }
    precondition(displacementGram.elements.count == n * n && use.elements.count == n * n, "shapes differ")
    return gram.elements.withUnsafeBufferPointer { gram in
      cross.elements.withUnsafeBufferPointer { cross in
        crossTransposed.elements.withUnsafeBufferPointer { transposed in
          displacementGram.elements.withUnsafeBufferPointer { squares in
            use.elements.withUnsafeBufferPointer { use in
              guard let gram = gram.baseAddress, let cross = cross.baseAddress, let use = use.baseAddress,
                let transposed = transposed.baseAddress, let squares = squares.baseAddress
              else { return 0 }
              var sum = 0.0
              for j in 0..<n {
                let k = j * n
                sum += tpk_path_column(
                  Int64(n), Int64(j), t, 1 - t, gram + k, cross + k, transposed + k, squares + k, norms,
                  targetNorms, normDifferences, use + k)
              }
              return sum
            }
          }
        }
      }
    }
  }
}
