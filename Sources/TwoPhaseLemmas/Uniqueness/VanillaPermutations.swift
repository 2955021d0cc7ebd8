import TwoPhaseTheory

extension Lemma {
  /// Without identity mapping every order of the neurons is a global minimum. [S], "without identity
  /// mapping".
  public static let vanillaPermutations = Lemma(
    id: "vanilla-permutations",
    title: "without identity mapping every order of the neurons is a global minimum",
    statement: """
      With V = W, and W = W* Pi for a permutation Pi with W* Pi != W*: L(W) = 0, grad L(W) = 0 and the \
      margin is 0, relative to the neurons' lengths to 1e-12. So one-point strong convexity fails there for \
      every delta > 0.
      """,
    latex: #"L(W^*\Pi) = 0,\quad \nabla L(W^*\Pi) = 0,\quad W^*\Pi \ne W^*"#,
    source: "[S], Setup; [LY], section 1", part: .uniqueness,
    domain: Domain(
      minimumDimension: 2, studentNorm: .upTo(2), teacherNorm: .between(0.1, 2), slopes: -0.9...0.9,
      identityMapping: false,
      teacherShapes: [.gaussian, .orthogonal, .scaledIdentity],
      arrange: { point in
        let order = NeuronOrder.permutation(point, lemma: "vanilla-permutations")
        point.student = NeuronOrder.reordered(point.teacher, order, identityMapping: false)
      }),
    claim: .identity(tolerance: 1e-12) { try SecondMinimum.error($0) }, share: 0.5,
    notes: [
      "d! global minima: between two of them lies a point from which the gradient leads to the wrong "
        + "one. The identity mapping with small norms tells the neurons apart (identity-uniqueness)."
    ])
}
