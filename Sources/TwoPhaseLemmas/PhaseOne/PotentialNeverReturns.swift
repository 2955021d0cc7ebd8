import LinearAlgebra
import TwoPhaseTheory

extension Lemma {
  /// No way back for f_A without a premise on s. theory.md section 7, C3.
  public static let potentialNeverReturns = Lemma(
    id: "potential-never-returns", title: "once |f_A| <= 197 gamma^2, it stays there",
    statement: """
      With gamma = max(||W_0||_2, ||W*||_2) at most 0.001 and |f_A(W_0)| <= 197 gamma^2, gradient descent \
      on L, etahat = rate / (d (1 + kappa)), keeps |f_A| <= 197 gamma^2 for the time etahat t = 1 / d \
      (paper scale).
      """,
    latex: #"|f_A(0)| \le 197\gamma^2 \;\Rightarrow\; |f_A(t)| \le 197\gamma^2 \text{ for all } t"#,
    source: "suggested by [LY] Theorem 3.1 and [S], \"no way back\"; theory.md section 7, C3",
    part: .phaseOne,
    expectation: .fails(
      because: "a large s drives f_A up to about gamma before it has decayed itself, see "
        + "potential-stays-small"),
    domain: Domain(
      dimensions: [5, 20, 100], minimumDimension: 3, studentNorm: .upTo(1e-3), teacherNorm: .upTo(1e-3),
      slopes: -0.5...0.5,
      parameters: [.runRate],
      arrange: { point in
        let gamma = try point.normBound()
        try PotentialPremise.bound(&point, by: LiYuan.potentialFactor * gamma * gamma)
      }),
    claim: .atMost { point in
      let gamma = try point.normBound()
      let tau = LiYuan.potentialFactor * gamma * gamma
      var descent = try PaperDescent(point)
      guard gamma > 0, abs(descent.evaluator.potential) <= tau else { return nil }
      var largest = 0.0
      for _ in 0..<Int((1 / (descent.learningRate * Double(point.dimension))).rounded(.up)) {
        try descent.step()
        largest = max(largest, abs(descent.evaluator.potential))
      }
      return Comparison(largest / tau, 1)
    },
    share: 0.2,
    notes: [
      "Clean counterexample: W* = 0, W = g (I / d - u u^T / d): f_A is about zero, <s, u> = g (d - 1), and "
        + "f_A goes to about -0.4 g, beyond 197 g^2 for g < 0.002. A first crossing of tau is therefore "
        + "not the end of Phase 1 (theory.md section 8); s has to be small too."
    ])
}
