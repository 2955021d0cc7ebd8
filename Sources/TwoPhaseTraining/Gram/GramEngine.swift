import Foundation
import LinearAlgebra
import TwoPhaseTheory

/// Every scalar of the theory at a student W from Gram matrices: a second, cheaper evaluation of what `PointEvaluator`
/// evaluates, equal to it to 1e-12.
///
/// In a sampled run the Gram matrices are moved along by the step's own products (`advance`), or formed anew, whichever costs
/// less; they are also formed anew on a schedule, when ||W - W*|| has shrunk, and when their diagonals have drifted. Where
/// the sums over pairs would cancel (near W*), or a pair of neurons is nearly collinear, the point is given to `PointEvaluator`.
/// theory.md section 10.
///
/// ```swift
/// var engine = try GramEngine(network: Network(), teacher: target)
/// let point = try engine.evaluate(student: w)
/// ```
public struct GramEngine: Sendable {
  /// How an engine came by what it evaluated.
  public struct Account: Sendable, Equatable, Codable {
    /// Points evaluated from Gram matrices.
    public internal(set) var gramPoints = 0
    /// Points given to `PointEvaluator`.
    public internal(set) var directPoints = 0
    /// How often both Gram matrices were formed anew.
    public internal(set) var refreshes = 0
    /// How often they were moved along with a step.
    public internal(set) var updates = 0
    /// The largest drift of their diagonals seen before a refresh mended it, relative to the largest |D_j|^2 and |v*_j| |D_j|.
    public internal(set) var largestDrift = 0.0
    /// The largest relative residual at which a spectral norm was accepted.
    public internal(set) var largestResidual = 0.0

    /// Adds another engine's.
    mutating func add(_ other: Account) {
      gramPoints += other.gramPoints
      directPoints += other.directPoints
      refreshes += other.refreshes
      updates += other.updates
      largestDrift = max(largestDrift, other.largestDrift)
      largestResidual = max(largestResidual, other.largestResidual)
    }
  }

  /// Cosines beyond this are `PointEvaluator`'s: arcsin and the sine are ill-conditioned there.
  private static let collinearLimit = 0.95
  /// ||D||_F^2 / ||V*||_F^2 below which differences of R3 and R2 are `PointEvaluator`'s.
  private static let nearLimit = 1e-8
  /// Relative error of the loss's sum over pairs that is accepted.
  static let lossTolerance = 2e-13
  /// The relative residual of the spectral norms: an error of its square over the spectrum's relative gap.
  public static let spectralTolerance = 5e-8

  /// The network.
  public let network: Network
  /// The teacher.
  public let teacher: Teacher
  /// The dimension d.
  public var dimension: Int { teacher.weights.rowCount }
  /// What was done so far.
  public private(set) var account = Account()
  /// D = W* - W and V of the last point loaded.
  private(set) var column: ColumnDisplacement

  private var gram: GramMatrices
  var pairs: GramPairs
  var neurons: GramPairs.Neurons
  var own: [OwnNeuron]
  var displacementSquare = 0.0
  private var norms: PointNorms
  // Coefficients of D and V in sum_j P_j, that sum, and v_j . s.
  var displacementWeights: [Double]
  var diagonalAlong: [Double]
  var neuronWeights: [Double]
  var rateSum: [Double]
  var alongS: [Double]
  var partial: [Double]
  private let teacherSquare: Double
  /// Below this ||D||_F^2 the loss has been found to cancel.
  var cancellingSquare = 0.0
  private var direct: PointEvaluator?
  /// True when the Gram matrices were moved along since the last point: only then do they belong to the next one.
  private var wasAdvanced = false

  /// An engine for a teacher W*.
  ///
  /// - Throws: `TheoryError` when W* is not square, not finite, empty, or has a zero neuron.
  /// - Complexity: O(d^3); keeps 8 d x d matrices in double precision, two in single, the bases of two searches (160 vectors at
  ///   most) and, once a point is near W* or collinear, a `PointEvaluator`'s.
  public init(network: Network, teacher weights: Matrix) throws {
    self.network = network
    teacher = try Teacher(weights: weights, network: network)
    let d = weights.rowCount
    column = ColumnDisplacement(dimension: d, addsIdentity: network.identityMapping)
    gram = GramMatrices(teacherNeurons: teacher.neurons)
    pairs = GramPairs(dimension: d)
    neurons = GramPairs.Neurons(dimension: d)
    for j in 0..<d {
      neurons.targetNorms[j] = teacher.norms[j]
      neurons.inverseTargetNorms[j] = 1 / teacher.norms[j]
    }
    teacherSquare = teacher.norms.reduce(0) { $0 + $1 * $1 }
    let none = OwnNeuron(
      square: DoubleDouble(1), targetSquare: DoubleDouble(1), norm: 1, targetNorm: 1, normDifference: 0,
      displacementSquare: 0, along: 0)
    own = [OwnNeuron](repeating: none, count: d)
    norms = Self.searches(teacher, network)
    displacementWeights = [Double](repeating: 0, count: d)
    diagonalAlong = displacementWeights
    neuronWeights = displacementWeights
    rateSum = displacementWeights
    alongS = displacementWeights
    partial = [Double](repeating: 0, count: d * WorkSharing.mostThreads)
  }

