import LinearAlgebra
import TwoPhaseTheory

extension Lemma {
  /// Where s = 0 PReLU multiplies every rate by (1 - a)^2. theory.md section 6.
  public static let preluSlowdown = Lemma(
    id: "prelu-slowdown", title: "where s = 0, PReLU multiplies gradient and margin by (1 - a)^2",
    statement: """
      In true scale margin_a(W) = (1 - a)^2 margin_0(W) + 2 a ||s||^2 / ||W - W*||_F^2 for all W, W* and \
      slopes a; where s = 0 the gradient itself is (1 - a)^2 times ReLU's, on every sample of inputs taken \
      with their negatives too. Relative error at most 1e-12.
      """,
    latex: #"""
      m_a(W) = (1-a)^2\, m_0(W) + 2a\,\frac{\|s\|_2^2}{\|W - W^*\|_F^2}; \qquad s = 0 \Rightarrow \nabla \#
      L_a(W) = (1-a)^2\, \nabla L_0(W)
      """#,
    source: "theory.md section 6 [D]", part: .phaseTwo,
    domain: Domain(studentNorm: .upTo(2), teacherNorm: .upTo(2), slopes: -0.9...0.9),
    claim: .identity(tolerance: 1e-12) { point in
      let a = point.network.slope
      let factor = (1 - a) * (1 - a)
      let (evaluator, at) = try point.evaluated()
      let relu = try MirroredInputs.withoutSlope(point).quantities()
      guard let margin = at.margin(.true).value, let reluMargin = relu.margin(.true).value else { return nil }
      let shift = 2 * a * at.sNorm * at.sNorm / (at.distance * at.distance)
      let size = abs(margin) + factor * abs(reluMargin) + abs(shift)
      let marginError = size > 0 ? abs(margin - factor * reluMargin - shift) / size : 0

      // W = W* + s u^T / d - D has no s, as far as W* - W has digits.
      guard at.distance > 1e-3 * max(1, point.teacher.frobeniusNorm) else { return marginError }
      var balanced = point
      let ones = [Double](repeating: 1, count: point.dimension)
      balanced.student.addOuterProduct(evaluator.s, ones, scaledBy: 1 / Double(point.dimension))
      let sampled = MirroredInputs(balanced)
      let (with, without) = (sampled.negativeGradient(slope: a), sampled.negativeGradient(slope: 0))
      let rest = Matrix.distance(with, without.scaled(by: factor))
      // Relative to the case as drawn: what it has besides s may be nothing but rounding.
      return max(marginError, rest / MirroredInputs(point).gradientScale)
    },
    share: 0.5,
    notes: [
      "The slowest direction at the origin has s = 0: Phase 2's rate there is (1 - a)^2 (pi/2 - 1) / "
        + "pi in true scale, 0.56 of ReLU's for a = 0.25 and 4 times it for a = -1. A learning rate "
        + "divided by (1 - a)^2 undoes it."
    ])
}
