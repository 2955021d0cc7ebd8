import LinearAlgebra
import TwoPhaseTheory

/// A family of weights: the generic one, and structured corners where bounds are tight.
public enum Shape: String, Sendable, CaseIterable, Codable {
  /// Independent Gaussian entries.
  case gaussian
  /// Zero.
  case zero
  /// A multiple of I, of either sign.
  case scaledIdentity
  /// A random diagonal.
  case diagonal
  /// A random orthogonal matrix times a number.
  case orthogonal
  /// Gaussian antisymmetric.
  case antisymmetric
  /// Antisymmetric, all singular values equal (but one, when d is odd), and W u = 0 as far as that allows.
  case rotation
  /// Gaussian symmetric.
  case symmetric
  /// x y^T with Gaussian x, y.
  case rankOne
  /// A multiple of u u^T, of either sign.
  case ones
  /// A multiple of I - 2 u u^T / d, of either sign.
  case reflection
  /// One neuron other than zero.
  case singleNeuron
  /// A permutation minus I.
  case permutation
  /// The wrong-way start, theory.md section 9.
  case wrongWay
  /// Minus the teacher (student only).
  case antipodal
  /// Minus the teacher with every neuron shortened by ||W*||_F^2 / d, which makes f_A about ||W - W*||_F^2 / 4: for an
  /// antisymmetric W* the worst direction of the margin (student only).
  case shortenedAntipodal
  /// The teacher plus a Gaussian displacement of any size down to 1e-8 of it (student only).
  case nearTeacher
  /// The teacher plus an antisymmetric displacement that s does not see, of any size (student only).
  case slowDirection

  /// The families for W*.
  public static let teachers: [Shape] = [
    .gaussian, .gaussian, .zero, .scaledIdentity, .diagonal, .orthogonal, .rotation, .rankOne, .ones,
    .rotation, .reflection,
  ]
  /// The families for W.
  public static let students: [Shape] = [
    .gaussian, .gaussian, .gaussian, .zero, .scaledIdentity, .diagonal, .orthogonal, .antisymmetric,
    .rotation,
    .symmetric, .rankOne, .ones, .reflection, .singleNeuron, .permutation, .wrongWay, .antipodal,
    .shortenedAntipodal,
    .shortenedAntipodal, .nearTeacher, .slowDirection,
  ]

  /// Families from their names, separated by commas.
  ///
  /// - Throws: `LemmaError.option`.
  public static func list(_ text: String) throws(LemmaError) -> [Shape] {
    var result: [Shape] = []
    for word in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let shape = Shape(rawValue: word.filter { $0 != " " }) else {
        throw .option(
          "--families", found: "'\(word.prefix(40))'",
          expected: "names from \(allCases.map(\.rawValue).joined(separator: ", "))")
      }
      result.append(shape)
    }
    return result
  }

  /// Weights of this family.
  ///
  /// - Parameters:
  ///   - norm: their spectral norm; those near a teacher have its norm at most.
  ///   - teacher: W*, for the families that depend on it.
  /// - Throws: `LAPACKFailure`.
  func weights(dimension d: Int, norm: Double, teacher: Matrix?, random: inout CaseRandom) throws -> Matrix {
    let zero = Matrix(rowCount: d, columnCount: d)
    switch self {
    case .zero: return zero
    case .gaussian: return try random.matrix(d).scaled(toSpectralNorm: norm)
    case .scaledIdentity: return Matrix.identity(d).scaled(by: random.sign() * norm)
    case .diagonal:
      var result = zero
      for i in 0..<d { result[i, i] = random.uniform(-1...1) }
      return try result.scaled(toSpectralNorm: norm)
    case .orthogonal: return try random.matrix(d).orthonormalFactor().scaled(by: norm)
    case .antisymmetric: return try Self.part(random.matrix(d), sign: -1).scaled(toSpectralNorm: norm)
    case .symmetric: return try Self.part(random.matrix(d), sign: 1).scaled(toSpectralNorm: norm)
    case .rotation: return try Self.rotation(random.matrix(d)).scaled(toSpectralNorm: norm)
    case .rankOne:
      var result = zero
      result.addOuterProduct(random.matrix(d).column(0), random.matrix(d).column(0))
      return try result.scaled(toSpectralNorm: norm)
    case .ones: return Matrix(rowCount: d, columnCount: d, repeating: random.sign() * norm / Double(d))
    case .reflection:
      var result = Matrix(rowCount: d, columnCount: d, repeating: -2 / Double(d))
      result.addToDiagonal([Double](repeating: 1, count: d))
      return result.scaled(by: random.sign() * norm)
    case .singleNeuron:
      var result = zero
      let column = random.matrix(d).column(0)
      let j = random.index(below: d)
      for i in 0..<d { result[i, j] = column[i] }
      return try result.scaled(toSpectralNorm: norm)
    case .permutation:
      var result = Matrix.identity(d).scaled(by: -1)
      for (j, i) in random.permutation(of: d).enumerated() { result[i, j] += 1 }
      return try result.scaled(toSpectralNorm: norm)
    case .wrongWay:
      return try WrongWay.weights(gaussian: random.matrix(d), norm: norm).scaled(toSpectralNorm: norm)
    case .antipodal: return (teacher ?? zero).scaled(by: -1)
    case .shortenedAntipodal:
      var result = (teacher ?? zero).scaled(by: -1)
      let square = result.innerProduct(result)
      result.addToDiagonal([Double](repeating: -square / Double(d), count: d))
      return result
    case .nearTeacher, .slowDirection:
      let gaussian = random.matrix(d)
      let direction = self == .nearTeacher ? gaussian : try Self.rotation(gaussian)
      let reach = random.logUniform(1e-8...1)
      var result = teacher ?? zero
      result.add(try direction.scaled(toSpectralNorm: norm * reach))
      return result
    }
  }

  private static func part(_ matrix: Matrix, sign: Double) -> Matrix {
    var result = matrix
    result.add(matrix.transposed, scaledBy: sign)
    return result
  }

  /// Q J Q^T with J made of 2 x 2 rotations by a right angle, in the space that u is orthogonal to.
  private static func rotation(_ gaussian: Matrix) throws -> Matrix {
    let d = gaussian.rowCount
    // u / sqrt d as the first column: the other columns of the orthonormal factor are orthogonal to u.
    var seed = gaussian
    for i in 0..<d { seed[i, 0] = 1 }
    let q = try seed.orthonormalFactor()
    var result = Matrix(rowCount: d, columnCount: d)
    for k in stride(from: 1, to: d - 1, by: 2) {
      result.addOuterProduct(q.column(k), q.column(k + 1))
      result.addOuterProduct(q.column(k + 1), q.column(k), scaledBy: -1)
    }
    return result
  }
}
