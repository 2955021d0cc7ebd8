import LinearAlgebra
import TwoPhaseTheory

enum PotentialRate {
  /// How much of d |f_A| the s-term may have.
  static let pullShare = 0.4

  /// The domain; `share` is how much of the allowed s-term a case uses.
  static func domain(
    premise: Bool, gamma: Double = LiYuan.weightBound,
    arrange: (@Sendable (inout LemmaCase) throws -> Void)? = nil
  ) -> Domain {
    var domain = Domain(
      minimumDimension: 2, studentNorm: .upTo(gamma), teacherNorm: .upTo(gamma), slopes: -0.9...0.9,
      parameters: [.rate], arrange: arrange)
    if premise || arrange != nil { domain.parameters.append(Domain.Parameter("share", 0...1)) }
    if premise {
      domain.arrange = { point in
        let share = try point.parameter("share")
        let d = Double(point.dimension)
        try point.shortenS { share * pullShare * d * $0 }
      }
    }
    return domain
  }

  /// 0.4 d |f_A|.
  static func pull(of potential: Double, _ point: LemmaCase) -> Double {
    pullShare * Double(point.dimension) * abs(potential)
  }

  /// An evaluator where |f_A| > 197 gamma^2, else nil.
  static func largePotential(_ point: LemmaCase) throws -> PointEvaluator? {
    let at = try point.evaluator()
    let gamma = try point.normBound()
    return abs(at.potential) > LiYuan.potentialFactor * gamma * gamma ? at : nil
  }

  /// (1 - |f_A+| / |f_A|) / (etahat d).
  static func rate(_ point: LemmaCase, from at: PointEvaluator) throws -> Double {
    let ratio = abs(try point.afterStep().potential / at.potential)
    return (1 - ratio) / (try point.paperLearningRate() * Double(point.dimension))
  }
}