  /// Forgets everything that earlier points left behind, so that what follows depends on the weights to come alone.
  public mutating func startAfresh() {
    gram.invalidate()
    wasAdvanced = false
    cancellingSquare = 0
    direct = nil
    norms = Self.searches(teacher, network)
  }

  private static func searches(_ teacher: Teacher, _ network: Network) -> PointNorms {
    PointNorms(
      targetNeurons: teacher.neurons, targetNorms: teacher.norms, addsIdentity: network.identityMapping,
      tolerance: spectralTolerance)
  }

  /// All scalars at W.
  ///
  /// - Parameter directly: gives the point to `PointEvaluator` in any case, for who needs it there anyway (`withDirect`).
  /// - Throws: `TheoryError` when W is not d x d, not finite, or has a zero neuron; `LAPACKFailure`.
  /// - Complexity: 3 d^3 floating-point operations when the Gram matrices have to be formed, none in d x d x d products
  ///   after a step that moved them along; O(d^2) array functions; two Lanczos iterations. Allocates nothing away from W*.
  public mutating func evaluate(student weights: Matrix, directly: Bool = false) throws -> PointQuantities {
    if directly {
      if weights.isSquare, weights.rowCount == dimension {
        column.displace(target: teacher.weights, current: weights)
      }
      return try evaluateDirectly(weights)
    }
    try load(weights)
    return try evaluateLoaded(weights)
  }

  /// D, V and the norms at W.
  private mutating func load(_ weights: Matrix) throws(TheoryError) {
    guard weights.isSquare else {
      throw .notSquare(name: "student", rows: weights.rowCount, columns: weights.columnCount)
    }
    guard weights.rowCount == dimension else {
      throw .dimensionMismatch(student: weights.rowCount, teacher: dimension)
    }
    column.update(target: teacher.weights, targetSquares: teacher.squares, current: weights)
    displacementSquare = 0
    for square in column.displacementSquares { displacementSquare += square }
    if !displacementSquare.isFinite || !column.norms.allSatisfy(\.isFinite) {
      try Teacher.check(weights, name: "student")
    }
    try Teacher.checkNorms(column.norms, name: "student")
  }

  private mutating func evaluateLoaded(_ weights: Matrix) throws -> PointQuantities {
    let isNear = displacementSquare <= max(Self.nearLimit * teacherSquare, cancellingSquare)
    if isNear || CosineDifferences.needsDirect(norms: column.norms, targetNorms: teacher.norms) {
      return try evaluateDirectly(weights)
    }
    loadNeurons()
    if own.contains(where: \.isWide) { return try evaluateDirectly(weights) }
    bringUpToDate()
    let estimates = passOverPairs(weights)
    guard pairs.largestCosine <= Self.collinearLimit, let loss = populationLoss() else {
      return try evaluateDirectly(weights)
    }
    let norms = try spectralNorms(weights, estimates)
    account.gramPoints += 1
    var sSquare = 0.0
    for value in column.rowSums { sSquare += value * value }
    let terms = marginTerms(sSquare: sSquare)
    let rates = oneStepRates(sSquare: sSquare)  // after the terms: it uses their coefficients along \bar v
    return PointQuantities(
      populationLoss: loss, potential: column.normDifferenceTotal.value, sNorm: norm(of: column.rowSums),
      sSum: column.total, distance: displacementSquare.squareRoot(), studentSpectralNorm: norms.student,
      auxiliarySpectralNorm: norms.auxiliary, marginTerms: terms, rates: rates,
      trueOverPaper: network.trueOverPaper)
  }

  private mutating func loadNeurons() {
    for j in 0..<dimension {
      let norm = column.norms[j]
      let square = column.displacementSquares[j]
      neurons.norms[j] = norm
      neurons.inverseNorms[j] = 1 / norm
      neurons.normDifferences[j] = column.normDifferences[j]
      // 2 v . D = |v*|^2 - |v|^2 - |D|^2
      let along = (teacher.squares[j] - column.squares[j] - DoubleDouble(square)).value / 2 / norm
      neurons.along[j] = along
      own[j] = OwnNeuron(
        square: column.squares[j], targetSquare: teacher.squares[j], norm: norm, targetNorm: teacher.norms[j],
        normDifference: column.normDifferences[j], displacementSquare: square, along: along)
    }
  }

  /// Forms the Gram matrices anew when they are not this point's, too old, or have drifted.
  private mutating func bringUpToDate() {
    var isStale = !wasAdvanced || gram.isStale(displacementSquare: displacementSquare)
    wasAdvanced = false
    if !isStale {
      gram.completeSquares(column)
      let drift = gram.drift(column, along: neurons.along, targetNorms: teacher.norms)
      account.largestDrift = max(account.largestDrift, drift)
      if !(drift <= GramMatrices.largestDrift) { isStale = true }
    }
    if isStale {
      gram.refresh(column, displacementSquare: displacementSquare)
      account.refreshes += 1
    }
  }

