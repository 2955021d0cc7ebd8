import Foundation
import TwoPhaseTheory

extension Lemma {
  /// One-point strong convexity where |f_A| and the norms are small, with the constants of [LY].
  public static let onePointConvexity = onePointConvexity(
    gamma: LiYuan.weightBound, tau: LiYuan.potentialBound, delta: LiYuan.convexity)

  /// The same for any bounds: the collection's own is the one that is expected to hold.
  ///
  /// - Parameters:
  ///   - gamma: bounds ||W||_2 and ||W*||_2.
  ///   - tau: bounds |f_A|; nil for no bound.
  ///   - delta: the claimed margin, paper scale.
  ///   - slopes: PReLU's slopes.
  ///   - shapes: the families that W is drawn from.
  public static func onePointConvexity(
    gamma: Double, tau: Double?, delta: Double, slopes: ClosedRange<Double> = -0.9...0.9,
    shapes: [Shape] = Shape.students
  ) -> Lemma {
    let premise = tau.map { " and |f_A| at most tau = \($0.short)" } ?? ""
    let latexPremise = tau == nil ? "" : #",\ |f_A| \le \tau"#
    let statement =
      "With identity mapping, ||W||_2 and ||W*||_2 at most gamma = \(gamma.short)\(premise), the margin "
      + "<Ghat, W* - W> / ||W* - W||_F^2 (paper scale) is at least delta = \(delta.short), in every dimension "
      + "and for every slope of the domain."
    let latex =
      #"\|W\|_2, \|W^*\|_2 \le \gamma"# + latexPremise
      + #"\;\Rightarrow\; \langle \hat G(W), W^* - W\rangle \ge \delta \|W^* - W\|_F^2"#
    var domain = Domain(
      studentNorm: .upTo(gamma), teacherNorm: .upTo(gamma), slopes: slopes, studentShapes: shapes)
    if let tau { domain.arrange = { try PotentialPremise.bound(&$0, by: tau) } }
    let limit = tau.map { $0 * (1 + 1e-9) } ?? .infinity
    return Lemma(
      id: "one-point-convexity", title: "one-point strong convexity once |f_A| is small",
      statement: statement, latex: latex,
      source: "[LY] Theorem 3.1, Phase 2; [S] Phase 2; theory.md sections 5 and 7", part: .phaseTwo,
      domain: domain,
      claim: .atMost { point in
        let at = try point.evaluator()
        guard abs(at.potential) <= limit else { return nil }
        return at.marginBudget.map { Comparison(delta, $0.sum, constant: $0.sum) }
      },
      constant: FreeConstant(
        "delta", claimed: delta, source: "[LY] Theorem 3.1, paper scale", best: .largest),
      search: .gradient { try MarginGradient.at($0)?.reversed },
      notes: [
        "The margin can be no larger than pi/2 - 1 = 0.5708 as the norms go to zero (origin-hessian-spectrum), so "
          + "delta = 0.03 leaves most of it unused. How far gamma can grow: `twophase lemmas frontier`."
      ])
  }
}
