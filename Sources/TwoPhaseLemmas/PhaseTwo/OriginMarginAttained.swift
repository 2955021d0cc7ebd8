import TwoPhaseTheory

extension Lemma {
  /// pi/2 - 1 is reached at the origin, whatever the slope. theory.md section 6.
  public static let originMarginAttained = Lemma(
    id: "origin-margin-attained", title: "pi/2 - 1 is reached at the origin",
    statement: """
      At W* = 0 and W = -t R with R antisymmetric, R u = 0 and ||R||_2 = 1, the margin (paper scale) \
      differs from pi/2 - 1 by O(t) as t -> 0, for every slope: no delta above pi/2 - 1 = 0.5708 can be \
      proved there.
      """,
    latex: #"""
      R^\top = -R,\ Ru = 0 \;\Rightarrow\; \frac{\langle \hat G(-tR), tR\rangle}{t^2\|R\|_F^2} = \#
      \frac{\pi}{2} - 1 + O(t)
      """#,
    source: "theory.md section 6 [D]", part: .phaseTwo,
    domain: Domain(
      dimensions: [3, 5, 20, 100], minimumDimension: 3, studentNorm: .between(1e-4, 1e-3), teacherNorm: .zero,
      slopes: -0.9...0.9, studentShapes: [.rotation], teacherShapes: [.zero]),
    claim: .order(
      1, in: "t", refined: { $0.scaled(by: 0.5) },
      error: { point in
        guard let terms = try point.evaluator().marginBudget else { return nil }
        let error = abs(terms.sum - OriginHessian.smallestEigenvalue)
        return error > 1e-11 ? error : nil
      }, regressors: [.gamma, .dimension]),
    share: 0.25,
    notes: [
      "The margin comes from below: about pi/2 - 1 - 0.8 t. In true scale the limit is (1 - a)^2 (pi/2 "
        + "- 1) / pi, so PReLU with slope a > 0 slows Phase 2 by (1 - a)^2 in its slowest direction "
        + "(prelu-slowdown).",
      "[LY]'s delta = 0.03 is 19 times smaller than what holds there.",
    ])
}
