import LinearAlgebra
import TwoPhaseTheory

extension Lemma {
  /// C1 as it is usually read, without a premise on s.
  public static let potentialDecreaseWithoutPremise = Lemma(
    id: "potential-decrease-without-premise", title: "|f_A| falls by 1 - 0.5 etahat d while it is large",
    statement: """
      With gamma = max(||W||_2, ||W*||_2) at most 0.001, one step W+ = W - eta grad L, etahat = rate / (d \
      (1 + kappa)), rate at most 0.5: if |f_A| > 197 gamma^2, then |f_A+| <= (1 - 0.5 etahat d) |f_A| \
      (paper scale).
      """,
    latex: #"|f_A| > 197\gamma^2 \;\Rightarrow\; |f_A^+| \le (1 - 0.5\,\hat\eta d) |f_A|"#,
    source: "[LY] Theorem 3.1, Phase 1, read without its step on s; theory.md section 7, C1", part: .phaseOne,
    expectation: .fails(
      because: "the s-term moves f_A by -etahat (pi/2) kappa <s, u>, up to pi kappa d gamma etahat, see "
        + "potential-decrease"),
    domain: PotentialRate.domain(premise: false, gamma: 1e-3),
    claim: .atMost { point in
      guard let at = try PotentialRate.largePotential(point) else { return nil }
      let rate = try PotentialRate.rate(point, from: at)
      return Comparison(LiYuan.decreaseFactor, rate, constant: rate)
    },
    constant: FreeConstant(
      "c_1", claimed: LiYuan.decreaseFactor, source: "[LY] Theorem 3.1, paper scale", best: .largest),
    search: .spsa,
    notes: [
      "Clean counterexample, any d >= 2, ReLU: W* = 0 and W = -g u u^T / d + (1.5 g / d) I with g < 1/200 "
        + "or so. Then f_A is about -g/2, beyond 197 gamma^2, and <s, u> about g (d - 1.5): f_A+ = f_A - "
        + "etahat (pi/2) g d + ..., so |f_A| grows by about etahat d (pi - 1) of itself.",
      "In a run this lasts while s decays, for a time of about 1 / (etahat kappa d): at slopes near -1, "
        + "where kappa is small, almost nothing; with kappa large, a short strong rise.",
    ])
}
