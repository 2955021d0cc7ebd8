import CLAPACKE

/// The largest magnitude of an eigenvalue of a symmetric operator, by Lanczos iteration with full
/// reorthogonalisation and a warm start, iterated until the residual is small.
///
/// Meant for a norm wanted at every step of a slowly changing matrix: the leading Ritz vectors of one call start
/// the next. Several are kept, so that the norm stays right when two eigenvalues cross, and a fixed small generic
/// component is mixed in, so that a direction absent so far is still found. Working arrays are allocated once.
///
/// ```swift
/// var lanczos = LanczosSpectralNorm(dimension: w.columnCount)
/// let norm = lanczos.spectralNorm(of: w)   // .value, .residual, .iterations
/// ```
public struct LanczosSpectralNorm: Sendable {
  /// The residual, relative to the norm, at which iteration stops.
  public let tolerance: Double
  /// How many Ritz vectors start the next call.
  private static let keptVectors = 4
  /// Iterations before the residual is first looked at; then every quarter more, since looking costs O(size^3).
  private static let firstCheck = 8
  /// Restarts when the basis is full; a spectrum that needs more is better left to dense LAPACK.
  private static let restarts = 1
  /// Squared norms below this have lost digits to underflow.
  private static let smallestSquare = 1e-280
  /// Weight of the generic component in a warm start.
  private static let genericWeight = 1e-2

  private let dimension: Int
  private let capacity: Int
  private var basis: [Double]  // capacity + 1 orthonormal columns
  private var diagonal: [Double]
  private var offDiagonal: [Double]
  private var ritzValues: [Double]
  private var ritzOff: [Double]
  private var ritzVectors: [Double]
  private var work: [Double]
  private var projections: [Double]
  private var start: [Double]
  private var vector: [Double]
  private var image: [Double]
  private var halfImage: [Double]

  /// Room for operators on vectors of the given length.
  ///
  /// - Parameter tolerance: the relative residual to reach. The eigenvalue's own relative error is at most that, and
  ///   at most its square over the relative gap to the next eigenvalue.
  public init(dimension: Int, tolerance: Double = 1e-8) {
    self.dimension = dimension
    self.tolerance = tolerance
    capacity = min(dimension, 160)
    basis = [Double](repeating: 0, count: dimension * (capacity + 1))
    diagonal = [Double](repeating: 0, count: capacity)
    offDiagonal = diagonal
    ritzValues = diagonal
    ritzOff = diagonal
    ritzVectors = [Double](repeating: 0, count: capacity * capacity)
    work = [Double](repeating: 0, count: max(1, 2 * capacity))
    projections = [Double](repeating: 0, count: capacity + 1)
    vector = [Double](repeating: 0, count: dimension)
    image = vector
    halfImage = vector
    start = Self.genericVector(dimension)
  }

  /// The spectral norm of a square matrix W, through W^T W.
  public mutating func spectralNorm(of matrix: Matrix) -> SpectralNormEstimate {
    precondition(matrix.isSquare && matrix.rowCount == dimension, "shapes differ")
    var half = halfImage
    halfImage = []
    let estimate = largestMagnitude { x, y in
      matrix.multiply(.plain, x, into: &half)
      matrix.multiply(.transposed, half, into: &y)
    }
    halfImage = half
    if estimate.value < Self.smallestSquare && matrix.largestMagnitude > 0 {
      // W^T W has underflowed: its eigenvalue says nothing of W.
      return SpectralNormEstimate(value: 0, residual: .infinity, iterations: estimate.iterations)
    }
    return SpectralNormEstimate(
      value: estimate.value.squareRoot(), residual: estimate.residual / 2, iterations: estimate.iterations)
  }

  /// The largest magnitude of an eigenvalue of the symmetric operator that `apply` evaluates as y = A x.
  ///
  /// An operator whose values are not finite has norm infinity with residual infinity.
  ///
  /// When the basis is full before the residual is small, the iteration restarts once from the leading Ritz vectors; the residual that was reached is reported.
  public mutating func largestMagnitude(
    _ apply: (_ x: [Double], _ y: inout [Double]) -> Void
  ) -> SpectralNormEstimate {
    guard dimension > 0 else { return SpectralNormEstimate(value: 0, residual: 0, iterations: 0) }
    var total = 0
    var best = SpectralNormEstimate(value: 0, residual: .infinity, iterations: 0)
    for _ in 0...Self.restarts {
      let (estimate, size) = iterate(apply)
      total += estimate.iterations
      best = SpectralNormEstimate(value: estimate.value, residual: estimate.residual, iterations: total)
      guard size > 0 else {
        start = Self.genericVector(dimension)  // whatever went wrong must not start the next call
        break
      }
      keepLeadingVectors(of: size)
      if estimate.residual <= tolerance { break }
    }
    return best
  }

