import LinearAlgebra
import TwoPhaseTheory

/// One instance at which a lemma is tested: a network, a student W, a teacher W* and whatever else the lemma needs.
public struct LemmaCase: Sendable, Equatable {
  /// The network.
  public var network: Network
  /// W, d x d, column j = neuron j, the identity not included.
  public var student: Matrix
  /// W*, likewise.
  public var teacher: Matrix
  /// Other numbers that the domain drew, by name: a learning rate, a scale.
  public var parameters: [String: Double]
  /// The seed of the inputs, for a claim that samples them.
  public var seed: UInt64

  /// A case.
  public init(
    network: Network, student: Matrix, teacher: Matrix, parameters: [String: Double] = [:], seed: UInt64 = 0
  ) {
    self.network = network
    self.student = student
    self.teacher = teacher
    self.parameters = parameters
    self.seed = seed
  }

  /// The dimension d.
  public var dimension: Int { student.rowCount }

  /// A number that the domain drew.
  ///
  /// - Throws: `LemmaError.missingParameter`.
  public func parameter(_ name: String) throws(LemmaError) -> Double {
    guard let value = parameters[name] else { throw .missingParameter(name) }
    return value
  }

  /// An evaluator that stands at the student.
  ///
  /// - Throws: `TheoryError` for unusable weights.
  /// - Complexity: O(d^3); 18 d x d matrices.
  public func evaluator() throws -> PointEvaluator {
    var evaluator = try PointEvaluator(network: network, teacher: teacher)
    try evaluator.move(to: student)
    return evaluator
  }

  /// An evaluator at the student, with its scalars.
  ///
  /// - Throws: `TheoryError` for unusable weights, `LAPACKFailure`.
  /// - Complexity: O(d^3).
  public func evaluated() throws -> (evaluator: PointEvaluator, quantities: PointQuantities) {
    var evaluator = try PointEvaluator(network: network, teacher: teacher)
    let quantities = try evaluator.evaluate(student: student)
    return (evaluator, quantities)
  }

  /// All scalars at the student.
  ///
  /// - Throws: as `evaluated`.
  public func quantities() throws -> PointQuantities { try evaluated().quantities }

  /// D = W* - W.
  public var displacement: Matrix {
    var result = teacher
    result.add(student, scaledBy: -1)
    return result
  }

  /// gamma = max(||W||_2, ||W*||_2), by dense LAPACK.
  public func normBound() throws -> Double { try max(student.spectralNorm(), teacher.spectralNorm()) }

  /// The case with W and W* multiplied by a factor: the same directions at another gamma.
  public func scaled(by factor: Double) -> LemmaCase {
    var result = self
    result.student.scale(by: factor)
    result.teacher.scale(by: factor)
    return result
  }
}
