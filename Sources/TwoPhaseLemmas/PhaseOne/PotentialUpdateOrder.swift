import LinearAlgebra
import TwoPhaseTheory

extension Lemma {
  /// How well P predicts f_A. theory.md section 6.
  public static let potentialUpdateOrder = Lemma(
    id: "potential-update-order", title: "P predicts the next f_A to second order in the norms",
    statement: """
      After one step W+ = W - eta grad L, etahat = rate / (d (1 + kappa)), the error |f_A+ - (f_A - etahat \
      sum_j <\\bar v_j, P_j>)| / (etahat d) (paper scale) falls at least as gamma^2 when W and W* are \
      scaled down together.
      """,
    latex: #"""
      \left|f_A^+ - \left(f_A - \hat\eta \textstyle\sum_j \langle \bar v_j, P_j\rangle\right)\right| \#
      = \hat\eta d\, O(\gamma^2)
      """#,
    source: "theory.md section 6; [S], Phase 1", part: .phaseOne,
    domain: Domain(
      studentNorm: .between(0.01, 0.1), teacherNorm: .between(0.01, 0.1), slopes: -0.9...0.9,
      parameters: [Domain.Parameter("rate", 0.1...0.5)]),
    claim: .order(
      2, in: "gamma", refined: { $0.scaled(by: 0.5) },
      error: { point in
        let etahat = try point.paperLearningRate()
        let at = try point.quantities()
        let predicted = at.rates.predictedPotential(paperLearningRate: etahat)
        let error = abs(try point.afterStep().potential - predicted)
        let d = Double(point.dimension)
        return error > 1e-12 * at.distance * d.squareRoot() ? error / (etahat * d) : nil
      }, regressors: [.gamma, .dimension]),
    share: 0.2,
    notes: [
      "In etahat the error is of first order for P and of second for Ghat "
        + "(potential-update-order-in-rate)."
    ])
}
