import LinearAlgebra
import TwoPhaseTheory

extension Lemma {
  /// One step of (S, f_A) against the reduced model. theory.md section 6.
  public static let reducedModelStep = Lemma(
    id: "reduced-model-step", title: "the reduced model predicts one step to second order in the norms",
    statement: """
      After one step W+ = W - eta grad L, etahat = rate / (d (1 + kappa)), (S, f_A) differs from (I - \
      etahat M)(S, f_A) by |error of S| / d + |error of f_A| that falls at least as gamma^2 when W and W* \
      are scaled down together.
      """,
    latex:
      #"\begin{pmatrix} S \\ f_A \end{pmatrix}^{\!+} = (I - \hat\eta M)\begin{pmatrix} S \\ f_A \end{pmatrix} + O(\gamma^2)"#,
    source: "theory.md section 6 [D]", part: .phaseOne,
    domain: Domain(
      minimumDimension: 2, studentNorm: .between(0.01, 0.1), teacherNorm: .between(0.01, 0.1),
      slopes: -0.9...0.9, parameters: [Domain.Parameter("rate", 0.1...0.5)]),
    claim: .order(
      2, in: "gamma", refined: { $0.scaled(by: 0.5) },
      error: { point in
        var descent = try PaperDescent(point)
        let model = ReducedModel(dimension: point.dimension, network: point.network)
        let expected = model.step(
          (s: descent.sSum, f: descent.evaluator.potential), paperLearningRate: descent.learningRate)
        try descent.step()
        let d = Double(point.dimension)
        let error = abs(descent.sSum - expected.s) / d + abs(descent.evaluator.potential - expected.f)
        let size = point.student.frobeniusNorm + point.teacher.frobeniusNorm
        return error > 1e-12 * size * d.squareRoot() ? error : nil
      }, regressors: [.gamma, .dimension]),
    share: 0.25,
    notes: [
      "Measured sizes of one step's error: at most 3.4 etahat d^2 gamma^2 in S and 5.6 (1 + kappa) etahat "
        + "d gamma^2 in f_A, against changes of up to about etahat d^2 gamma (1 + kappa) in each."
    ])
}
