import LinearAlgebra

extension Lemma {
  /// The closed-form population loss against its definition as an expectation. theory.md section 2.
  public static let closedFormLoss = Lemma(
    id: "closed-form-loss", title: "the closed form of the population loss",
    statement: """
      L(W) = E_x (y(x, W) - y(x, W*))^2 over x ~ N(0, I) is the closed form of theory.md section 2 (true scale): the mean of 4,000 \
      draws lies within 6.109 of its standard errors (two-sided, one in 10^9) of it.
      """,
    latex: #"""
      \mathbb E_x (y - y^*)^2 = c_1^2\|s\|^2 + \tfrac{2}{\pi} c_2^2 \sum_{ij}\left[\|v_i\|\|v_j\| h(\theta_{ij}) \#
      - 2\|v^*_i\|\|v_j\| h(\theta^*_{ij}) + \|v^*_i\|\|v^*_j\| h(\theta(v^*_i, v^*_j))\right]
      """#,
    source: "theory.md section 2; [CS] arc-cosine kernels", part: .identities,
    domain: Domain(
      studentNorm: .upTo(2), teacherNorm: .upTo(2), slopes: -0.9...0.9, readouts: [.sum, .l1]),
    claim: .sampled { point in
      let at = try point.quantities()
      guard at.distance > 0 else { return nil }
      return SampledInputs.estimate(
        SampledInputs(point).residuals.map { $0 * $0 }, exact: at.populationLoss,
        rounding: 1e-12 * Double(point.dimension) * at.distance * at.distance)
    },
    share: 0.25)
}
