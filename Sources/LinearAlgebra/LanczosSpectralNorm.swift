import CLAPACKE
import CVectorKernels
import Foundation

/// The largest magnitude of an eigenvalue of a symmetric operator, by Lanczos iteration with full
/// reorthogonalisation and a warm start, iterated until the residual is small.
///
/// Meant for a norm wanted at every step of a slowly changing matrix: the leading Ritz vectors of one call start
/// the next. Several enter, so that the norm stays right when two eigenvalues cross, and a fixed small generic
/// component is mixed in, so that a direction absent so far is still found. Working arrays are allocated once.
///
/// ```swift
/// var lanczos = LanczosSpectralNorm(dimension: w.columnCount)
/// let norm = lanczos.spectralNorm(of: w)   // .value, .residual, .iterations
/// ```
public struct LanczosSpectralNorm: Sendable {
  /// The residual, relative to the norm, at which iteration stops.
  public let tolerance: Double
  /// The basis is at most this many vectors.
  private static let largestBasis = 160
  /// Restarts when the basis is full; a spectrum that needs more is better left to dense LAPACK.
  private static let restarts = 1
  /// Weight of the generic component in a warm start.
  private static let genericWeight = 1e-3
  /// How far beyond the end of the spectrum, relative to its size, the pole of the filter lies that weighs the Ritz vectors
  /// of a warm start.
  private static let filterDistance = 2e-3
  /// From this dimension on one application of an operator is worth sharing among threads.
  static let sharedDimension = 256

  let dimension: Int
  let capacity: Int
  var basis: [Double]  // capacity + 1 orthonormal columns
  var diagonal: [Double]
  var offDiagonal: [Double]
  var coefficients: [Double]
  private var pivots: [Double]
  var projections: [Double]
  var start: [Double]
  var vector: [Double]
  var image: [Double]
  var partial: [Double]
  /// Whether the last mixed-precision run saw another magnitude next to the largest.
  var isContested = false
  /// Iterations of the last call's first cycle.
  var lastSize = 0
  var progress = Progress()
  var search = Search()

  /// Room for operators on vectors of the given length.
  ///
  /// - Parameter tolerance: the relative residual to reach. The eigenvalue's own relative error is at most that, and
  ///   at most its square over the relative gap to the next eigenvalue.
  public init(dimension: Int, tolerance: Double = 1e-8) {
    self.dimension = dimension
    self.tolerance = tolerance
    capacity = min(dimension, Self.largestBasis)
    basis = [Double](repeating: 0, count: dimension * (capacity + 1))
    diagonal = [Double](repeating: 0, count: capacity)
    offDiagonal = diagonal
    coefficients = diagonal
    pivots = diagonal
    projections = [Double](repeating: 0, count: 2 * (capacity + 1))
    vector = [Double](repeating: 0, count: dimension)
    image = vector
    partial = [Double](
      repeating: 0, count: dimension * (dimension < Self.sharedDimension ? 1 : WorkSharing.mostThreads))
    start = Self.genericVector(dimension)
  }

  /// The largest magnitude of an eigenvalue of the symmetric operator that `apply` evaluates as y = A x.
  ///
  /// An operator whose values are not finite has norm infinity with residual infinity.
  ///
  /// When the basis is full before the residual is small, the iteration restarts once from the leading Ritz vectors; the residual that was reached is reported.
  public mutating func largestMagnitude(
    _ apply: (_ x: [Double], _ y: inout [Double]) -> Void
  ) -> SpectralNormEstimate {
    var (x, y) = (vector, image)
    let n = dimension
    return run { from, to, _ in
      for i in 0..<n { x[i] = from[i] }
      apply(x, &y)
      for i in 0..<n { to[i] = y[i] }
    }
  }

  typealias Operator = (
    _ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, _ partial: UnsafeMutablePointer<Double>
  ) -> Void

  mutating func run(isDefinite: Bool = false, _ apply: Operator) -> SpectralNormEstimate {
    guard dimension > 0 else { return SpectralNormEstimate(value: 0, residual: 0, iterations: 0) }
    var total = 0
    var best = SpectralNormEstimate(value: 0, residual: .infinity, iterations: 0)
    for _ in 0...Self.restarts {
      enterStart()
      let outcome = iterate(isDefinite: isDefinite, isFirst: total == 0, apply)
      total += outcome.estimate.iterations
      best = SpectralNormEstimate(
        value: outcome.estimate.value, residual: outcome.estimate.residual, iterations: total)
      guard outcome.size > 0 else {
        forgetStart()
        break
      }
      keepLeadingVectors(outcome)
      if best.residual <= tolerance { break }
    }
    return best
  }

