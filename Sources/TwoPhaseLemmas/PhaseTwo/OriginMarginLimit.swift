import LinearAlgebra
import TwoPhaseTheory

extension Lemma {
  /// The margin from below by norms alone, with the limit pi/2 - 1. theory.md sections 5 and 6.
  public static let originMarginLimit = Lemma(
    id: "origin-margin-limit", title: "the margin is at least pi/2 - 1 less what the norms cost",
    statement: """
      With identity mapping, ||W||_2, ||W*||_2 <= gamma <= 1/4 and D = W* - W, the margin (paper scale) is \
      at least pi/2 - 1 - ||D||_F^2 / (16 (1 - gamma)^2) - C gamma with C = 2.5, in every dimension and for \
      every slope; tested as the C needed.
      """,
    latex: #"""
      \frac{\langle \hat G(W), D\rangle}{\|D\|_F^2} \ge \frac{\pi}{2} - 1 - \#
      \frac{\|D\|_F^2}{16(1-\gamma)^2} - C\gamma, \qquad \gamma \le \tfrac14
      """#,
    source: "derived here from the four parts of theory.md section 4", part: .phaseTwo,
    domain: TaylorPart.domain(slopes: -0.9...0.9),
    claim: .atMost { point in
      guard let part = try TaylorPart(point) else { return nil }
      let needed = (OriginHessian.smallestEigenvalue - part.potentialCost - part.terms.sum) / part.gamma
      return Comparison(needed, 2.5, constant: needed)
    },
    constant: FreeConstant("C", claimed: 2.5, source: "measured here", best: .smallest),
    search: .gradient { point in
      guard let part = try TaylorPart(point), var direction = try MarginGradient.at(point)?.reversed else {
        return nil
      }
      // gamma is held: it changes only where a largest singular value does, and the step is projected there.
      let scale = 1 / (8 * (1 - part.gamma) * (1 - part.gamma))
      direction.student.add(point.displacement, scaledBy: scale)
      direction.teacher.add(point.displacement, scaledBy: -scale)
      return direction
    }, share: 0.5,
    notes: [
      "pi/2 - 1 cannot be raised (origin-margin-attained), the term in gamma is needed even where f_A "
        + "= 0, and the term in ||D||_F^2 <= 4 d gamma^2 is what makes Phase 1: without a bound on |f_A| "
        + "the margin is positive for sure only while d gamma^2 is small.",
      "C = 2 is needed near W*, see joint-taylor-curvature; 1.83 was found with W far from W*.",
      "Worst direction: W = -W* antisymmetric with all singular values gamma and W u = 0, plus a "
        + "multiple of I that makes f_A about ||D||_F^2 / 4. At d = 100 that gives 0.4165, 0.152 and "
        + "-0.702 for gamma = 0.05, 0.1, 0.2.",
    ])
}
