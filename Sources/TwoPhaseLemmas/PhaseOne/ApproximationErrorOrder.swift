import LinearAlgebra
import TwoPhaseTheory

extension Lemma {
  /// The order of P's error in gamma. theory.md section 4.
  public static let approximationErrorOrder = Lemma(
    id: "approximation-error-order", title: "P's error is of second order in the norms",
    statement: """
      As W and W* are scaled down together, ||Ghat - P||_2 (paper scale) falls at least as gamma^2.
      """,
    latex: #"\|\hat G - P\|_2 = O(\gamma^2)"#,
    source: "theory.md section 4 [D]", part: .phaseOne,
    domain: Domain(studentNorm: .between(1e-3, 0.1), teacherNorm: .between(1e-3, 0.1), slopes: -0.9...0.9),
    claim: .order(
      2, in: "gamma", refined: { $0.scaled(by: 0.5) },
      error: { point in
        let error = try ApproximationGap.norm(point)
        return error > 1e-15 * point.displacement.frobeniusNorm ? error : nil
      }, regressors: [.gamma, .dimension]),
    share: 0.2,
    notes: [
      "Exactly second order unless the leading term vanishes, which leaves third: one neuron against W* = "
        + "0, for one."
    ])
}
