extension Lemma {
  /// The same with the theorem's tau = 197 gamma^2 and a gamma that is not small: false in high dimension.
  public static let onePointConvexityLargeGamma: Lemma = {
    let gamma = 0.15
    return onePointConvexity(
      "one-point-convexity-large-gamma",
      title: "|f_A| <= 197 gamma^2 gives one-point strong convexity at gamma = 0.15 too",
      gamma: gamma, tau: LiYuan.potentialFactor * gamma * gamma, delta: LiYuan.convexity,
      expectation: .fails(
        because:
          "the worst f_A is about d gamma^2, which 197 gamma^2 does not exclude below d = 197: gamma itself has to "
          + "be small"),
      dimensions: [100], minimumDimension: 80,
      notes: [
        "W = -W*, a rotation orthogonal to u with all singular values gamma, with the neurons shortened so that f_A = ||D||_F^2 / "
          + "4: at d = 100 f_A is about 2.1, within tau = 4.4, and the margin about -0.2.",
        "[LY] asks for a gamma below an absolute constant, so this does not contradict the theorem; it shows that the constant "
          + "must be below about 0.12 at d = 100 (`twophase lemmas frontier`), and that up to d = 197 it is the norms, not |f_A| <= "
          + "197 gamma^2, that protect Phase 2. The absolute bound |f_A| <= 0.1 does.",
      ])
  }()
}
