import LinearAlgebra
import TwoPhaseTheory

extension Lemma {
  /// C1: Phase 1's factor, with the premise that it needs. theory.md section 7.
  public static let potentialDecrease = Lemma(
    id: "potential-decrease", title: "|f_A| falls by 1 - 0.5 etahat d while it is large and s is small",
    statement: """
      With gamma = max(||W||_2, ||W*||_2) at most 1/32, one step W+ = W - eta grad L, etahat = rate / (d \
      (1 + kappa)), rate at most 0.5: if |f_A| > 197 gamma^2 and (pi/2) kappa sqrt(d) ||s|| <= 0.4 d \
      |f_A|, then |f_A+| <= (1 - c_1 etahat d) |f_A| with c_1 = 0.5 (paper scale), for every slope and \
      dimension of the domain.
      """,
    latex: #"""
      |f_A| > 197\gamma^2,\ \tfrac{\pi}{2}\kappa\sqrt d\,\|s\| \le 0.4\, d |f_A| \;\Rightarrow\; \#
      |f_A^+| \le (1 - c_1 \hat\eta d) |f_A|
      """#,
    source: "[LY] Theorem 3.1, Phase 1; [S], Phase 1, step 1.2; theory.md section 7, C1", part: .phaseOne,
    domain: PotentialRate.domain(premise: true),
    claim: .atMost { point in
      guard let at = try PotentialRate.largePotential(point),
        point.sPull(at.s) <= PotentialRate.pull(of: at.potential, point)
      else { return nil }
      let rate = try PotentialRate.rate(point, from: at)
      return Comparison(LiYuan.decreaseFactor, rate, constant: rate)
    },
    constant: FreeConstant(
      "c_1", claimed: LiYuan.decreaseFactor, source: "[LY] Theorem 3.1, paper scale", best: .largest),
    search: .spsa, share: 0.5,
    notes: [
      "[LY] and [S] state the factor without the premise on s (there, an earlier step has made s small); "
        + "without it the claim is false: potential-decrease-without-premise.",
      "To first order f_A+ = f_A (1 - etahat (d - 1 + pi/2)) - etahat (pi/2) kappa <s, u>: with s = 0 the "
        + "factor is about 1, not 0.5, and each 0.1 d |f_A| of the s-term costs 0.1 of it. All other terms "
        + "are at most about 10 etahat d gamma^2, one twentieth of 197.",
    ])
}
