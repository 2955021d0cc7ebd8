import TwoPhaseTheory

extension Lemma {
  /// The reduced 2 x 2 model over one step. theory.md section 6.
  public static let reducedModelStep = reducedModel(
    id: "reduced-model-step", steps: 1,
    title: "one step of the reduced 2 x 2 model errs by second order in gamma")

  /// The reduced 2 x 2 model over many steps. theory.md section 6.
  public static let reducedModelRun = reducedModel(
    id: "reduced-model-run", steps: 40,
    title: "40 steps of the reduced 2 x 2 model err by second order in gamma")

  private static func reducedModel(id: String, steps: Int, title: String) -> Lemma {
    Lemma(
      id: id, title: title,
      statement: """
        With S = <s, u> and [S; f_A]+ = (I - etahat M)[S; f_A], M of theory.md section 6, the model's f_A after \(steps) \
        step\(steps == 1 ? "" : "s") of gradient descent on the population loss is off by O(gamma^2) as W_0 and W* are scaled to zero together \
        (paper scale; etahat = 0.1 / (d max(1, kappa))).
        """,
      latex:
        #"|f_A(t) - f_A^{\mathrm{model}}(t)| = O(\gamma^2), \quad \begin{bmatrix} S \\ f_A \end{bmatrix}^+ = "#
        + #"(I - \hat\eta M) \begin{bmatrix} S \\ f_A \end{bmatrix}"#,
      source: "theory.md section 6 [D]", part: .phaseOne,
      domain: Domain(
        dimensions: steps == 1 ? [3, 5, 20, 100] : [3, 5, 20], minimumDimension: 2,
        studentNorm: .between(0.002, 0.02), teacherNorm: .between(0.002, 0.02), slopes: -0.9...0.9,
        studentShapes: [.gaussian, .orthogonal, .symmetric, .rankOne],
        teacherShapes: [.gaussian, .orthogonal]),
      claim: .order(
        2, in: "gamma", refined: { $0.scaled(by: 0.5) },
        error: { point in
          let etahat = GradientDescent.rate(0.1, point)
          let model = ReducedModel(dimension: point.dimension, network: point.network)
          var descent = try GradientDescent(point)
          var state = (s: descent.s.reduce(0, +), f: descent.potential)
          for _ in 0..<steps {
            state = model.step(state, paperLearningRate: etahat)
            try descent.step(etahat)
          }
          let error = abs(descent.potential - state.f)
          return error > 1e-13 ? error : nil
        }, regressors: [.gamma, .dimension]),
      share: steps == 1 ? 0.25 : 0.15)
  }
}
