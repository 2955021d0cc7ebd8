import LinearAlgebra
import TwoPhaseTheory

extension Lemma {
  /// Near the teacher P's error is smaller in proportion. theory.md section 4.
  public static let approximationErrorNearTeacher = Lemma(
    id: "approximation-error-near-teacher", title: "P's error is at most 2.2 gamma ||W - W*||_2",
    statement: """
      With gamma = max(||W||_2, ||W*||_2) at most 0.1 and W other than W*, ||Ghat - P||_2 <= C gamma ||W - \
      W*||_2 (paper scale), C = 2.2: near W* the error is small against the gradient, not only against 1.
      """,
    latex: #"\|\hat G - P\|_2 \le C \gamma \|W - W^*\|_2"#,
    source: "theory.md section 4 [D]", part: .phaseOne,
    domain: Domain(studentNorm: .upTo(0.1), teacherNorm: .upTo(0.1), slopes: -0.9...0.9),
    claim: .atMost { point in
      let (gamma, distance) = (try point.normBound(), try point.displacement.spectralNorm())
      guard distance > 0 else { return nil }
      let size = try ApproximationGap.norm(point) / (gamma * distance)
      return Comparison(size, ApproximationGap.factor, constant: size)
    },
    constant: FreeConstant(
      "C", claimed: ApproximationGap.factor, source: "measured: at most 2.11", best: .smallest),
    search: .spsa, share: 0.4,
    notes: [
      "c*_ij^2 - c_ij^2 = (c*_ij - c_ij)(c*_ij + c_ij), where the first factor is of the size of D and the "
        + "second of 4 gamma: C = 2 is the limit, reached at W symmetric with zero diagonal and D along "
        + "it."
    ])
}
