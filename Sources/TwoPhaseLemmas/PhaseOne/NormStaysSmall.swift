import LinearAlgebra
import TwoPhaseTheory

extension Lemma {
  /// C3: the norms over a whole run. theory.md section 7.
  public static let normStaysSmall = Lemma(
    id: "norm-stays-small", title: "||W_t||_2 stays below 4 gamma throughout",
    statement: """
      Gradient descent on L from any W_0, gamma = max(||W_0||_2, ||W*||_2) at most 0.05, etahat = rate / \
      (d (1 + kappa)), for the time etahat t = 1.5: ||W_t||_2 <= C gamma at every \
      step with C = 4, in every dimension. From gamma <= 1/128 it therefore stays below [LY]'s 1/32.
      """,
    latex: #"\|W_t\|_2 \le C\gamma \text{ for } \hat\eta t \le 1.5"#,
    source: "[LY] Theorem 3.1, Phase 2: ||W||_2 <= 1/32; theory.md section 7, C3", part: .phaseOne,
    domain: Domain(
      dimensions: [2, 5, 20], minimumDimension: 2, studentNorm: .between(1e-3, 0.05),
      teacherNorm: .between(1e-3, 0.05), slopes: -0.9...0.3, parameters: [.runRate]),
    claim: .atMost { point in
      let gamma = try point.normBound()
      guard gamma > 0 else { return nil }
      var descent = try PaperDescent(point)
      var largest = 0.0
      for _ in 0..<Int((1.5 / descent.learningRate).rounded(.up)) {
        try descent.step()
        largest = max(largest, try descent.student.spectralNorm())
      }
      let size = largest / gamma
      return Comparison(size, 4, constant: size)
    },
    constant: FreeConstant("C", claimed: 4, source: "measured: at most 3.02", best: .smallest),
    search: .spsa, share: 0.1,
    notes: [
      "||W_t||_2 does grow: W_0 = g diag(1, 1, -1, ..., -1) against W* = g I whose first 2 x 2 block is "
        + "[[0, -1], [-1, 0]] takes it to 1.9 g at d = 5, 2.4 at 10, 2.76 at 20, 2.92 at 40 and 3.02 at "
        + "100, near etahat t = 0.2: f_A pushes every diagonal entry up by tr(D) / d, close to 2 g, those "
        + "too that were right, and the symmetric part then moves faster than the rest.",
      "In the linear model the worst case is known by duality: the largest sum of the nuclear norms of (I "
        + "- E) x y^T and E x y^T over unit x, y, E the flow of the Hessian at the origin: 1.96 (d = 5, "
        + "ReLU), 2.75 (20), 2.88 (32). It levels off with d.",
      "So norms bounded by 1/32 at the start are not enough for 1/32 later; 1/128 is.",
    ], knownCase: { try WorstCases.growingNorm($0) })
}
