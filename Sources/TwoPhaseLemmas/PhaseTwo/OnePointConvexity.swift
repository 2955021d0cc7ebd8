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
    onePointConvexity(
      "one-point-convexity", title: "one-point strong convexity once |f_A| is small", gamma: gamma, tau: tau,
      delta: delta, slopes: slopes, shapes: shapes,
      notes: [
        "The margin can be no larger than pi/2 - 1 = 0.5708 as the norms go to zero (origin-hessian-spectrum), so "
          + "delta = 0.03 leaves most of it unused. How far gamma can grow: `twophase lemmas frontier`, and "
          + "one-point-convexity-large-gamma."
      ])
  }
}
