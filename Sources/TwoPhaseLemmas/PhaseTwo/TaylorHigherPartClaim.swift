import TwoPhaseTheory

extension Lemma {
  /// The claim that the higher-order part is O(gamma^order).
  static func taylorHigherPart(
    id: String, title: String, order: Int, constant: Double, expectation: Expectation, notes: [String]
  ) -> Lemma {
    let power = order == 1 ? "gamma" : "gamma^2"
    return Lemma(
      id: id, title: title,
      statement: """
        With identity mapping and ||W||_2, ||W*||_2 <= gamma <= 1/4 the higher-order part of the margin \
        (paper scale) is at most C \(power) in magnitude with C = \(constant.short), in every dimension.
        """,
      latex: #"\frac{1}{\|D\|_F^2}\Bigl|\sum_j \langle \mathrm{higher}_j, D_j\rangle\Bigr| \le C\gamma"#
        + (order == 1 ? "" : "^2") + #", \qquad \gamma \le \tfrac14"#,
      source: "derived here from theory.md section 4; [S] Phase 2, 'higher order'", part: .phaseTwo,
      expectation: expectation, domain: TaylorPart.domain(minimumDimension: 2),
      claim: .atMost { point in
        guard let part = try TaylorPart(point) else { return nil }
        let scale = order == 1 ? part.gamma : part.gamma * part.gamma
        let needed = abs(part.terms.higher) / scale
        return Comparison(needed, constant, constant: needed)
      },
      constant: FreeConstant("C", claimed: constant, source: "measured here", best: .smallest),
      search: .spsa, share: 0.5, notes: notes)
  }
}
