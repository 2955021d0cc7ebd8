import Foundation
import LinearAlgebra

/// Evaluates every quantity of the theory at a student W, exact to rounding at every distance from W*.
///
/// One evaluator serves one teacher and network; its working arrays are allocated once, so `evaluate` can be called at
/// every step of a run. Nothing is formed by subtracting nearly equal numbers (theory.md section 2, "Accuracy near
/// W*"): W and D = W* - W are carried, never I + W and then a difference.
///
/// ```swift
/// var evaluator = try PointEvaluator(network: Network(), teacher: teacher)
/// let point = try evaluator.evaluate(student: w)
/// point.margin(.paper)                       // .value(...) or .converged
/// let step = evaluator.negativeGradient(.true)
/// ```
public struct PointEvaluator: Sendable {
  /// How ||W||_2 and ||A||_2 are found.
  public enum SpectralMethod: Sendable {
    /// Warm-started Lanczos to a relative residual of 1e-8, about 1e-14 in the norm: for loops.
    case lanczos
    /// Dense LAPACK, to rounding: for a single point.
    case dense
  }

  /// Cosines beyond this are treated in double-double arithmetic, see `NearCollinearPair`.
  static let collinearLimit = 0.95

  /// The network.
  public let network: Network
  /// The teacher.
  public let teacher: Teacher
  /// How the spectral norms are found.
  public let spectralMethod: SpectralMethod
  /// The dimension d.
  public var dimension: Int { teacher.weights.rowCount }

  // State of the last evaluated point. "d x d" below is column = neuron j, row = neuron i or coordinate.
  private(set) var student: Matrix
  private(set) var column: ColumnDisplacement
  private(set) var gram: Matrix  // V^T V
  private(set) var cross: Matrix  // D^T V
  private(set) var crossTransposed: Matrix  // V^T D
  private(set) var displacementGram: Matrix  // D^T D
  private(set) var pairs: CosineDifferences
  private(set) var nearCollinear: [PairIndex] = []
  /// v_j beside v*_j.
  private(set) var own: [OwnNeuron]
  /// f_A(j), "potentialLeaveOneOut".
  private(set) var leaveOneOut: [Double]
  /// The higher term's coefficient along \bar v_j.
  private(set) var higherAlong: [Double]
  /// f_A at the last evaluated point. theory.md section 3.
  public private(set) var potential = 0.0
  private(set) var displacementSquare = 0.0
  private var isPlaced = false

  // Working room.
  var usedPairs: Matrix
  var displacementWeights: Matrix
  var neuronWeights: Matrix
  var scratch: [[Double]]
  private var studentLanczos: LanczosSpectralNorm
  private var auxiliaryLanczos: LanczosSpectralNorm

  /// An unordered pair of neurons i < j.
  struct PairIndex: Sendable, Hashable {
    let i: Int
    let j: Int
  }

  /// An evaluator for a teacher W*.
  ///
  /// - Throws: `TheoryError` when W* is not square, not finite, empty, or has a zero neuron.
  /// - Complexity: O(d^3); keeps 18 d x d matrices.
  public init(network: Network, teacher weights: Matrix, spectralMethod: SpectralMethod = .lanczos) throws {
    self.network = network
    self.spectralMethod = spectralMethod
    teacher = try Teacher(weights: weights, network: network)
    let d = weights.rowCount
    let square = Matrix(rowCount: d, columnCount: d)
    let vector = [Double](repeating: 0, count: d)
    student = square
    column = ColumnDisplacement(dimension: d, addsIdentity: network.identityMapping)
    gram = square
    cross = square
    crossTransposed = square
    displacementGram = square
    pairs = CosineDifferences(dimension: d)
    let none = OwnNeuron(
      square: DoubleDouble(1), targetSquare: DoubleDouble(1), norm: 1, targetNorm: 1, normDifference: 0,
      displacementSquare: 0, along: 0)
    own = [OwnNeuron](repeating: none, count: d)
    leaveOneOut = vector
    higherAlong = vector
    usedPairs = square
    displacementWeights = square
    neuronWeights = square
    scratch = [[Double]](repeating: vector, count: 4)
    studentLanczos = LanczosSpectralNorm(dimension: d)
    auxiliaryLanczos = LanczosSpectralNorm(dimension: d)
  }

