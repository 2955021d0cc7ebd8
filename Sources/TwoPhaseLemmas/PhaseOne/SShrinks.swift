import LinearAlgebra
import TwoPhaseTheory

extension Lemma {
  /// Step 1.1 of Phase 1: s decays while it is large.
  public static let sShrinks = Lemma(
    id: "s-shrinks", title: "||s|| shrinks while it is large",
    statement: """
      With gamma = max(||W||_2, ||W*||_2) <= 0.05, if kappa sqrt(d) ||s|| >= 2 (|f_A| + 2 gamma), a step with etahat <= 0.5/(d max(1, kappa)) on \
      the population loss gives ||s+|| <= (1 - 0.5 etahat kappa d) ||s|| (paper scale).
      """,
    latex: #"""
      \kappa\sqrt d\,\|s\| \ge 2(|f_A| + 2\gamma) \;\Rightarrow\; \|s^+\| \le (1 - 0.5\,\hat\eta\kappa d)\,\|s\|
      """#,
    source: "[S], Phase 1 step 1.1; [LY], Phase 1", part: .phaseOne,
    domain: Domain(
      dimensions: [5, 20, 100], minimumDimension: 5, studentNorm: .between(1e-4, 0.05),
      teacherNorm: .between(1e-4, 0.05), slopes: -0.9...0.9,
      parameters: [Domain.Parameter("rate", 0.01...0.5, isLogarithmic: true)]),
    claim: .atMost { point in
      let d = Double(point.dimension)
      let kappa = point.network.kappa
      var descent = try GradientDescent(point)
      let before = norm(of: descent.s)
      let needed = 2 * (abs(descent.potential) + 2 * (try point.normBound()))
      guard before > 0, kappa * d.squareRoot() * before >= needed else { return nil }
      let etahat = GradientDescent.rate(try point.parameter("rate"), point)
      try descent.step(etahat)
      let factor = (1 - norm(of: descent.s) / before) / (etahat * kappa * d)
      return Comparison(0.5, factor, constant: factor)
    },
    constant: FreeConstant(
      "c", claimed: 0.5, source: "this project's choice; [S] names none", best: .largest),
    search: .spsa,
    notes: ["The first-order rate is (pi/2) kappa d; |f_A| and D^T u take from it what the premise allows."])
}
