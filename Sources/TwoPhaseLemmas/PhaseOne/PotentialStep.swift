import LinearAlgebra
import TwoPhaseTheory

/// One step's f_A beside its first-order prediction.
struct PotentialStep {
  /// f_A - etahat sum_j <\bar v_j, Ghat_j> - f_A+.
  let gap: Double
  /// (etahat^2 / 2) sum_j ||Ghat_j||^2 / ||v_j||.
  let largestGap: Double
  /// What was added up, for rounding: sqrt(d) (||D||_F + etahat ||Ghat||_F).
  let size: Double

  init(_ point: LemmaCase) throws {
    let d = point.dimension
    let etahat = try point.paperLearningRate()
    var evaluator = try point.evaluator()
    let gradient = evaluator.negativeGradient(.paper)
    var (rate, bound) = (0.0, 0.0)
    for j in 0..<d {
      var neuron = point.student.column(j)
      if point.network.identityMapping { neuron[j] += 1 }
      let (own, length) = (gradient.column(j), norm(of: neuron))
      rate += dotProduct(neuron, own) / length
      bound += dotProduct(own, own) / length
    }
    gap = evaluator.potential - etahat * rate - (try point.afterStep().potential)
    largestGap = etahat * etahat / 2 * bound
    size = Double(d).squareRoot() * (point.displacement.frobeniusNorm + etahat * gradient.frobeniusNorm)
  }
}
