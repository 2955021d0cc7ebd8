import TwoPhaseTheory

extension Lemma {
  /// The constant part of the margin budget. theory.md section 5.
  public static let taylorConstantPart = Lemma(
    id: "taylor-constant-part", title: "the constant part never hurts",
    statement: """
      The constant part of the margin (paper scale) is kappa (pi/2) ||s||^2 / ||W - W*||_F^2, which lies \
      between 0 and c kappa (pi/2) d with c = 1: tested as its ratio to kappa (pi/2) d, relative error \
      1e-12.
      """,
    latex: #"""
      0 \le \kappa\,\frac{\pi}{2}\,\frac{\|s\|_2^2}{\|W - W^*\|_F^2} \le \kappa\,\frac{\pi}{2}\,d, \qquad \#
      s = (W^* - W)u
      """#,
    source: "theory.md section 5 [D]; [S] Phase 2, 'constant'", part: .phaseTwo,
    domain: TaylorPart.domain(slopes: -0.9...0.9),
    claim: .atMost { point in
      guard let terms = try point.evaluator().marginBudget else { return nil }
      let ratio = terms.constant / (point.network.kappa * Double.pi / 2 * Double(point.dimension))
      // One comparison for both sides: outside [0, 1] by more than rounding.
      return Comparison(max(-ratio, ratio - 1), 1e-12, constant: ratio)
    },
    constant: FreeConstant("c", claimed: 1, source: "Cauchy-Schwarz, proved", best: .smallest),
    search: .spsa, share: 0.5,
    notes: [
      "The upper bound is attained when every neuron is off by the same vector, the lower one wherever "
        + "s = 0.",
      "It is the only part that depends on the slope, through kappa alone (kappa-in-s-term).",
    ])
}
