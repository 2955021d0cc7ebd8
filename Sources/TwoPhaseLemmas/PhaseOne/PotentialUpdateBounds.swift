import LinearAlgebra
import TwoPhaseTheory

extension Lemma {
  /// What a step makes of f_A, between two exact bounds. theory.md section 6.
  public static let potentialUpdateBounds = Lemma(
    id: "potential-update-bounds", title: "f_A falls by at least its first-order rate, and by little more",
    statement: """
      After one step W+ = W - eta grad L, etahat = rate / (d (1 + kappa)), for every W and W*: the gap \
      between the linear prediction minus f_A+, that is f_A - etahat sum_j <\\bar v_j, Ghat_j> - f_A+ \
      (paper scale), lies between 0 and (etahat^2 / 2) sum_j ||Ghat_j||^2 / ||v_j||.
      """,
    latex: #"""
      0 \le f_A - \hat\eta \sum_j \langle \bar v_j, \hat G_j\rangle - f_A^+ \#
      \le \frac{\hat\eta^2}{2} \sum_j \frac{\|\hat G_j\|^2}{\|v_j\|}
      """#,
    source: "||v + eta g|| is convex in eta, and sqrt(1 + x) <= 1 + x/2; theory.md section 6",
    part: .phaseOne,
    domain: Domain(studentNorm: .upTo(2), teacherNorm: .upTo(2), slopes: -0.9...0.9, parameters: [.rate]),
    claim: .atMost { point in
      let update = try PotentialStep(point)
      let half = update.largestGap / 2
      // Where the whole interval is lost in the rounding of f_A nothing can be told.
      guard half > 1e-7 * update.size else { return nil }
      return Comparison(abs(update.gap - half) / half, 1 + 1e-6)
    },
    share: 0.5,
    notes: [
      "Both bounds are reached: the upper where every Ghat_j is orthogonal to v_j, the lower where it is "
        + "parallel. The sides compare |gap - middle| with half the interval.",
      "So in etahat the prediction from Ghat errs by second order, always towards a smaller f_A. With P in "
        + "place of Ghat it errs by etahat sum_j <\\bar v_j, higher_j> besides: first order in etahat, at "
        + "most 2 etahat d gamma^2.",
    ])
}
