import LinearAlgebra
import TwoPhaseTheory

extension Lemma {
  /// P is within 2.2 gamma^2 of the gradient. theory.md section 4.
  public static let approximationError = Lemma(
    id: "approximation-error", title: "P approximates the gradient to 2.2 gamma^2 in every dimension",
    statement: """
      With gamma = max(||W||_2, ||W*||_2) at most 0.1, ||Ghat - P||_2 = ||higher||_2 <= C gamma^2 (paper \
      scale), C = 2.2, in every dimension and for every slope.
      """,
    latex: #"\|\hat G - P\|_2 \le C \gamma^2, \quad \gamma = \max(\|W\|_2, \|W^*\|_2) \le 0.1"#,
    source: "theory.md section 4; [S], \"approximation matrix P\"", part: .phaseOne,
    domain: Domain(studentNorm: .upTo(0.1), teacherNorm: .upTo(0.1), slopes: -0.9...0.9),
    claim: .atMost { point in
      let gamma = try point.normBound()
      guard gamma > 0 else { return nil }
      let size = try ApproximationGap.norm(point) / (gamma * gamma)
      return Comparison(size, ApproximationGap.factor, constant: size)
    },
    constant: FreeConstant(
      "C", claimed: ApproximationGap.factor, source: "measured: at most 2.11", best: .smallest),
    search: .spsa, share: 0.5,
    notes: [
      "To second order higher_j is -(1/2) sum_i (c*_ij^2 - c_ij^2) along v_j, a difference of two sums "
        + "between 0 and 4 gamma^2: C = 2 is the limit as gamma goes to zero, and W antisymmetric, W* = -W "
        + "reach it. At random weights the constant is about 0.1 (0.001 at gamma = 0.1, d = 100), which "
        + "says little about the worst case.",
      "The error does not depend on the slope: kappa enters P exactly. Nor does its bound grow with d.",
      "Beyond gamma = 0.1 the constant grows: 2.9 at gamma = 0.3 (d = 5), 4.3 at gamma = 0.5 (d = 20), "
        + "both at W = -W* a multiple of I - 2 u u^T / d.",
    ])
}
