extension LanczosSpectralNorm {
  /// Cycles of iterations, each from an exact image; one is the rule, two from a generic start.
  private static let cycles = 4
  /// After this many, what is missing is left to double precision.
  private static let singleCycles = 2
  /// An estimate of the residual this far below the tolerance is followed by a look at the residual itself.
  private static let safety = 0.6
  /// Weights of other leading Ritz vectors and of the generic vector in the next start: all that is not the leading Ritz vector
  /// meets rounding to single precision, so that both must be small, and large enough to be found when they overtake it.
  private static let otherWeight = 3e-2
  private static let unseenWeight = 1e-3
  /// Magnitudes this close, relative to the largest, may change places by the next call: that one is made in double precision,
  /// from a start in which all of them are large.
  private static let rivalDistance = 1e-4

  /// What a search in mixed precision waits for.
  enum Want {
    /// The current basis vector's image, exact to rounding.
    case exactImage
    /// That image, for which single precision will do.
    case singleImage
    /// Nothing more.
    case nothing
  }

  /// Where a search in mixed precision stands.
  struct Search: Sendable {
    fileprivate var isDefinite = false
    fileprivate var cycle = 0
    fileprivate var iterations = 0
    /// Whether the next image is that of a cycle's first vector.
    fileprivate var isAtStart = true
    fileprivate var isSingle = false
    /// What has been found.
    fileprivate(set) var found = SpectralNormEstimate.none
  }

  /// Begins a search for the norm with the operator in full precision only where a cycle begins, and in the end for the residual.
  /// Whoever drives it fills `image` with what is wanted and calls `continueSearch`.
  ///
  /// A cycle begins with a vector that is nearly an eigenvector; what its iterations add to it is small, and so is what
  /// single precision does to that. The value is the Rayleigh quotient in full precision.
  mutating func beginSearch(isDefinite: Bool) -> Want {
    search = Search(isDefinite: isDefinite)
    guard dimension > 0 else {
      search.found = SpectralNormEstimate(value: 0, residual: 0, iterations: 0)
      return .nothing
    }
    enterStart()
    progress.current = 0
    return .exactImage
  }

  /// Takes in the image that was wanted.
  ///
  /// - Parameter usesSingle: told the length of the first unit vector's image, whether single precision will do.
  mutating func continueSearch(usesSingle: (Double) -> Bool) -> Want {
    if search.isAtStart {
      search.iterations += 1
      let isOver = search.cycle == 0 ? takeFirstImage(usesSingle) : takeResult()
      if isOver { return .nothing }
      search.isAtStart = false
      beginCycle(
        isDefinite: search.isDefinite, isFirst: search.cycle == 0, tolerance: Self.safety * tolerance)
    }
    guard let outcome = absorbImage() else {
      return search.isSingle && search.cycle < Self.singleCycles ? .singleImage : .exactImage
    }
    search.iterations += outcome.estimate.iterations - 1
    guard outcome.size > 0 else {
      forgetStart()
      search.found = SpectralNormEstimate(
        value: outcome.estimate.value, residual: .infinity, iterations: search.iterations)
      return .nothing
    }
    formRitzVector(outcome)
    isContested = hasRival(outcome, within: Self.rivalDistance)
    setStart(outcome, generic: 0)
    for i in 0..<dimension { basis[i] = vector[i] }
    progress.current = 0
    search.cycle += 1
    search.isAtStart = true
    return .exactImage
  }

  /// True when there is nothing to search: the first image is zero or not finite.
  private mutating func takeFirstImage(_ usesSingle: (Double) -> Bool) -> Bool {
    let length = norm(of: image)
    guard length > 0, length.isFinite else {
      forgetStart()
      search.found = SpectralNormEstimate(
        value: length > 0 ? .infinity : 0, residual: length == 0 ? 0 : .infinity, iterations: 1)
      return true
    }
    search.isSingle = !isContested && usesSingle(length)
    return false
  }

  /// The Rayleigh quotient of the vector that a cycle has found; true when no other cycle is to follow.
  private mutating func takeResult() -> Bool {
    search.found = estimate(iterations: search.iterations)
    if search.found.residual > tolerance, search.cycle < Self.cycles { return false }
    if search.found.residual.isFinite { composeStart() } else { forgetStart() }
    return true
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
