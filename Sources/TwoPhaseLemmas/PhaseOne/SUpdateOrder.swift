import LinearAlgebra
import TwoPhaseTheory

extension Lemma {
  /// How well P predicts s. theory.md section 6.
  public static let sUpdateOrder = Lemma(
    id: "s-update-order", title: "P predicts the next s to second order in the norms",
    statement: """
      After one step W+ = W - eta grad L, etahat = rate / (d (1 + kappa)), the error ||s+ - (s - etahat \
      sum_j P_j)||_2 / (etahat sqrt(d)) (paper scale) falls at least as gamma^2 when W and W* are scaled \
      down together.
      """,
    latex:
      #"\left\|s^+ - \left(s - \hat\eta \textstyle\sum_j P_j\right)\right\|_2 = \hat\eta \sqrt d\, O(\gamma^2)"#,
    source: "theory.md section 6; [S], Phase 1", part: .phaseOne,
    domain: Domain(
      studentNorm: .between(0.01, 0.1), teacherNorm: .between(0.01, 0.1), slopes: -0.9...0.9,
      parameters: [Domain.Parameter("rate", 0.1...0.5)]),
    claim: .order(
      2, in: "gamma", refined: { $0.scaled(by: 0.5) },
      error: { point in
        let etahat = try point.paperLearningRate()
        var evaluator = try point.evaluator()
        let (s, sum) = (evaluator.s, ColumnSums.columnSum(evaluator.approximation()))
        let after = try point.afterStep().s
        let error = norm(of: zip(after, zip(s, sum)).map { $0 - ($1.0 - etahat * $1.1) })
        // Below this the difference is rounding.
        guard error > 1e-12 * (point.student.frobeniusNorm + point.teacher.frobeniusNorm) else { return nil }
        return error / (etahat * Double(point.dimension).squareRoot())
      }, regressors: [.gamma, .dimension]),
    share: 0.2,
    notes: [
      "In etahat the error is of first order exactly, since s is linear in W (s-update-exact). The worst "
        + "case is etahat sqrt(d) 2 gamma^2, reached at W antisymmetric with W* = -W, where higher u = -2 "
        + "gamma^2 u."
    ])
}
