import LinearAlgebra
import TwoPhaseTheory

extension Lemma {
  /// C2 where gamma is not too small. theory.md section 7.
  public static let phaseOneLength = Lemma(
    id: "phase-one-length",
    title: "Phase 1 lasts at most 1/(16 etahat) steps for gamma from 0.01 and d >= 100",
    statement: """
      ReLU, d >= 100, gradient descent on L from any W_0 with gamma = max(||W_0||_2, ||W*||_2) between 0.01 and \
      1/32, etahat = rate / (2 d): |f_A| <= 197 gamma^2 at some step of the first 1/(16 etahat) (paper scale); \
      lhs is the fraction of them that it takes, 2 when they are not enough.
      """,
    latex:
      #"\min\{t : |f_A(t)| \le 197\gamma^2\} \le \frac{1}{16\hat\eta}, \qquad 0.01 \le \gamma \le \tfrac{1}{32}"#,
    source: "[LY] Theorem 3.1, Phase 1; theory.md section 7, C2", part: .phaseOne,
    domain: Domain(
      dimensions: [100], minimumDimension: 100, maximumDimension: 400,
      studentNorm: .between(0.01, LiYuan.weightBound), teacherNorm: .between(0.01, LiYuan.weightBound),
      studentShapes: [.gaussian, .scaledIdentity, .antipodal, .zero, .diagonal, .ones, .orthogonal],
      teacherShapes: [.gaussian, .scaledIdentity, .diagonal, .zero], parameters: [.runRate]),
    claim: .atMost { point in
      let gamma = try point.normBound()
      guard gamma >= 0.01 * (1 - 1e-9) else { return nil }
      let tau = LiYuan.potentialFactor * gamma * gamma
      var descent = try PaperDescent(point)
      let allowed = Int(1 / (LiYuan.durationFactor * descent.learningRate))
      for t in 0...allowed {
        if abs(descent.evaluator.potential) <= tau { return Comparison(Double(t) / Double(allowed), 1) }
        if t < allowed { try descent.step() }
      }
      return Comparison(2, 1)
    },
    share: 0.1,
    notes: ["For a gamma that is measured and smaller, see phase-one-duration: it is false."])
}
