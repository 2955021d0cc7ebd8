import Foundation
import LinearAlgebra
import TwoPhaseTheory

/// Gradient descent on the population loss from a case's student, which allocates nothing a step.
struct PaperDescent {
  /// Stands at the current student.
  private(set) var evaluator: PointEvaluator
  /// W.
  private(set) var student: Matrix
  /// etahat, the step along Ghat (paper scale).
  let learningRate: Double
  private var gradient: Matrix

  /// Descent with the case's own learning rate.
  init(_ point: LemmaCase) throws {
    evaluator = try point.evaluator()
    student = point.student
    learningRate = try point.paperLearningRate()
    gradient = Matrix(rowCount: point.dimension, columnCount: point.dimension)
  }

  /// W+ = W + etahat Ghat, which is W - eta grad L.
  mutating func step() throws {
    evaluator.setGradientPart(.all, .paper, into: &gradient)
    student.add(gradient, scaledBy: learningRate)
    try evaluator.move(to: student)
  }

  /// <s, u>.
  var sSum: Double { evaluator.s.reduce(0, +) }
}

extension LemmaCase {
  /// etahat = rate / (d (1 + kappa)) with the rate that the domain drew: the scale of the largest curvature.
  func paperLearningRate() throws -> Double {
    try parameter("rate") / (Double(dimension) * (1 + network.kappa))
  }

  /// One step of gradient descent on L from the student: an evaluator there.
  func afterStep() throws -> PointEvaluator {
    var descent = try PaperDescent(self)
    try descent.step()
    return descent.evaluator
  }

  /// The steps that etahat t = log(d / gamma) / lambda takes, lambda the smaller eigenvalue of the reduced
  /// model: what brings its slowest mode from 2 gamma d, the largest |f_A| there is, to 2 gamma^2.
  ///
  /// nil where the eigenvalues are complex, or W = W* = 0.
  func phaseOneSteps(gamma: Double) throws -> Int? {
    let model = ReducedModel(dimension: dimension, network: network)
    guard let slow = model.eigenvalues?.slow, slow > 0, gamma > 0 else { return nil }
    return Int((log(Double(dimension) / gamma) / slow / (try paperLearningRate())).rounded(.up))
  }

  /// (pi/2) kappa sqrt(d) ||s||: how fast the s-term can move f_A, to first order (paper scale).
  func sPull(_ s: [Double]) -> Double {
    Double.pi / 2 * network.kappa * Double(dimension).squareRoot() * norm(of: s)
  }

  /// Moves every student neuron by the same multiple of s, so that `sPull` is at most what `bound` makes of
  /// |f_A|: the part of D that s sees shrinks, all else stays.
  mutating func shortenS(toPull bound: (_ potential: Double) -> Double) throws {
    // Moving the neurons changes f_A a little, and with it the bound.
    for _ in 0..<3 {
      let at = try evaluator()
      let s = at.s
      let (pull, limit) = (sPull(s), bound(abs(at.potential)))
      guard pull > limit else { return }
      let moved = 1 - 0.999 * limit / pull
      let ones = [Double](repeating: 1, count: dimension)
      student.addOuterProduct(s, ones, scaledBy: moved / Double(dimension))
    }
  }
}

extension Domain.Parameter {
  /// etahat d (1 + kappa), up to one half: no step overshoots.
  static let rate = Domain.Parameter("rate", 0.01...0.5)
  /// Likewise for whole runs, which are shorter with larger steps.
  static let runRate = Domain.Parameter("rate", 0.5...1)
}
