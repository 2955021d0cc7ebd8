import LinearAlgebra

extension Lemma {
  /// f_A as [S] prints it, with ||e_i - w_i||: not the trace of A. theory.md section 3, "Misprints".
  public static let potentialAsPrinted = Lemma(
    id: "potential-as-printed", title: "f_A as printed in [S], with ||e_i - w_i||, is the trace of A",
    statement: "trace A = sum_i ( ||e_i + w*_i|| - ||e_i - w_i|| ) for every W and W*.",
    latex: #"\operatorname{tr} A = \sum_i \left(\|e_i + w^*_i\| - \|e_i - w_i\|\right)"#,
    source: "[S], Main: Preliminaries, as printed", part: .identities,
    expectation: .fails(because: "a misprint: the second norm is ||e_i + w_i||, see trace-of-a"),
    domain: Domain(studentNorm: .upTo(1), teacherNorm: .upTo(1)),
    claim: .identity(tolerance: 1e-12) { point in
      let evaluator = try point.evaluator()
      var printed = 0.0
      for j in 0..<point.dimension {
        var (target, own) = (point.teacher.column(j), point.student.column(j).map { -$0 })
        target[j] += 1
        own[j] += 1
        printed += norm(of: target) - norm(of: own)
      }
      let size = point.displacement.frobeniusNorm * Double(point.dimension).squareRoot()
      guard size > 1e-3 else { return nil }
      return abs(evaluator.auxiliaryMatrix().trace - printed) / size
    },
    notes: ["TwoPhase computes f_A with ||e_i + w_i||, for which the identity is exact (trace-of-a)."])
}