  private mutating func evaluateDirectly(_ weights: Matrix) throws -> PointQuantities {
    gram.invalidate()
    account.directPoints += 1
    var evaluator = try takeDirect()
    defer { direct = evaluator }
    return try evaluator.evaluate(student: weights)
  }

  /// The direct evaluation, made when first needed; handed over, so that it is changed in place, and to be put back.
  private mutating func takeDirect() throws -> PointEvaluator {
    if let evaluator = direct {
      direct = nil
      return evaluator
    }
    return try PointEvaluator(network: network, teacher: teacher.weights)
  }

  /// The sums over pairs, and beside them both norms with their residuals.
  private mutating func passOverPairs(_ weights: Matrix) -> (
    student: SpectralNormEstimate, auxiliary: SpectralNormEstimate
  ) {
    let point = PointNorms.Point(
      weights: weights,
      neurons: NeuronOperator(
        neurons: column.neurons, displacement: column.displacement, norms: column.norms,
        targetNorms: teacher.norms, normDifferences: column.normDifferences),
      targetGram: gram.teacherGram, targetCross: gram.teacherCross, displacementGram: gram.displacementGram)
    return Self.pass(&norms, at: point, beside: &pairs, neurons: neurons)
  }

  /// Static, so that the two it changes are named.
  private static func pass(
    _ norms: inout PointNorms, at point: PointNorms.Point, beside pairs: inout GramPairs,
    neurons: GramPairs.Neurons
  ) -> (student: SpectralNormEstimate, auxiliary: SpectralNormEstimate) {
    norms.find(at: point) { work in
      pairs.update(
        targetGram: point.targetGram, targetCross: point.targetCross,
        displacementGram: point.displacementGram, neurons: neurons, beside: work)
    }
  }

  private mutating func spectralNorms(
    _ weights: Matrix, _ estimates: (student: SpectralNormEstimate, auxiliary: SpectralNormEstimate)
  ) throws -> (student: Double, auxiliary: Double) {
    let (own, auxiliary) = estimates
    // A dense edge of the spectrum can keep Lanczos from its residual: then LAPACK decides.
    var (studentNorm, auxiliaryNorm) = (own.value, auxiliary.value)
    if own.residual <= Self.spectralTolerance {
      account.largestResidual = max(account.largestResidual, own.residual)
    } else {
      studentNorm = try weights.spectralNorm()
    }
    if auxiliary.residual <= Self.spectralTolerance {
      account.largestResidual = max(account.largestResidual, auxiliary.residual)
    } else {
      auxiliaryNorm = try withDirect(weights) { try $0.denseAuxiliarySpectralNorm() }
    }
    return (studentNorm, auxiliaryNorm)
  }
}

extension GramEngine {
  /// D and V at W for a step that is not recorded; forgets the Gram matrices. Allocates nothing.
  mutating func displace(to weights: Matrix) {
    gram.invalidate()
    column.displace(target: teacher.weights, current: weights)
  }

  /// What `PointEvaluator` offers at W: the gradient, P and what else has d x d entries.
  ///
  /// - Throws: `TheoryError`, or what `body` throws.
  /// - Complexity: O(d^3) unless it is at W already.
  public mutating func withDirect<Result>(
    _ weights: Matrix, _ body: (inout PointEvaluator) throws -> Result
  ) throws -> Result {
    var evaluator = try takeDirect()
    defer { direct = evaluator }
    if !evaluator.isAt(weights) { try evaluator.move(to: weights) }
    return try body(&evaluator)
  }

  /// Moves the Gram matrices along with a step W + alpha X^T Q from the last evaluated W, where that costs less than forming them.
  ///
  /// - Parameter step: the products of the step, which it is the last to use: Z and Y are overwritten.
  /// - Complexity: P and E are weighed apart: 2 B d^2 against 2 d^3, and 2 B d^2 + 3 B^2 d against d^3 floating-point
  ///   operations.
  mutating func advance(with step: inout MinibatchProducts, alpha: Double) {
    guard gram.age != nil else { return }
    let (b, d) = (Double(step.errors.rowCount), Double(dimension))
    let movesCross = 2 * b * d * d < 2 * d * d * d
    let movesSquares = 2 * b * d * d + 3 * b * b * d < d * d * d
    guard movesCross else { return gram.invalidate() }
    step.formTeacherHidden()
    gram.updateCross(teacherHidden: step.hidden, errors: step.errors, alpha: alpha)
    if movesSquares {
      step.formHalf(alpha: alpha)
      gram.updateSquares(half: step.hiddenDifference, errors: step.errors, alpha: alpha)
    } else {
      gram.invalidateSquares()
    }
    gram.grow()
    wasAdvanced = true
    account.updates += 1
  }
}
