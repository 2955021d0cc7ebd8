import LinearAlgebra
import TwoPhaseTheory

extension Lemma {
  /// What a step makes of s, exactly. theory.md section 6.
  public static let sUpdateExact = Lemma(
    id: "s-update-exact", title: "one step changes s by exactly -etahat Ghat u",
    statement: """
      After W+ = W - eta grad L (true scale) with etahat = eta 4 c_2^2 / pi = rate / (d (1 + kappa)), s+ = \
      s - etahat sum_j Ghat_j (paper scale) for every W and W*: the error is at most 1e-13 of what is \
      added up.
      """,
    latex: #"s^+ = s - \hat\eta \sum_j \hat G_j"#,
    source: "s is linear in W; theory.md section 6", part: .phaseOne,
    domain: Domain(
      studentNorm: .upTo(2), teacherNorm: .upTo(2), slopes: -0.9...0.9, parameters: [.rate]),
    claim: .identity(tolerance: 1e-13) { point in
      let etahat = try point.paperLearningRate()
      var evaluator = try point.evaluator()
      let (s, gradient) = (evaluator.s, evaluator.negativeGradient(.true))
      let eta = etahat / point.network.trueOverPaper
      var moved = point
      moved.student.add(gradient, scaledBy: eta)
      let sum = ColumnSums.columnSum(evaluator.negativeGradient(.paper))
      let after = try moved.evaluator().s
      let error = norm(of: zip(after, zip(s, sum)).map { $0 - ($1.0 - etahat * $1.1) })
      let size =
        point.student.frobeniusNorm + point.teacher.frobeniusNorm + eta * gradient.frobeniusNorm
      return size > 0 ? error / (size * Double(point.dimension).squareRoot()) : nil
    },
    share: 0.5,
    notes: ["So all of the error of predicting s from P is P's own, times etahat: see s-update-order."])
}