  /// All scalars at W. The state stays until the next call, for `negativeGradient`, `s` and the others.
  ///
  /// - Throws: `TheoryError` when W is not d x d, not finite, or has a zero neuron; `LAPACKFailure`.
  /// - Complexity: about 6 d^3 floating-point operations in matrix products and O(d^2) array functions; pairs of
  ///   nearly collinear neurons cost O(d) more each. With Lanczos norms it allocates nothing.
  public mutating func evaluate(student weights: Matrix) throws -> PointQuantities {
    try move(to: weights)
    let terms = displacementSquare > 0 ? marginTerms() : nil
    let (studentNorm, auxiliaryNorm) = try spectralNorms()
    let sNorm = norm(of: column.rowSums)
    return PointQuantities(
      populationLoss: displacementSquare > 0 ? populationLoss() : 0,
      potential: potential,
      sNorm: sNorm,
      sSum: column.total,
      distance: column.displacement.frobeniusNorm,
      studentSpectralNorm: studentNorm,
      auxiliarySpectralNorm: auxiliaryNorm,
      marginTerms: terms,
      rates: oneStepRates(),
      trueOverPaper: network.trueOverPaper)
  }

  /// Moves to W without computing its scalars, for a step that needs the gradient alone.
  ///
  /// - Throws: `TheoryError` when W is not d x d, not finite, or has a zero neuron.
  /// - Complexity: about 4 d^3 floating-point operations in matrix products; allocates nothing.
  public mutating func move(to weights: Matrix) throws(TheoryError) {
    isPlaced = false
    try load(weights)
    computePairs()
    computeOwnTerms()
    isPlaced = true
  }

  /// True when the last point moved to is W; false after one that was refused.
  ///
  /// - Complexity: O(d^2).
  package func isAt(_ weights: Matrix) -> Bool { isPlaced && student == weights }

  private mutating func load(_ weights: Matrix) throws(TheoryError) {
    guard weights.isSquare else {
      throw .notSquare(name: "student", rows: weights.rowCount, columns: weights.columnCount)
    }
    guard weights.rowCount == dimension else {
      throw .dimensionMismatch(student: weights.rowCount, teacher: dimension)
    }
    student.copy(weights)  // a shared reference would make the next step copy W
    column.update(target: teacher.weights, targetSquares: teacher.squares, current: weights)
    displacementSquare = column.displacementSquares.reduce(0, +)
    if !displacementSquare.isFinite || !column.norms.allSatisfy(\.isFinite) {
      try Teacher.check(weights, name: "student")
    }
    try Teacher.checkNorms(column.norms, name: "student")
    gram.setSharedGram(column.neurons)
    cross.setSharedProduct(column.displacement, .transposed, column.neurons)
    crossTransposed.setTranspose(cross)
    displacementGram.setSharedGram(column.displacement)
  }

  private mutating func computePairs() {
    var direct: Matrix?
    if CosineDifferences.needsDirect(norms: column.norms, targetNorms: teacher.norms) {
      usedPairs.setSharedProduct(teacher.neurons, .transposed, column.neurons)
      direct = usedPairs
    }
    pairs.update(
      gram: gram, cross: cross, direct: direct, norms: column.norms, targetNorms: teacher.norms,
      normDifferences: column.normDifferences, collinearLimit: Self.collinearLimit)
    nearCollinear.removeAll(keepingCapacity: true)
    for j in pairs.collinearColumns {
      for i in 0..<dimension where i != j && isNearCollinear(i, j) && (i < j || !isNearCollinear(j, i)) {
        nearCollinear.append(PairIndex(i: min(i, j), j: max(i, j)))
      }
    }
    for pair in nearCollinear {
      let exact = pairGram(pair)
      pairs.set(pair.i, pair.j, exact.pairIJ)
      pairs.set(pair.j, pair.i, exact.pairJI)
    }
  }

