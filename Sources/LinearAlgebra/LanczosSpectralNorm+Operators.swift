import CVectorKernels

extension LanczosSpectralNorm {
  /// The spectral norm of a square matrix W, through W W^T; allocates nothing.
  public mutating func spectralNorm(of matrix: Matrix) -> SpectralNormEstimate {
    precondition(matrix.isSquare && matrix.rowCount == dimension, "shapes differ")
    let n = Int64(dimension)
    let isShared: Int32 = dimension < Self.sharedDimension ? 0 : 1
    let estimate = matrix.elements.withUnsafeBufferPointer { w in
      run(isDefinite: true) { x, y, partial in tpk_gram_apply(n, w.baseAddress, x, y, partial, isShared) }
    }
    return estimate.squareRoot(isZero: { matrix.largestMagnitude == 0 })
  }

  /// The spectral norm of A = V* \bar V*^T - V \bar V^T without forming it; allocates nothing.
  public mutating func spectralNorm(of auxiliary: NeuronOperator) -> SpectralNormEstimate {
    precondition(auxiliary.neurons.rowCount == dimension, "shapes differ")
    let n = Int64(dimension)
    let isShared: Int32 = dimension < Self.sharedDimension ? 0 : 1
    return auxiliary.withPointers { neurons in
      run { x, y, partial in tpk_auxiliary_apply(n, neurons, x, y, partial, isShared) }
    }
  }

  /// ||W||_2 and ||A||_2 at once: in small dimensions one on each of two threads; allocates nothing.
  public static func spectralNorms(
    _ first: inout LanczosSpectralNorm, of matrix: Matrix, _ second: inout LanczosSpectralNorm,
    of auxiliary: NeuronOperator
  ) -> (SpectralNormEstimate, SpectralNormEstimate) {
    let none = SpectralNormEstimate(value: 0, residual: .infinity, iterations: 0)
    var estimates = (none, none)
    withUnsafeMutablePointer(to: &first) { first in
      withUnsafeMutablePointer(to: &second) { second in
        withUnsafeMutablePointer(to: &estimates) { estimates in
          var pair = Pair(
            first: first, second: second, estimates: estimates, matrix: matrix, auxiliary: auxiliary)
          guard first.pointee.dimension < sharedDimension else {
            pair.run(0)
            pair.run(1)
            return
          }
          withUnsafeMutablePointer(to: &pair) { pair in
            tpk_parallel(2, { $0?.assumingMemoryBound(to: Pair.self).pointee.run(Int($1)) }, pair)
          }
        }
      }
    }
    return estimates
  }

  /// Two norms to be found, each by whichever thread takes it.
  private struct Pair {
    let first: UnsafeMutablePointer<LanczosSpectralNorm>
    let second: UnsafeMutablePointer<LanczosSpectralNorm>
    let estimates: UnsafeMutablePointer<(SpectralNormEstimate, SpectralNormEstimate)>
    let matrix: Matrix
    let auxiliary: NeuronOperator

    func run(_ part: Int) {
      if part == 0 {
        estimates.pointee.1 = second.pointee.spectralNorm(of: auxiliary)
      } else {
        estimates.pointee.0 = first.pointee.spectralNorm(of: matrix)
      }
    }
  }
}