  /// The start, scaled to length one, becomes the first basis vector.
  mutating func enterStart() {
    let length = norm(of: start)
    for i in 0..<dimension { basis[i] = start[i] / length }
  }

  /// Whatever went wrong must not start the next call.
  mutating func forgetStart() {
    for i in 0..<dimension { start[i] = Self.genericEntry(i) }
  }

  /// Sets the next start: Ritz vectors weighed by their nearness to the end of the spectrum of the larger magnitude, and of
  /// the other end when that is nearly as large, plus a little of a fixed generic vector.
  private mutating func keepLeadingVectors(_ outcome: Outcome) {
    setStart(outcome, generic: Self.genericWeight)
  }

  /// Sets the start to those Ritz vectors, of length about one, plus the given weight of the generic vector.
  mutating func setStart(_ outcome: Outcome, generic weight: Double) {
    let size = outcome.size
    let value = max(abs(outcome.high), abs(outcome.low))
    for k in 0..<size { coefficients[k] = 0 }
    if abs(outcome.high) > 0.9 * value { addFiltered(size, pole: outcome.high + Self.filterDistance * value) }
    if abs(outcome.low) > 0.9 * value, outcome.low != outcome.high {
      addFiltered(size, pole: outcome.low - Self.filterDistance * value)
    }
    let generic = weight / Double(dimension).squareRoot()
    let length = coefficients[..<size].reduce(0) { $0 + $1 * $1 }.squareRoot()
    for i in 0..<dimension { start[i] = generic * Self.genericEntry(i) }
    guard length > 0 else { return }
    start.withUnsafeMutableBufferPointer { start in
      cblas_dgemv(
        CblasColMajor, CblasNoTrans, Int32(dimension), Int32(size), 1 / length, basis, Int32(dimension),
        coefficients, 1, 1, start.baseAddress, 1)
    }
  }

  /// The Ritz vector of the end of the larger magnitude, of length about one, into `vector`.
  mutating func formRitzVector(_ outcome: Outcome) {
    let size = outcome.size
    let isHigh = abs(outcome.high) >= abs(outcome.low)
    TridiagonalEdge.eigenvector(
      diagonal: diagonal, offDiagonal: offDiagonal, size: size, value: isHigh ? outcome.high : outcome.low,
      into: &coefficients)
    let length = coefficients[..<size].reduce(0) { $0 + $1 * $1 }.squareRoot()
    vector.withUnsafeMutableBufferPointer { vector in
      cblas_dgemv(
        CblasColMajor, CblasNoTrans, Int32(dimension), Int32(size), 1 / length, basis, Int32(dimension),
        coefficients, 1, 0, vector.baseAddress, 1)
    }
  }

  /// Whether another Ritz value's magnitude is within the given part of the largest.
  func hasRival(_ outcome: Outcome, within part: Double) -> Bool {
    let largest = max(abs(outcome.high), abs(outcome.low))
    let edge = largest * (1 - part)
    func count(above x: Double) -> Int {
      TridiagonalEdge.countAbove(
        x, diagonal: diagonal, offDiagonal: offDiagonal, size: outcome.size, scale: largest)
    }
    let magnitudes = count(above: edge) + (outcome.size - count(above: -edge))
    return magnitudes > 1
  }

  /// coefficients += (T - pole)^-1 e, scaled to length one, e the vector that this iteration started from: Ritz vectors
  /// near the pole weigh most.
  private mutating func addFiltered(_ size: Int, pole: Double) {
    // Without pivoting: the pole lies beyond the spectrum, so T - pole is definite.
    pivots[0] = diagonal[0] - pole
    projections[0] = 1
    for k in 1..<max(1, size) {
      let ratio = offDiagonal[k - 1] / pivots[k - 1]
      pivots[k] = diagonal[k] - pole - ratio * offDiagonal[k - 1]
      projections[k] = -ratio * projections[k - 1]
    }
    for k in stride(from: size - 1, through: 0, by: -1) {
      let next = k + 1 < size ? offDiagonal[k] * projections[k + 1] : 0
      projections[k] = (projections[k] - next) / pivots[k]
    }
    let length = projections[..<size].reduce(0) { $0 + $1 * $1 }.squareRoot()
    guard length > 0, length.isFinite else { return }
    for k in 0..<size { coefficients[k] += projections[k] / length }
  }

  private static func genericVector(_ n: Int) -> [Double] { (0..<n).map(genericEntry) }

  /// A fixed sequence without pattern in [-1, 1]: the fractional parts of multiples of an irrational's powers.
  static func genericEntry(_ i: Int) -> Double {
    let x = Double(i + 1) * 0.754877666246692760 + Double((i + 1) * (i + 1)) * 0.569840290998053265
    return 2 * (x - x.rounded(.down)) - 1
  }
}
