extension LanczosSpectralNorm {
  typealias MixedOperator = (
    _ isSingle: Bool, _ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>,
    _ partial: UnsafeMutablePointer<Double>
  ) -> Void

  /// Cycles of iterations, each from an exact image; one is the rule, two from a generic start.
  private static let cycles = 4
  /// An estimate of the residual this far below the tolerance is followed by a look at the residual itself.
  private static let safety = 0.6
  /// Weights of other leading Ritz vectors and of the generic vector in the next start: all that is not the leading Ritz vector
  /// meets rounding to single precision, so that both must be small, and large enough to be found when they overtake it.
  private static let otherWeight = 3e-2
  private static let unseenWeight = 1e-3
  /// Magnitudes this close, relative to the largest, may change places by the next call: that one is made in double precision,
  /// from a start in which all of them are large.
  private static let rivalDistance = 1e-3

  /// As `run`, with the operator in full precision only where a cycle begins, and in the end for the residual itself.
  ///
  /// A cycle begins with a vector that is nearly an eigenvector; what its iterations add to it is small, and so is what
  /// single precision does to that. The value is the Rayleigh quotient in full precision.
  ///
  /// - Parameter usesSingle: told the length of the first unit vector's image, whether single precision will do.
  mutating func run(
    isDefinite: Bool = false, usesSingle: (Double) -> Bool, _ apply: MixedOperator
  ) -> SpectralNormEstimate {
    guard dimension > 0 else { return SpectralNormEstimate(value: 0, residual: 0, iterations: 0) }
    var found = SpectralNormEstimate(value: 0, residual: .infinity, iterations: 0)
    enterStart()
    applyToFirst { x, y, room in apply(false, x, y, room) }
    let length = norm(of: image)
    guard length > 0, length.isFinite else {  // nothing to go by: zero, or not a number
      return run(isDefinite: isDefinite) { x, y, room in apply(false, x, y, room) }
    }
    let isSingle = !isContested && usesSingle(length)
    var total = 1
    for cycle in 0..<Self.cycles {
      let outcome = iterate(
        isDefinite: isDefinite, isFirst: cycle == 0, hasImage: true, tolerance: Self.safety * tolerance
      ) { x, y, room in apply(isSingle, x, y, room) }
      if cycle == 0 { lastSize = outcome.size }
      total += outcome.estimate.iterations
      guard outcome.size > 0 else {
        forgetStart()
        return SpectralNormEstimate(value: outcome.estimate.value, residual: .infinity, iterations: total)
      }
      formRitzVector(outcome)
      isContested = hasRival(outcome, within: Self.rivalDistance)
      setStart(outcome, generic: 0)
      for i in 0..<dimension { basis[i] = vector[i] }
      applyToFirst { x, y, room in apply(false, x, y, room) }
      found = estimate(iterations: total)
      if !(found.residual > tolerance) { break }
    }
    guard found.residual.isFinite else {
      forgetStart()
      return found
    }
    composeStart()
    return found
  }

  /// The leading Ritz vector, and the others of the start as it is at their weight. They are scaled to it each time, so that who
  /// is next in line keeps its share from call to call.
  private mutating func composeStart() {
    let along = dotProduct(start, vector) / dotProduct(vector, vector)
    for i in 0..<dimension { start[i] -= along * vector[i] }
    let length = norm(of: start)
    let factor = length > 1e-200 ? (isContested ? 1 : Self.otherWeight) / length : 0
    let generic = Self.unseenWeight / Double(dimension).squareRoot()
    for i in 0..<dimension {
      start[i] = vector[i] + factor * start[i] + generic * Self.genericEntry(i)
    }
  }

  private mutating func applyToFirst(_ apply: Operator) {
    basis.withUnsafeBufferPointer { basis in
      image.withUnsafeMutableBufferPointer { image in
        partial.withUnsafeMutableBufferPointer { partial in
          guard let x = basis.baseAddress, let y = image.baseAddress, let room = partial.baseAddress else {
            return
          }
          apply(x, y, room)
        }
      }
    }
  }

  /// Rayleigh quotient and residual of the first basis vector, from its image.
  private func estimate(iterations: Int) -> SpectralNormEstimate {
    let n = dimension
    var (product, square) = (0.0, 0.0)
    for i in 0..<n {
      product += basis[i] * image[i]
      square += basis[i] * basis[i]
    }
    let quotient = product / square
    var residual = 0.0
    for i in 0..<n {
      let difference = image[i] / quotient - basis[i]
      residual += difference * difference
    }
    let relative = (residual / square).squareRoot()
    return SpectralNormEstimate(
      value: abs(quotient), residual: relative.isNaN ? .infinity : relative, iterations: iterations)
  }
}
