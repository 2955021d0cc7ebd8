import LinearAlgebra
import TwoPhaseTheory

/// Gradient descent on the population loss: the dynamics of Phase 1 without noise. theory.md section 6.
struct GradientDescent {
  private var evaluator: PointEvaluator
  private var weights: Matrix
  private var gradient: Matrix

  /// Stands at the case's student.
  init(_ point: LemmaCase) throws {
    evaluator = try point.evaluator()
    weights = point.student
    gradient = weights
  }

  /// f_A where it stands.
  var potential: Double { evaluator.potential }

  /// s where it stands.
  var s: [Double] { evaluator.s }

  /// W where it stands.
  var student: Matrix { weights }

  /// One step of size `etahat` along Ghat (paper scale).
  mutating func step(_ etahat: Double) throws {
    evaluator.setGradientPart(.all, .paper, into: &gradient)
    weights.add(gradient, scaledBy: etahat)
    try evaluator.move(to: weights)
  }

  /// The largest etahat d that a lemma here uses, over the stiffness that kappa > 1 adds: beyond about 2 a step overshoots.
  static func rate(_ fraction: Double, _ point: LemmaCase) -> Double {
    fraction / (Double(point.dimension) * max(1, point.network.kappa))
  }
}
