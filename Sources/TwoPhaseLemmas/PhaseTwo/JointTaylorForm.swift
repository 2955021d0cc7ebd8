import LinearAlgebra
import TwoPhaseTheory

extension Lemma {
  /// Near W* the margin is a quadratic form. [S] Phase 2, "joint Taylor expansion"; theory.md sections 2 and
  /// 5.
  public static let jointTaylorForm = Lemma(
    id: "joint-taylor-form", title: "near W* the margin is a quadratic form of the direction",
    statement: """
      At W = W* - t D with ||W*||_2 <= 1/2 and ||D||_2 = 1, the margin (paper scale) differs by O(t) from \
      its limit <H(W*) D, D> / ||D||_F^2 as t -> 0, H the Hessian of L; the limit is extrapolated from t = \
      1e-5 and 2e-5.
      """,
    latex: #"""
      \frac{\langle \hat G(W^* - tD), tD\rangle}{t^2\|D\|_F^2} = \frac{\langle \hat H(W^*) D, \#
      D\rangle}{\|D\|_F^2} + O(t)
      """#,
    source: "[S] Phase 2, 'when W is near W* use joint Taylor expansion'; theory.md section 2",
    part: .phaseTwo,
    domain: NearTeacher.domain(reach: 1e-3...1e-2),
    claim: .order(
      1, in: "||W - W*||_2", refined: { NearTeacher.moved($0, factor: 0.5) },
      error: { point in
        guard let limit = try NearTeacher.limit(point), let terms = try point.evaluator().marginBudget else {
          return nil
        }
        let error = abs(terms.sum - limit)
        return error > 1e-8 * max(1, abs(limit)) ? error : nil
      }, regressors: [Regressor("||W - W*||_2") { try $0.displacement.spectralNorm() }, .dimension]),
    share: 0.25,
    notes: ["The limit itself is bounded from below by joint-taylor-curvature."])
}
