import LinearAlgebra
import TwoPhaseTheory

extension Lemma {
  /// One step's s. theory.md section 6.
  public static let sUpdate = Lemma(
    id: "s-update", title: "a step moves s by the sum of the gradient's columns",
    statement: """
      s is linear in W: after one step of size etahat along Ghat, s+ = s - etahat sum_j Ghat_j exactly (paper scale; error at most 1e-12 of the weights and the step).
      """,
    latex: #"s^+ = s - \hat\eta \sum_j \hat G_j"#, source: "theory.md section 6; [S], Phase 1 step 1.1",
    part: .phaseOne,
    domain: Domain(
      studentNorm: .upTo(1), teacherNorm: .upTo(1), slopes: -0.9...0.9,
      parameters: [Domain.Parameter("rate", 1e-4...0.5, isLogarithmic: true)]),
    claim: .identity(tolerance: 1e-12) { point in
      let etahat = GradientDescent.rate(try point.parameter("rate"), point)
      var descent = try GradientDescent(point)
      var evaluator = try point.evaluator()
      let before = descent.s
      let gradient = evaluator.negativeGradient(.paper)
      let sums = gradient.multiply(.plain, [Double](repeating: 1, count: point.dimension))
      try descent.step(etahat)
      var error = descent.s
      for i in error.indices { error[i] -= before[i] - etahat * sums[i] }
      // What is added up to s: the columns of W and W*, which W+ is rounded relative to, and the step.
      let size = point.student.frobeniusNorm + point.teacher.frobeniusNorm + etahat * gradient.frobeniusNorm
      guard size > 0 else { return nil }
      return norm(of: error) / (size * Double(point.dimension).squareRoot())
    },
    notes: [
      "So the error of predicting s from P is exactly etahat ||sum_j (Ghat_j - P_j)||: see s-update-order."
    ])

  /// One step's s from P: the order of the error in gamma. theory.md section 6.
  public static let sUpdateOrder = Lemma(
    id: "s-update-order", title: "predicting s from P errs by second order in gamma",
    statement: """
      || s+ - (s - etahat sum_j P_j) || / etahat = O(gamma^2) as W and W* are scaled to zero together (paper scale).
      """,
    latex: #"\left\|s^+ - \Big(s - \hat\eta \sum_j P_j\Big)\right\| = \hat\eta\, O(\gamma^2)"#,
    source: "theory.md section 6; [S], Phase 1 step 1.1", part: .phaseOne,
    domain: Domain(
      dimensions: [3, 5, 20, 100], minimumDimension: 2, studentNorm: .between(0.01, 0.1),
      teacherNorm: .between(0.01, 0.1), slopes: -0.9...0.9,
      studentShapes: [.gaussian, .orthogonal, .rotation, .rankOne],
      teacherShapes: [.gaussian, .orthogonal, .zero]),
    claim: .order(
      2, in: "gamma", refined: { $0.scaled(by: 0.5) },
      error: { point in
        let ones = [Double](repeating: 1, count: point.dimension)
        let error = norm(of: try ApproximationGap.matrix(point).multiply(.plain, ones))
        return error > 1e-12 ? error : nil
      }, regressors: [.gamma, .dimension]),
    share: 0.25)
}
