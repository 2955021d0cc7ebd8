import Foundation
import LinearAlgebra
import TwoPhaseTheory

/// The orders in eta and gamma of the errors of the theory's one-step predictions at a point. theory.md sections 4 and 6.
///
/// The point is stepped by the population gradient with eta, eta/2, eta/4 and eta/8, and W and W* are scaled by 1, 1/2, 1/4
/// and 1/8; each order is the least-squares slope of the logarithm of the error against that of eta or of the scale.
/// P drops terms of the gradient that are O(gamma^2), and the prediction drops the step's own curvature, which is O(eta^2).
public struct PredictionOrders: Sendable, Equatable, Codable {
  /// The step of the point.
  public let step: Int
  /// The order in eta of f_A's prediction; nil when an error vanished.
  public let potentialInEta: Double?
  /// The order in eta of ||s||'s prediction.
  public let sInEta: Double?
  /// The order in gamma of f_A's prediction.
  public let potentialInGamma: Double?
  /// The order in gamma of ||s||'s prediction.
  public let sInGamma: Double?
  /// The order in gamma of ||Ghat - P||_2.
  public let approximationInGamma: Double?

  private static let halvings = 4

  /// Measures the orders at W.
  ///
  /// - Throws: `TheoryError` when a scaled network has a zero neuron, `LAPACKFailure`.
  /// - Complexity: twelve evaluations of the theory, O(d^3) each.
  init(step: Int, student: Matrix, teacher: Matrix, network: Network, learningRate: Double) throws {
    self.step = step
    let scales = (0..<Self.halvings).map { pow(0.5, Double($0)) }
    var evaluator = try PointEvaluator(network: network, teacher: teacher)
    let inEta = try scales.map { scale in
      try Self.errors(&evaluator, student: student, learningRate: learningRate * scale)
    }
    var meter = StepMeter(dimension: teacher.rowCount, isExact: true)
    var inGamma: [(potential: Double, s: Double)] = []
    var approximation: [Double] = []
    for scale in scales {
      var scaled = try PointEvaluator(network: network, teacher: teacher.scaled(by: scale))
      let weights = student.scaled(by: scale)
      inGamma.append(try Self.errors(&scaled, student: weights, learningRate: learningRate))
      try scaled.move(to: weights)
      approximation.append(try meter.approximationError(&scaled) ?? .infinity)
    }
    potentialInEta = Self.order(scales, inEta.map(\.potential))
    sInEta = Self.order(scales, inEta.map(\.s))
    potentialInGamma = Self.order(scales, inGamma.map(\.potential))
    sInGamma = Self.order(scales, inGamma.map(\.s))
    approximationInGamma = Self.order(scales, approximation)
  }

  /// The absolute errors of the predictions of f_A and ||s|| for one population gradient step.
  private static func errors(
    _ evaluator: inout PointEvaluator, student: Matrix, learningRate: Double
  ) throws -> (potential: Double, s: Double) {
    let point = try evaluator.evaluate(student: student)
    let etahat = evaluator.network.paperLearningRate(learningRate)
    var next = student
    next.add(evaluator.negativeGradient(.true), scaledBy: learningRate)
    let after = try evaluator.evaluate(student: next)
    return (
      abs(point.rates.predictedPotential(paperLearningRate: etahat) - after.potential),
      abs(point.rates.predictedSNorm(paperLearningRate: etahat) - after.sNorm)
    )
  }

  /// The slope of log error against log scale; nil when an error is zero or not finite.
  private static func order(_ scales: [Double], _ errors: [Double]) -> Double? {
    guard errors.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
    let x = scales.map { log($0) }
    let y = errors.map { log($0) }
    let count = Double(x.count)
    let (meanX, meanY) = (x.reduce(0, +) / count, y.reduce(0, +) / count)
    let above = zip(x, y).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) }
    let below = x.reduce(0) { $0 + ($1 - meanX) * ($1 - meanX) }
    return above / below
  }
}
