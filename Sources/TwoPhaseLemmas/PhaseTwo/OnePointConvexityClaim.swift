import TwoPhaseTheory

extension Lemma {
  /// The claim for any bounds, under an identifier of its own.
  static func onePointConvexity(
    _ id: String, title: String, gamma: Double, tau: Double?, delta: Double,
    expectation: Expectation = .holds, slopes: ClosedRange<Double> = -0.9...0.9,
    shapes: [Shape] = Shape.students, dimensions: [Int] = [2, 5, 20, 100], minimumDimension: Int = 1,
    notes: [String]
  ) -> Lemma {
    let premise = tau.map { " and |f_A| at most tau = \($0.short)" } ?? ""
    let latexPremise = tau == nil ? "" : #",\ |f_A| \le \tau"#
    let dimensionText =
      minimumDimension == 1 ? "every dimension" : "every dimension from \(minimumDimension) on"
    let statement =
      "With identity mapping, ||W||_2 and ||W*||_2 at most gamma = \(gamma.short)\(premise), the margin "
      + "<Ghat, W* - W> / ||W* - W||_F^2 (paper scale) is at least delta = \(delta.short), in \(dimensionText) "
      + "and for every slope of the domain."
    let latex =
      #"\|W\|_2, \|W^*\|_2 \le \gamma"# + latexPremise
      + #"\;\Rightarrow\; \langle \hat G(W), W^* - W\rangle \ge \delta \|W^* - W\|_F^2"#
    var domain = Domain(
      dimensions: dimensions, minimumDimension: minimumDimension, studentNorm: .upTo(gamma),
      teacherNorm: .upTo(gamma), slopes: slopes, studentShapes: shapes)
    if let tau { domain.arrange = { try PotentialPremise.bound(&$0, by: tau) } }
    let limit = tau.map { $0 * (1 + 1e-9) } ?? .infinity
    return Lemma(
      id: id, title: title, statement: statement, latex: latex,
      source: "[LY] Theorem 3.1, Phase 2; [S] Phase 2; theory.md sections 5 and 7", part: .phaseTwo,
      expectation: expectation, domain: domain,
      claim: .atMost { point in
        let at = try point.evaluator()
        guard abs(at.potential) <= limit else { return nil }
        return at.marginBudget.map { Comparison(delta, $0.sum, constant: $0.sum) }
      },
      constant: FreeConstant(
        "delta", claimed: delta, source: "[LY] Theorem 3.1, paper scale", best: .largest),
      search: .gradient { try MarginGradient.at($0)?.reversed }, notes: notes)
  }
}
