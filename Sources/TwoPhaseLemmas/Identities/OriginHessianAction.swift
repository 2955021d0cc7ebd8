import LinearAlgebra
import TwoPhaseTheory

extension Lemma {
  /// How the Hessian at the origin acts. theory.md section 6.
  public static let originHessianAction = Lemma(
    id: "origin-hessian-action", title: "the Hessian at the origin acts as T(D)",
    statement: """
      At W* = 0 and W = -t D with ||D||_2 = 1, ||Ghat / t - T(D)||_F / ||D||_F = O(t) as t -> 0 (paper scale), with T(D) = (pi/2) kappa (D u) \
      u^T + (pi/2) D + D^T - 2 diag(D) + tr(D) I.
      """,
    latex: #"""
      \left\|\tfrac1t \hat G(-tD) - T(D)\right\|_F = O(t), \quad T(D) = \tfrac{\pi}{2}\kappa (Du)u^\top + \tfrac{\pi}{2} D + D^\top \#
      - 2\operatorname{diag}(D) + \operatorname{tr}(D) I
      """#,
    source: "theory.md section 6 [D]", part: .identities,
    domain: Domain(
      dimensions: [3, 5, 20, 100], minimumDimension: 3, studentNorm: .between(1e-3, 1e-2), teacherNorm: .zero,
      slopes: -0.9...0.9, studentShapes: [.gaussian, .orthogonal, .antisymmetric, .symmetric, .rankOne],
      teacherShapes: [.zero]),
    claim: .order(
      1, in: "||W||_2", refined: { $0.scaled(by: 0.5) },
      error: { point in
        var evaluator = try point.evaluator()
        let displacement = point.displacement
        let size = displacement.frobeniusNorm
        let hessian = OriginHessian(dimension: point.dimension, network: point.network)
        let exact = hessian.apply(displacement)
        let error = Matrix.distance(evaluator.negativeGradient(.paper), exact) / size
        // Below this the difference is rounding.
        return error > 1e-13 * exact.frobeniusNorm / size ? error : nil
      }, regressors: [.gamma, .dimension]),
    share: 0.25)
}
