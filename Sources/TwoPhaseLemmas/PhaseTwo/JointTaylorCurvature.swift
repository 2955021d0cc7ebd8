import LinearAlgebra
import TwoPhaseTheory

extension Lemma {
  /// The margin near W* is positive, by pi/2 - 1 less O(||W*||_2). theory.md sections 5 and 6.
  public static let jointTaylorCurvature = Lemma(
    id: "joint-taylor-curvature", title: "near W* the margin is at least pi/2 - 1 - C ||W*||_2",
    statement: """
      With identity mapping and gamma = ||W*||_2 <= 1/4, the limit of the margin (paper scale) at W* - t D \
      as t -> 0 is at least pi/2 - 1 - C gamma with C = 2.1, in every direction D and dimension, for every \
      slope; D = W* - W of the case, the limit extrapolated from ||t D||_2 = 1e-5 and 2e-5.
      """,
    latex: #"""
      \frac{\langle \hat H(W^*) D, D\rangle}{\|D\|_F^2} \ge \frac{\pi}{2} - 1 - C\|W^*\|_2, \qquad \#
      \|W^*\|_2 \le \tfrac14
      """#,
    source: "derived here; [S] Phase 2", part: .phaseTwo,
    domain: Domain(studentNorm: .upTo(0.25), teacherNorm: .between(smallest, 0.25), slopes: -0.9...0.9),
    claim: .atMost { point in
      let gamma = try point.teacher.spectralNorm()
      // The limit is known to about 1e-9, so gamma must not be too small to divide by.
      guard gamma >= smallest * (1 - 1e-9), let limit = try NearTeacher.limit(point) else { return nil }
      let needed = (OriginHessian.smallestEigenvalue - limit) / gamma
      return Comparison(needed, 2.1, constant: needed)
    },
    constant: FreeConstant("C", claimed: 2.1, source: "measured here", best: .smallest),
    search: .gradient { try NearTeacher.limitGradient($0)?.reversed }, share: 0.5,
    notes: [
      "C = 2 is needed as gamma goes to 0, at W* = gamma (e_1 e_2^T + e_2 e_1^T), two neurons that "
        + "lean towards each other: the limit is 0.551, 0.391, 0.198 for gamma = 0.01, 0.1, 0.25. Nothing "
        + "above 2 was found; in higher dimension a random W* needs far less.",
      "No term in d gamma^2 here: at W* the potential f_A and ||W - W*|| vanish together, so Phase 2 "
        + "needs no bound on the dimension once W is close.",
    ])
}

/// The smallest ||W*||_2 of the test.
private let smallest = 1e-3
