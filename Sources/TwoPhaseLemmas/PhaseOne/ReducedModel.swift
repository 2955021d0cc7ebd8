import LinearAlgebra
import TwoPhaseTheory

extension Lemma {
  /// (S, f_A) over all of Phase 1 against the reduced model. theory.md section 6.
  public static let reducedModel = Lemma(
    id: "reduced-model", title: "(S, f_A) follows the reduced model through Phase 1 to C gamma^2",
    statement: """
      Gradient descent on L from any W_0, gamma = max(||W_0||_2, ||W*||_2) at most 0.1, etahat = rate / (d \
      (1 + kappa)), for the time etahat t = log(d / gamma) / lambda, lambda the smaller eigenvalue of M: \
      at every step f_A differs from the reduced model's by at most C gamma^2 and S by at most C d \
      gamma^2, C = 6 (paper scale), in every dimension.
      """,
    latex: #"|f_A(t) - \tilde f_A(t)| \le C\gamma^2, \quad |S(t) - \tilde S(t)| \le C d \gamma^2"#,
    source: "theory.md section 6 [D]", part: .phaseOne,
    domain: Domain(
      dimensions: [2, 5, 20], minimumDimension: 2, studentNorm: .between(1e-3, 0.1),
      teacherNorm: .between(1e-3, 0.1), slopes: -0.9...0.5, parameters: [.runRate]),
    claim: .atMost { point in
      let gamma = try point.normBound()
      guard let steps = try point.phaseOneSteps(gamma: gamma) else { return nil }
      var descent = try PaperDescent(point)
      let model = ReducedModel(dimension: point.dimension, network: point.network)
      var state = (s: descent.sSum, f: descent.evaluator.potential)
      var worst = 0.0
      for _ in 0..<steps {
        state = model.step(state, paperLearningRate: descent.learningRate)
        try descent.step()
        worst = max(worst, abs(descent.evaluator.potential - state.f))
        worst = max(worst, abs(descent.sSum - state.s) / Double(point.dimension))
      }
      worst /= gamma * gamma
      return Comparison(worst, 6, constant: worst)
    },
    constant: FreeConstant("C", claimed: 6, source: "measured: at most 3.3", best: .smallest),
    search: .spsa, share: 0.2,
    notes: [
      "The errors do not add up over the run: what one step adds, the decay at rate about d takes away "
        + "again. f_A starts as large as 2 gamma d, so relative to it the model's error is about gamma / "
        + "d.",
      "The largest found: 3.3 gamma^2 in f_A (d = 5, slope 0.5, W* = -W = 0.003 I about), 2.2 d gamma^2 in "
        + "S (d = 2, slope -0.9). Slopes end at 0.5 here since a run takes 1 + kappa times as many steps.",
    ])
}