  private func isNearCollinear(_ i: Int, _ j: Int) -> Bool {
    let target = pairs.cosine[i, j]
    return max(abs(target), abs(target - pairs.cosineDifference[i, j])) > Self.collinearLimit
  }

  func pairGram(_ pair: PairIndex) -> PairGram {
    PairGram(
      student: student, teacher: teacher.weights, identityMapping: network.identityMapping, pair.i, pair.j)
  }

  private mutating func computeOwnTerms() {
    let d = dimension
    potential = column.normDifferenceTotal.value
    pairs.sine.multiply(.transposed, column.normDifferences, into: &higherAlong, alpha: -1)
    pairs.sineDifference.multiply(.transposed, column.norms, into: &higherAlong, alpha: -1, beta: 1)
    for j in 0..<d {
      leaveOneOut[j] = (column.normDifferenceTotal - column.exactNormDifferences[j]).value
      own[j] = OwnNeuron(
        square: column.squares[j], targetSquare: teacher.squares[j], norm: column.norms[j],
        targetNorm: teacher.norms[j], normDifference: column.normDifferences[j],
        displacementSquare: column.displacementSquares[j], along: cross[j, j] / column.norms[j])
      if own[j].isWide { own[j].angle = ownAngleNearPi(j) }
    }
  }

  /// The angle between v*_j and v_j when they are nearly antiparallel, where the distance says little about it.
  private func ownAngleNearPi(_ j: Int) -> Double {
    let product = PairGram.product(
      student, teacher.weights, identityMapping: network.identityMapping, column: j)
    let pole = NearCollinearPair.angleToPole(
      square: column.squares[j], otherSquare: teacher.squares[j], product: product)
    return Double.pi - pole.angle
  }

  private mutating func spectralNorms() throws -> (student: Double, auxiliary: Double) {
    guard spectralMethod == .lanczos else {
      return (try student.spectralNorm(), try denseAuxiliarySpectralNorm())
    }
    let (own, auxiliary) = lanczosNorms()
    // A dense edge of the spectrum can keep Lanczos from its residual: then LAPACK decides.
    return (
      own.residual <= studentLanczos.tolerance ? own.value : try student.spectralNorm(),
      auxiliary.residual <= auxiliaryLanczos.tolerance ? auxiliary.value : try denseAuxiliarySpectralNorm()
    )
  }
}

extension PointEvaluator {
  private mutating func lanczosNorms() -> (SpectralNormEstimate, SpectralNormEstimate) {
    guard !CosineDifferences.needsDirect(norms: column.norms, targetNorms: teacher.norms) else {
      return (
        studentLanczos.spectralNorm(of: student),
        Self.auxiliarySpectralNorm(
          column: column, teacher: teacher, lanczos: &auxiliaryLanczos, scratch: &scratch)
      )
    }
    return LanczosSpectralNorm.spectralNorms(
      &studentLanczos, of: student, &auxiliaryLanczos,
      of: NeuronOperator(
        neurons: column.neurons, displacement: column.displacement, norms: column.norms,
        targetNorms: teacher.norms, normDifferences: column.normDifferences))
  }
}

extension CosineDifferences {
  /// Replaces the entries of one ordered pair.
  mutating func set(_ i: Int, _ j: Int, _ pair: NearCollinearPair) {
    cosine[i, j] = pair.cosine
    cosineDifference[i, j] = pair.cosineDifference
    arcsine[i, j] = pair.arcsine
    arcsineDifference[i, j] = pair.arcsineDifference
    sine[i, j] = pair.sine
    sineDifference[i, j] = pair.sineDifference
  }
}
