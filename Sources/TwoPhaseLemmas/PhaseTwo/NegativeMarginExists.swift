import TwoPhaseTheory

extension Lemma {
  /// Phase 1 is real: from the wrong-way start with a Gaussian R the gradient points away from W*. theory.md
  /// section 9.
  public static let negativeMarginExists = Lemma(
    id: "negative-margin-exists", title: "Phase 1 is real: the wrong-way start has a negative margin",
    statement: """
      With W* = 0, R Gaussian with R u = 0, Q = ||R||_F^2 / 2 and W_0 = R - (1.5 Q / d) I at d = 100, the \
      margin (paper scale, ReLU) is negative once ||R||_F^2 exceeds F = 24 (||R||_2 of about 0.98), for \
      ||R||_2 up to 1.2: wherever it is not, ||R||_F^2 <= F.
      """,
    latex: #"""
      W^* = 0,\ Ru = 0,\ W_0 = R - \tfrac{3}{4d}\|R\|_F^2 I,\ \|R\|_F^2 > F \;\Rightarrow\; \langle \hat \#
      G(W_0), W^* - W_0\rangle < 0
      """#,
    source: "theory.md section 9 [D]; [LY] and [S], Phase 1", part: .phaseTwo,
    domain: WrongWayFamily.domain(.wrongWay, dimensions: [100], sizes: 10...30),
    claim: WrongWayFamily.claim(threshold: 24, largestNorm: 1.2),
    constant: FreeConstant("F", claimed: 24, source: "measured here", best: .smallest), share: 0.25,
    notes: [
      "The first-order part is about -Q^2 / (4 ||D||_F^2) = -||R||_F^2 / 16 and has to outweigh the "
        + "diagonal part, pi/2: ||R||_F^2 = 25 by these two alone. A Gaussian R has ||R||_F^2 of about d "
        + "||R||_2^2 / 4. Positive margins were seen up to ||R||_F^2 = 19.4, for R whose trace happens to "
        + "work against the shift; 16.5 is usual.",
      "So no bound on the norms alone can give one-point convexity in high dimension: Phase 1's bound "
        + "on |f_A| is needed.",
    ])
}
