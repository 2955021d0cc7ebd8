import TwoPhaseTheory

extension Lemma {
  /// The same at smaller norms: R antisymmetric with equal singular values. theory.md section 9.
  public static let negativeMarginThreshold = Lemma(
    id: "negative-margin-threshold", title: "a rotation makes the margin negative at d gamma^2 of about 8",
    statement: """
      With W* = 0, R antisymmetric with singular values gamma <= 0.5 (two of them 0 at most), R u = 0, and \
      W_0 = R - (0.75 ||R||_F^2 / d) I, d >= 50, the margin (paper scale, ReLU) is negative once ||R||_F^2, \
      which is d gamma^2 or little less, exceeds F = 8: wherever it is not, ||R||_F^2 <= F.
      """,
    latex: #"""
      R^\top = -R,\ Ru = 0,\ \|R\|_2 = \gamma \le \tfrac12,\ \|R\|_F^2 > F \;\Rightarrow\; \langle \hat \#
      G(W_0), W^* - W_0\rangle < 0, \qquad \|R\|_F^2 \approx d\gamma^2
      """#,
    source: "derived here from theory.md sections 6 and 9", part: .phaseTwo,
    domain: WrongWayFamily.domain(.rotation, dimensions: [50, 100], sizes: 3...12),
    claim: WrongWayFamily.claim(threshold: 8, largestNorm: 0.5),
    constant: FreeConstant("F", claimed: 8, source: "measured here", best: .smallest), share: 0.25,
    notes: [
      "For antisymmetric R the linear parts leave pi/2 - 1, not pi/2, so -||R||_F^2 / 16 wins from "
        + "about 9 on; the term of first order in gamma brings that down to about 6.",
      "At d = 100 that is ||R||_2 = 0.25: within norms at which the theorem's other bounds are still "
        + "meaningful.",
    ])
}
