import LinearAlgebra
import TwoPhaseTheory

extension Lemma {
  /// Where f_A ends, by a whole run. theory.md section 7.
  public static let potentialEndsSmall = Lemma(
    id: "potential-ends-small", title: "Phase 1 ends with |f_A| at most 6 gamma^2, in every dimension",
    statement: """
      Gradient descent on L from any W_0, gamma = max(||W_0||_2, ||W*||_2) at most 0.1, etahat = rate / (d \
      (1 + kappa)): after the time etahat t = log(d / gamma) / lambda, lambda the smaller eigenvalue of M, \
      |f_A| <= C gamma^2 with C = 6 (paper scale).
      """,
    latex: #"\hat\eta t \ge \log(d/\gamma)/\lambda_-(M) \;\Rightarrow\; |f_A(t)| \le C \gamma^2"#,
    source: "[LY] Theorem 3.1: 197 gamma^2; [S], Phase 1: O(gamma)", part: .phaseOne,
    domain: PhaseOneRuns.domain,
    claim: .atMost { point in
      let gamma = try point.normBound()
      guard let steps = try point.phaseOneSteps(gamma: gamma) else { return nil }
      var descent = try PaperDescent(point)
      for _ in 0..<steps { try descent.step() }
      let size = abs(descent.evaluator.potential) / (gamma * gamma)
      return Comparison(size, 6, constant: size)
    },
    constant: FreeConstant("C", claimed: 6, source: "measured: at most 2.2", best: .smallest),
    search: .spsa, share: 0.2,
    notes: [
      "The largest found is 2.2 gamma^2: [LY]'s 197 gamma^2 has a factor of 90 to spare, and [S]'s "
        + "O(gamma) is true but an order too weak.",
      "The time is log(d / gamma) / lambda and no fixed multiple of 1/d. For ReLU lambda is about d - 1.9. "
        + "For slopes near -1 it is (pi/2)(kappa d + 1) + 1, which does not grow with d: at etahat t = 10 "
        + "/ d, slope -0.74 and d = 20, |f_A| is still 0.01 gamma, 16 gamma^2 at gamma = 0.002 and of "
        + "first order in gamma.",
    ])
}
