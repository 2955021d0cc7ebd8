import LinearAlgebra

/// The Gram matrices of teacher and displacement, from which every scalar of the theory follows (theory.md section 10),
/// refreshed from W or moved along by the products that a minibatch step makes anyway.
///
/// M = V*^T V* is fixed; P = V*^T D and E = D^T D, D = W* - W, are carried. N = V^T V and C = V*^T V are M - P - P^T + E and M - P.
/// P and E rather than N and C, which theory.md names: they are of the size of D, so that their rounding is too, and
/// what is formed from them keeps its digits far nearer to W*.
struct GramMatrices: Sendable {
  /// After this many updates both are formed anew.
  static let schedule = 128
  /// Drift, as `drift(from:)` measures it, beyond which both are formed anew.
  static let largestDrift = 5e-14
  /// When ||D||_F^2 has fallen below this part of what it was, the rounding of the larger entries then would be felt.
  private static let shrinkage = 0.25

  /// M, n x n.
  let teacherGram: Matrix
  /// P, n x n.
  private(set) var teacherCross: Matrix
  /// E, lower triangle of an n x n matrix.
  private(set) var displacementGram: Matrix
  /// Updates since both were formed from W; nil when they belong to no W that is known.
  private(set) var age: Int?
  private var squaresAreCurrent = false
  private var squareAtRefresh = 0.0
  private let teacherNeurons: Matrix

  init(teacherNeurons: Matrix) {
    let d = teacherNeurons.rowCount
    self.teacherNeurons = teacherNeurons
    var gram = Matrix(rowCount: d, columnCount: d)
    gram.setLowerGram(teacherNeurons)
    teacherGram = gram
    teacherCross = Matrix(rowCount: d, columnCount: d)
    displacementGram = teacherCross
  }

  /// Forgets which W they belong to.
  mutating func invalidate() { age = nil }

  /// Forms both from D: 3 d^3 floating-point operations.
  mutating func refresh(_ column: ColumnDisplacement, displacementSquare: Double) {
    Matrix.setGramProducts(
      teacherNeurons, column.displacement, cross: &teacherCross, square: &displacementGram)
    age = 0
    squaresAreCurrent = true
    squareAtRefresh = displacementSquare
  }

  /// True when both must be formed anew at W before anything is read.
  func isStale(displacementSquare: Double) -> Bool {
    guard let age else { return true }
    return age >= Self.schedule || displacementSquare < Self.shrinkage * squareAtRefresh
  }

  /// E is not W's: it has to be formed at the next one.
  mutating func invalidateSquares() { squaresAreCurrent = false }

  /// Forms E from D if it is not W's: d^3 floating-point operations.
  mutating func completeSquares(_ column: ColumnDisplacement) {
    guard !squaresAreCurrent else { return }
    displacementGram.setLowerGram(column.displacement)
    squaresAreCurrent = true
  }

  /// P - alpha Z*^T Q, for the step W + alpha X^T Q.
  mutating func updateCross(teacherHidden: Matrix, errors q: Matrix, alpha: Double) {
    teacherCross.setSharedProduct(teacherHidden, .transposed, q, .plain, alpha: -alpha, beta: 1)
  }

  /// E - alpha (F^T Q + Q^T F) for F = Y - (alpha/2) K Q, Y = X D and K = X X^T, for the step W + alpha X^T Q.
  mutating func updateSquares(half f: Matrix, errors q: Matrix, alpha: Double) {
    displacementGram.setLowerSymmetricProduct(f, q, alpha: -alpha, beta: 1)
  }

  /// Counts an update.
  mutating func grow() { age = age.map { $0 + 1 } }

  /// How far the carried diagonals are from the exact ones, relative to the largest |D_j|^2 and |v*_j| |D_j|.
  func drift(_ column: ColumnDisplacement, along: [Double], targetNorms: [Double]) -> Double {
    let n = column.norms.count
    var (square, cross) = (0.0, 0.0)
    var (squareScale, crossScale) = (Double.leastNormalMagnitude, Double.leastNormalMagnitude)
    for j in 0..<n {
      let exact = column.displacementSquares[j]
      square = max(square, abs(displacementGram.elements[j + j * n] - exact))
      // v* . D = v . D + |D|^2
      cross = max(cross, abs(teacherCross.elements[j + j * n] - (along[j] * column.norms[j] + exact)))
      squareScale = max(squareScale, exact)
      crossScale = max(crossScale, targetNorms[j] * exact.squareRoot())
    }
    return max(square / squareScale, cross / crossScale)
  }
}
