import TwoPhaseTheory

extension Lemma {
  /// The diagonal part of the margin budget stays near pi/2. theory.md sections 4 and 5.
  public static let taylorDiagonalPart = Lemma(
    id: "taylor-diagonal-part", title: "the diagonal part stays near pi/2",
    statement: """
      With identity mapping and ||W||_2, ||W*||_2 <= gamma <= 1/4 the diagonal part of the margin (paper \
      scale) is at least pi/2 - C gamma with C = 2.04, in every dimension; tested as (pi/2 - diagonal) / \
      gamma <= C.
      """,
    latex: #"""
      \frac{1}{\|D\|_F^2}\sum_j \langle \mathrm{diagonal}_j, D_j\rangle \ge \frac{\pi}{2} - C\gamma, \#
      \qquad \gamma \le \tfrac14
      """#,
    source: "derived here from theory.md section 4; [S] Phase 2", part: .phaseTwo,
    domain: TaylorPart.domain(),
    claim: .atMost { point in
      guard let part = try TaylorPart(point) else { return nil }
      let needed = (Double.pi / 2 - part.terms.diagonal) / part.gamma
      return Comparison(needed, 2.04, constant: needed)
    },
    constant: FreeConstant("C", claimed: 2.04, source: "proved, see the notes", best: .smallest),
    search: .spsa, share: 0.5,
    notes: [
      "Proof. With p = ||v*_j||, q = ||v_j|| and t the angle between them, <diagonal_j, D_j> is "
        + "exactly (pi/2) ||D_j||^2 - p^2 (t - sin t cos t) - p q (sin t - t cos t). The loss relative to "
        + "||D_j||^2 is largest over p, q at ( t + sqrt(t^2 + (1 - t cot t)^2) ) / 2, which grows with t, "
        + "and t <= 2 arcsin gamma: at gamma = 1/4 that is 0.5090 = 2.036 gamma.",
      "C = 2 is needed as gamma goes to 0: v_j and v*_j of one length, gamma to either side of e_j, "
        + "lose arcsin gamma + gamma sqrt(1 - gamma^2).",
    ])
}
