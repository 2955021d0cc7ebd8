import LinearAlgebra

extension Lemma {
  /// Ghat = constant + first + diagonal + higher, exactly. theory.md section 4.
  public static let exactDecomposition = Lemma(
    id: "exact-decomposition", title: "the gradient is exactly the sum of four terms",
    statement: """
      Ghat_j (paper scale), from the angles of theory.md section 2, is constant_j + first_j + diagonal_j + higher_j of section 4, each \
      from its own formula, with A(j) and f_A(j) formed as matrices and sums. Relative error at most 1e-12 of the summands.
      """,
    latex: #"""
      \hat G_j = \tfrac{\pi}{2}\kappa s + (A(j) + f_A(j) I)\bar v_j + \left[(\tfrac{\pi}{2} - \theta^*_{jj}) v^*_j \#
      - \tfrac{\pi}{2} v_j + \|v^*_j\| \sin\theta^*_{jj}\, \bar v_j\right] + \mathrm{higher}_j
      """#,
    source: "theory.md section 4 [D]; [S], Phase 2", part: .identities,
    domain: Domain(studentNorm: .upTo(0.5), teacherNorm: .upTo(0.5), slopes: -0.9...0.9),
    claim: .identity(tolerance: 1e-12) { point in
      let plain = try PlainDecomposition(point)
      var evaluator = try point.evaluator()
      let size = plain.summandSize
      let own = Matrix.distance(plain.gradient, plain.sumOfTerms) / size
      return max(own, Matrix.distance(plain.gradient, evaluator.negativeGradient(.paper)) / size)
    },
    share: 0.5,
    notes: [
      "The formulas are written out a second time for this, plainly and with arccos, so that the test does not compare the "
        + "library with itself. The library's own gradient, which does not cancel near W*, must agree with both."
    ])
}
