import CVectorKernels
import Foundation

/// One cycle of iterations, image by image.
extension LanczosSpectralNorm {
  /// An image that orthogonalisation shortens by more than this is orthogonalised again.
  private static let cancellation = 0.03
  /// Iterations before the residual is first looked at: at least the first number, and at most the second fewer than the last
  /// call needed, for a slowly changing operator needs much the same again.
  private static let firstCheck = 6
  private static let earlier = 2
  /// The logarithm of the largest factor by which an iteration is taken to reduce the residual: when the next look is due.
  private static let fastestDecay = 1.5

  /// Where a cycle stands.
  struct Progress: Sendable {
    /// The basis vector whose image is wanted.
    var current = 0
    fileprivate var isDefinite = false
    fileprivate var tolerance = 0.0
    /// The largest entry of the tridiagonal matrix so far.
    fileprivate var largest = 0.0
    fileprivate var bound = Bound()
    fileprivate var nextCheck = 0
    fileprivate var isFirst = true
  }

  /// Bounds of the spectrum of the tridiagonal matrix so far.
  fileprivate struct Bound: Sendable {
    var high = -Double.infinity
    var low = Double.infinity

    mutating func grow(_ entry: Double, coupling: Double) {
      high = max(high, entry) + coupling
      low = min(low, entry) - coupling
    }
  }

  struct Outcome {
    var estimate: SpectralNormEstimate
    /// Basis vectors that the Ritz vectors are made of; 0 when there is nothing to keep.
    var size: Int
    /// The ends of the projected spectrum.
    var high = 0.0
    var low = 0.0
  }

  /// Begins a cycle at the first basis vector.
  ///
  /// - Parameter isFirst: whether this is the first cycle of a call.
  mutating func beginCycle(isDefinite: Bool, isFirst: Bool, tolerance: Double) {
    progress = Progress(
      current: 0, isDefinite: isDefinite, tolerance: tolerance,
      nextCheck: isFirst ? max(Self.firstCheck, lastSize - Self.earlier) : Self.firstCheck, isFirst: isFirst)
  }

  /// Takes the current basis vector's image in; the next basis vector is then the current one.
  ///
  /// - Returns: what the cycle has come to, when it is over.
  mutating func absorbImage() -> Outcome? {
    let (n, k) = (dimension, progress.current)
    let size = k + 1
    let entry = tpk_lanczos_orthogonalize(
      Int64(n), Int64(size), basis, Self.cancellation, &image, &projections)
    let beta = entry.coupling
    diagonal[k] = entry.diagonal
    offDiagonal[k] = beta
    let largest = max(progress.largest, abs(entry.diagonal), beta)
    progress.largest = largest
    guard entry.diagonal.isFinite, beta.isFinite else {
      return end(
        Outcome(
          estimate: SpectralNormEstimate(value: .infinity, residual: .infinity, iterations: size), size: 0))
    }
    guard largest > 0 else {
      return end(
        Outcome(estimate: SpectralNormEstimate(value: 0, residual: 0, iterations: size), size: size))
    }
    // The ends of the spectrum move out by no more than the couplings since they were known.
    progress.bound.grow(entry.diagonal, coupling: k == 0 ? 0 : offDiagonal[k - 1])
    let isExhausted = beta <= largest * 1e-14  // what is left is rounding: no direction to go on in
    if size >= progress.nextCheck || size == capacity || isExhausted {
      let reach = 1e-14 * largest
      let top = edge(size, sign: 1, bound: progress.bound.high + reach, scale: largest)
      let bottom =
        progress.isDefinite
        ? TridiagonalEdge(value: 0, lastComponent: 1)
        : edge(size, sign: -1, bound: progress.bound.low - reach, scale: largest)
      progress.bound = Bound(high: top.value, low: bottom.value)
      let best = abs(top.value) >= abs(bottom.value) ? top : bottom
      let value = abs(best.value)
      // With a full basis the Ritz values are the eigenvalues.
      let residual = size == n || value == 0 ? 0 : beta * best.lastComponent / value
      if (residual <= progress.tolerance && value > 0) || size == capacity || isExhausted {
        return end(
          Outcome(
            estimate: SpectralNormEstimate(value: value, residual: residual, iterations: size), size: size,
            high: top.value, low: bottom.value))
      }
      progress.nextCheck = size + max(1, Int(log(residual / progress.tolerance) / Self.fastestDecay))
    }
    extendBasis(size, length: beta)
    progress.current = size
    return nil
  }

  private mutating func end(_ outcome: Outcome) -> Outcome {
    if progress.isFirst { lastSize = outcome.size }
    return outcome
  }

  /// A whole cycle from the first basis vector.
  mutating func iterate(isDefinite: Bool, isFirst: Bool, _ apply: Operator) -> Outcome {
    beginCycle(isDefinite: isDefinite, isFirst: isFirst, tolerance: tolerance)
    while true {
      applyToCurrent(apply)
      if let outcome = absorbImage() { return outcome }
    }
  }

  /// `image` becomes the image of the current basis vector.
  mutating func applyToCurrent(_ apply: Operator) {
    let offset = progress.current * dimension
    basis.withUnsafeBufferPointer { basis in
      image.withUnsafeMutableBufferPointer { image in
        partial.withUnsafeMutableBufferPointer { partial in
          guard let x = basis.baseAddress, let y = image.baseAddress, let room = partial.baseAddress else {
            return
          }
          apply(x + offset, y, room)
        }
      }
    }
  }

  private func edge(_ size: Int, sign: Double, bound: Double, scale: Double) -> TridiagonalEdge {
    diagonal.withUnsafeBufferPointer { a in
      offDiagonal.withUnsafeBufferPointer { b in
        guard let a = a.baseAddress, let b = b.baseAddress else {
          return TridiagonalEdge(value: 0, lastComponent: 1)
        }
        return .find(diagonal: a, offDiagonal: b, size: size, sign: sign, bound: bound, scale: scale)
      }
    }
  }

  /// The image, scaled to length one, becomes basis vector number `size`.
  private mutating func extendBasis(_ size: Int, length: Double) {
    basis.withUnsafeMutableBufferPointer { basis in
      guard let base = basis.baseAddress else { return }
      tpk_quotient(Int64(dimension), image, length, base + size * dimension)
    }
  }
}
