import LinearAlgebra
import TwoPhaseTheory

extension Lemma {
  /// C2 for every gamma. theory.md section 7.
  public static let phaseOneDuration = Lemma(
    id: "phase-one-duration", title: "Phase 1 lasts at most 1/(16 etahat) steps, whatever gamma is",
    statement: """
      ReLU, d >= 100, gradient descent on L from any W_0 with gamma = max(||W_0||_2, ||W*||_2) however \
      small, etahat = rate / (2 d): |f_A| <= 197 gamma^2 at some step of the first 1/(16 etahat) (paper \
      scale).
      """,
    latex: #"\min_{t \le 1/(16\hat\eta)} |f_A(t)| \le 197\gamma^2"#,
    source: "[LY] Theorem 3.1, Phase 1, for its gamma; theory.md section 7, C2", part: .phaseOne,
    expectation: .fails(
      because: "f_A starts at up to 2 gamma d and falls by e^(-d/16) in that time, which is not below 197 "
        + "gamma^2 at small gamma"),
    domain: Domain(
      dimensions: [100], minimumDimension: 100, studentNorm: .between(1e-6, 1e-4), teacherNorm: .zero,
      studentShapes: [.scaledIdentity, .gaussian, .diagonal, .symmetric], teacherShapes: [.zero],
      parameters: [.runRate]),
    claim: .atMost { point in
      let gamma = try point.normBound()
      guard gamma > 0 else { return nil }
      var descent = try PaperDescent(point)
      let steps = Int(1 / (LiYuan.durationFactor * descent.learningRate))
      var smallest = abs(descent.evaluator.potential)
      for _ in 0..<steps {
        try descent.step()
        smallest = min(smallest, abs(descent.evaluator.potential))
      }
      return Comparison(smallest / (gamma * gamma), LiYuan.potentialFactor)
    },
    share: 0.03,
    notes: [
      "[LY] fixes a gamma, for which no contradiction follows: the bound is a claim about one size of the "
        + "norms. W_0 = g I, W* = 0, d = 100 needs etahat t = log(d / (197 g)) / (d - 1.9), which exceeds "
        + "1/16 once g < 0.001 or so. The time that holds at every gamma carries the logarithm: "
        + "potential-ends-small.",
      "[LY]'s own factor 1 - 0.5 etahat d over 1/(16 etahat) steps gives e^(-d/32), 0.044 at d = 100: from "
        + "2 gamma d down to 8.8 gamma, which is below 197 gamma^2 only for gamma >= 0.045. The measured "
        + "rate is twice as fast.",
    ])
}