  private mutating func iterate(
    _ apply: (_ x: [Double], _ y: inout [Double]) -> Void
  ) -> (SpectralNormEstimate, size: Int) {
    let scale = norm(of: start)
    for i in 0..<dimension { basis[i] = start[i] / scale }
    var nextCheck = Self.firstCheck
    var largest = 0.0  // the largest entry of the tridiagonal matrix so far
    for k in 0..<capacity {
      for i in 0..<dimension { vector[i] = basis[i + k * dimension] }
      apply(vector, &image)
      diagonal[k] = dotProduct(vector, image)
      orthogonalize(against: k + 1)
      orthogonalize(against: k + 1)
      let beta = norm(of: image)
      offDiagonal[k] = beta
      largest = max(largest, abs(diagonal[k]), beta)
      let isExhausted = beta <= largest * 1e-14  // what is left is rounding: no direction to go on in
      let size = k + 1
      let check = size == nextCheck || size == capacity
      if check { nextCheck += max(4, size / 4) }
      let top = check || isExhausted ? solveTridiagonal(size) : 0
      if check || isExhausted {
        let value = abs(ritzValues[top])
        guard value.isFinite, beta.isFinite else {
          return (SpectralNormEstimate(value: .infinity, residual: .infinity, iterations: size), 0)
        }
        guard value > 0 else {
          return (SpectralNormEstimate(value: 0, residual: 0, iterations: size), size)
        }
        // With a full basis the Ritz values are the eigenvalues.
        let residual = size == dimension ? 0 : beta * abs(ritzVectors[k + top * size]) / value
        if residual <= tolerance || size == capacity || isExhausted {
          return (SpectralNormEstimate(value: value, residual: residual, iterations: size), size)
        }
      }
      for i in 0..<dimension { basis[i + size * dimension] = image[i] / beta }
    }
    return (SpectralNormEstimate(value: 0, residual: .infinity, iterations: capacity), 0)
  }

  /// Removes from `image` its components along the first `count` basis vectors.
  private mutating func orthogonalize(against count: Int) {
    let (n, k) = (Int32(dimension), Int32(count))
    image.withUnsafeMutableBufferPointer { image in
      projections.withUnsafeMutableBufferPointer { projections in
        basis.withUnsafeBufferPointer { basis in
          let (q, p, y) = (basis.baseAddress, projections.baseAddress, image.baseAddress)
          cblas_dgemv(CblasColMajor, CblasTrans, n, k, 1, q, n, y, 1, 0, p, 1)
          cblas_dgemv(CblasColMajor, CblasNoTrans, n, k, -1, q, n, p, 1, 1, y, 1)
        }
      }
    }
  }

  /// Eigenvalues and vectors of the leading `size` x `size` tridiagonal matrix; the index of the largest magnitude.
  private mutating func solveTridiagonal(_ size: Int) -> Int {
    for i in 0..<size {
      ritzValues[i] = diagonal[i]
      ritzOff[i] = offDiagonal[i]
    }
    _ = LAPACKE_dsteqr_work(
      LAPACK_COL_MAJOR, Int8(UInt8(ascii: "I")), Int32(size), &ritzValues, &ritzOff, &ritzVectors,
      Int32(size),
      &work)
    return abs(ritzValues[0]) > abs(ritzValues[size - 1]) ? 0 : size - 1
  }

  /// Sets the next start: the Ritz vectors of the largest magnitudes, plus a little of a fixed generic vector.
  private mutating func keepLeadingVectors(of size: Int) {
    let generic = Self.genericWeight / Double(dimension).squareRoot()
    for i in 0..<dimension { start[i] = generic * Self.genericEntry(i) }
    var (low, high) = (0, size - 1)
    for _ in 0..<min(Self.keptVectors, size) {
      let pick = abs(ritzValues[low]) > abs(ritzValues[high]) ? low : high
      if pick == low { low += 1 } else { high -= 1 }
      for k in 0..<size {
        let weight = ritzVectors[k + pick * size]
        for i in 0..<dimension { start[i] += weight * basis[i + k * dimension] }
      }
    }
  }

  private static func genericVector(_ n: Int) -> [Double] { (0..<n).map(genericEntry) }

  /// A fixed sequence without pattern in [-1, 1]: the fractional parts of multiples of an irrational's powers.
  private static func genericEntry(_ i: Int) -> Double {
    let x = Double(i + 1) * 0.754877666246692760 + Double((i + 1) * (i + 1)) * 0.569840290998053265
    return 2 * (x - x.rounded(.down)) - 1
  }
}
