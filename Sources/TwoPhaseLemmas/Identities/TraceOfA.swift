import LinearAlgebra

extension Lemma {
  /// trace A = f_A. theory.md section 3.
  public static let traceOfA = Lemma(
    id: "trace-of-a", title: "the trace of A is the potential f_A",
    statement:
      "trace A = f_A for every W and W*: the error is at most 1e-12 sqrt(d) ||W - W*||_F, near W* too.",
    latex: #"\operatorname{tr} A = f_A = \sum_i \left(\|v^*_i\| - \|v_i\|\right)"#,
    source: "theory.md section 3 [D]; f_A and A of [S], Main: Preliminaries", part: .identities,
    domain: Domain(studentNorm: .upTo(2), teacherNorm: .upTo(2), slopes: -0.9...0.9),
    claim: .identity(tolerance: 1e-12) { point in
      let evaluator = try point.evaluator()
      let size = point.displacement.frobeniusNorm * Double(point.dimension).squareRoot()
      guard size > 0 else { return nil }
      return abs(evaluator.auxiliaryMatrix().trace - evaluator.potential) / size
    },
    notes: ["sqrt(d) ||W - W*||_F is the largest that |f_A| can be, so the error is relative to that."])
}
