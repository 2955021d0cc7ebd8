import LinearAlgebra

extension Lemma {
  /// The leave-one-out forms of f_A and A. theory.md section 3.
  public static let leaveOneOut = Lemma(
    id: "leave-one-out", title: "A(j) and f_A(j) are related as A and f_A are",
    statement: """
      trace A(j) = f_A(j) for every neuron j; sum_j f_A(j) = (d - 1) f_A; s = sum_j D_j. Errors are at most 1e-12 of what is added up.
      """,
    latex: #"\operatorname{tr} A(j) = f_A(j), \qquad \sum_j f_A(j) = (d-1) f_A, \qquad s = \sum_j D_j"#,
    source: "theory.md section 3 [D]; [S], Main: Preliminaries", part: .identities,
    domain: Domain(studentNorm: .upTo(2), teacherNorm: .upTo(2), slopes: -0.9...0.9),
    claim: .identity(tolerance: 1e-12) { point in
      let evaluator = try point.evaluator()
      let d = Double(point.dimension)
      let displacement = point.displacement
      let size = displacement.frobeniusNorm * d.squareRoot()
      guard size > 0 else { return nil }
      let full = evaluator.auxiliaryMatrix()
      let parts = evaluator.potentialLeaveOneOut
      var error = abs(parts.reduce(0, +) - (d - 1) * evaluator.potential) / (d * size)
      for j in 0..<point.dimension {
        let trace = evaluator.auxiliaryMatrix(leavingOut: j, of: full).trace
        error = max(error, abs(trace - parts[j]) / size)
      }
      var columns = evaluator.s
      for j in 0..<point.dimension {
        for (k, value) in displacement.column(j).enumerated() { columns[k] -= value }
      }
      return max(error, norm(of: columns) / size)
    })
}
