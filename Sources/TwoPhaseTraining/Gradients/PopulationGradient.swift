import LinearAlgebra
import TwoPhaseTheory

/// The exact population gradient, in closed form.
public struct PopulationGradient: GradientSource {
  /// "population".
  public let kind = "population"
  /// No batch.
  public let batchSize: Int? = nil
  /// Two products of d x d matrices.
  public let productFlops: Double
  /// The gradient is the evaluator's.
  public let needsEvaluation = true
  /// True once a step is below the rounding of every weight.
  public private(set) var isStationary = false
  private var gradient: Matrix
  private var before: Matrix

  /// The gradient of a network of dimension d.
  public init(dimension d: Int) {
    gradient = Matrix(rowCount: d, columnCount: d)
    before = gradient
    productFlops = 4 * Double(d) * Double(d) * Double(d)
  }

  /// W <- W + eta (-grad L(W)); allocates nothing.
  public mutating func update(
    student: inout Matrix, step: Int, learningRate: Double, engine: inout GramEngine
  ) throws -> Double? {
    try engine.withDirect(student) { $0.setGradientPart(.all, .true, into: &gradient) }
    before.copy(student)
    student.add(gradient, scaledBy: learningRate)
    isStationary = before == student
    return nil
  }
}
