import LinearAlgebra
import TwoPhaseTheory

extension Lemma {
  /// The order of the prediction's error in etahat when the gradient itself is used.
  public static let potentialUpdateOrderInRate = Lemma(
    id: "potential-update-order-in-rate",
    title: "the gradient predicts the next f_A to second order in etahat",
    statement: """
      At fixed W and W*, |f_A+ - (f_A - etahat sum_j <\\bar v_j, Ghat_j>)| (paper scale) falls at least as \
      etahat^2, etahat = rate / (d (1 + kappa)).
      """,
    latex: #"""
      \left|f_A^+ - \left(f_A - \hat\eta \textstyle\sum_j \langle \bar v_j, \hat G_j\rangle\right)\right| \#
      = O(\hat\eta^2)
      """#,
    source: "theory.md section 6", part: .phaseOne,
    domain: Domain(
      studentNorm: .between(0.01, 0.5), teacherNorm: .between(0.01, 0.5), slopes: -0.9...0.9,
      parameters: [Domain.Parameter("rate", 0.1...0.5)]),
    claim: .order(
      2, in: "etahat",
      refined: { point in
        var result = point
        result.parameters["rate"] = point.parameters["rate"].map { $0 / 2 }
        return result
      },
      error: { point in
        let update = try PotentialStep(point)
        return update.gap > 1e-11 * update.size ? update.gap : nil
      }),
    share: 0.2)
}
