import TwoPhaseTheory

extension Lemma {
  /// The first-order part of the margin budget, the one that goes negative in Phase 1. theory.md sections 4
  /// and 5.
  public static let taylorFirstPart = Lemma(
    id: "taylor-first-part", title: "the first-order part is at least about -1 - ||D||_F^2 / 16",
    statement: """
      With identity mapping, ||W||_2, ||W*||_2 <= gamma <= 1/4 and D = W* - W, the first-order part of the \
      margin (paper scale) is at least -1 - ||D||_F^2 / (16 (1 - gamma)^2) - C gamma with C = 3.2, the same \
      in every dimension; tested as the C that is needed.
      """,
    latex: #"""
      \frac{1}{\|D\|_F^2}\sum_j \langle (A(j) + f_A(j) I)\bar v_j, D_j\rangle \ge -1 - \#
      \frac{\|D\|_F^2}{16(1-\gamma)^2} - C\gamma, \qquad \gamma \le \tfrac14
      """#,
    source: "derived here from theory.md section 4; [S] Phase 2, '1st order'", part: .phaseTwo,
    domain: TaylorPart.domain(),
    claim: .atMost { point in
      guard let part = try TaylorPart(point) else { return nil }
      let needed = (-1 - part.potentialCost - part.terms.first) / part.gamma
      return Comparison(needed, 3.2, constant: needed)
    },
    constant: FreeConstant("C", claimed: 3.2, source: "measured here", best: .smallest),
    search: .spsa, share: 0.5,
    notes: [
      "The terms: f_A (f_A - ||D||_F^2 / 2) is smallest, -||D||_F^4 / 16, at f_A = ||D||_F^2 / 4; "
        + "<D^T, D> - 2 ||diag D||^2 >= -||D||_F^2, attained by antisymmetric and by traceless diagonal D.",
      "C = 3 is needed as gamma goes to 0, at W* = gamma (e_1 e_2^T + e_2 e_1^T), two neurons that "
        + "lean towards each other, and D a mixture of the two; larger gamma needs less (2.38 at 1/4). "
        + "Nothing above 3 was found.",
      "||D||_F^2 is up to 4 d gamma^2: the bound falls as d gamma^2 / 4. That is Phase 1: a bound on "
        + "|f_A| takes it away, a bound on the norms alone does not.",
    ])
}
