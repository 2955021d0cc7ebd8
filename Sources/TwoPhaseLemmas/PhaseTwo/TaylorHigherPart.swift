import TwoPhaseTheory

extension Lemma {
  /// The higher-order part of the margin budget is small, of first order in gamma. theory.md section 4.
  public static let taylorHigherPart = taylorHigherPart(
    id: "taylor-higher-part", title: "the higher-order part is O(gamma)", order: 1, constant: 2,
    expectation: .holds,
    notes: [
      "First order, not second: ||Ghat - P||_2 is O(gamma^2) (theory.md section 4), but a margin "
        + "divides by ||D|| once more. The largest term is cubic, sum_ij D_jj c_ij D_ji, and at W* = 0 it "
        + "is of order ||D||.",
      "C = 1 is needed as gamma goes to 0, by two neurons; up to 1.32 was found near gamma = 1/4 and "
        + "somewhat above.",
      "The same C for every dimension: each sum over i is an inner product of a column of off-diagonal "
        + "cosines, whose norm is O(gamma), with a column of D.",
    ])

  /// The same with gamma^2: false, since a margin divides by ||W - W*||_F once more than ||Ghat - P||_2 does.
  public static let taylorHigherPartSecondOrder = taylorHigherPart(
    id: "taylor-higher-part-second-order", title: "the higher-order part is O(gamma^2)", order: 2,
    constant: 100,
    expectation: .fails(because: "it is O(gamma): C gamma with C near 1 is reached, see taylor-higher-part"),
    notes: ["||Ghat - P||_2 = O(gamma^2) suggests it; the counterexample has a small gamma, whatever C is."])

  private static func taylorHigherPart(
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
      expectation: expectation, domain: TaylorPart.domain(),
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
