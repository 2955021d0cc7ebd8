import LinearAlgebra
import TwoPhaseTheory

enum SRate {
  static let claimedRate = 0.7

  /// (1 - ||s+|| / ||s||) / (etahat kappa d).
  static func rate(_ point: LemmaCase, from at: PointEvaluator) throws -> Double {
    let ratio = norm(of: try point.afterStep().s) / norm(of: at.s)
    return (1 - ratio) / (try point.paperLearningRate() * point.network.kappa * Double(point.dimension))
  }
}
