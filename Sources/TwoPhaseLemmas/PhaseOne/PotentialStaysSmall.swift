import LinearAlgebra
import TwoPhaseTheory

extension Lemma {
  /// One step's no way back. theory.md section 7, C3.
  public static let potentialStaysSmall = Lemma(
    id: "potential-stays-small",
    title: "once |f_A| <= 197 gamma^2 and s is small, one step keeps |f_A| there",
    statement: """
      With gamma = max(||W||_2, ||W*||_2) at most 1/32 and tau = 197 gamma^2 < 2 gamma d, one step W+ = W \
      - eta grad L, etahat = rate / (d (1 + kappa)), rate at most 0.5: if |f_A| <= tau and (pi/2) kappa \
      sqrt(d) ||s|| <= 0.4 d tau, then |f_A+| <= tau (paper scale).
      """,
    latex: #"""
      |f_A| \le \tau,\ \tfrac{\pi}{2}\kappa\sqrt d\,\|s\| \le 0.4\, d \tau \;\Rightarrow\; |f_A^+| \le \tau, \quad \tau = 197\gamma^2
      """#,
    source: "[LY] Theorem 3.1, Phase 2, \"no way back\"; theory.md section 7, C3", part: .phaseOne,
    domain: PotentialRate.domain(
      premise: false,
      arrange: { point in
        let gamma = try point.normBound()
        let tau = LiYuan.potentialFactor * gamma * gamma
        try PotentialPremise.bound(&point, by: tau)
        let limit = try point.parameter("share") * PotentialRate.pull(of: tau, point)
        try point.shortenS { _ in limit }
      }),
    claim: .atMost { point in
      let gamma = try point.normBound()
      let tau = LiYuan.potentialFactor * gamma * gamma
      let at = try point.evaluator()
      guard gamma > 0, tau < 2 * gamma * Double(point.dimension), abs(at.potential) <= tau,
        point.sPull(at.s) <= PotentialRate.pull(of: tau, point)
      else { return nil }
      return Comparison(try abs(point.afterStep().potential) / tau, 1)
    },
    search: .spsa, share: 0.5,
    notes: [
      "Cases with 197 gamma^2 >= 2 gamma d are left out: there the bound exceeds any |f_A|.",
      "Without the premise on s it is false: potential-never-returns.",
    ])
}
