import LinearAlgebra
import TwoPhaseTheory

/// The premise |f_A| <= tau, as something that a case can be brought into.
public enum PotentialPremise {
  /// Lengthens or shortens every student neuron by the same amount along itself, which moves f_A by exactly -d times that.
  ///
  /// - Throws: `TheoryError` for unusable weights.
  public static func bound(_ point: inout LemmaCase, by tau: Double) throws {
    let potential = try point.evaluator().potential
    guard abs(potential) > tau else { return }
    let d = point.dimension
    let change = (potential - (potential > 0 ? tau : -tau)) / Double(d)
    for j in 0..<d {
      var neuron = point.student.column(j)
      if point.network.identityMapping { neuron[j] += 1 }
      let length = norm(of: neuron)
      guard length > 0 else { return }
      for i in 0..<d { point.student[i, j] += change * neuron[i] / length }
    }
  }
}
