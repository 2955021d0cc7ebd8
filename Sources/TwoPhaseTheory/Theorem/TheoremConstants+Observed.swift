extension TheoremConstants {
  /// The constants that a run bears out, fitted to it: the profile `observed`.
  ///
  /// tau is |f_A| where Phase 2 began; c_1, c_2 the best factors that Phase 1's steps and length allow; f_max, w_max and
  /// delta the extremes of Phase 2. What the run does not show stays as it was. A conclusion held against a constant that was
  /// fitted to the same run is true by construction; its verdict says so.
  ///
  /// - Complexity: O(n) for n recorded points.
  public static func observed(_ evidence: TheoremEvidence) -> TheoremConstants {
    var fitted = TheoremConstants(profile: "observed", values: evidence.constants.values)
    func fit(_ name: Name, _ value: Double?, _ source: String) {
      guard let value, value.isFinite, value > 0 else { return }
      fitted.values[name] = SourcedConstant(value, source: "fitted to this run: \(source)", isFitted: true)
    }
    let phaseTwo = evidence.phaseTwo
    if let first = phaseTwo.first {
      fit(.potentialThreshold, abs(first.potential), "|f_A| where Phase 2 began")
      fit(.potentialBound, phaseTwo.map { abs($0.potential) }.max(), "largest |f_A| in Phase 2")
      fit(.weightBound, phaseTwo.map(\.weightNorm).max(), "largest ||W||_2 in Phase 2")
      // The margin must exceed delta, so delta is the next number below the smallest.
      fit(.convexity, phaseTwo.compactMap(\.margin).min().map(\.nextDown), "smallest margin in Phase 2")
    }
    var refitted = evidence
    refitted.constants = fitted
    let d = Double(evidence.dimension)
    let factors = refitted.phaseOneDecreases.compactMap { decrease in
      decrease.paperLearningRate.map { (1 - decrease.factor) / ($0 * d) }
    }
    // Rounding of 1 - c etahat d must not turn the tightest step into a violation.
    fit(.decreaseFactor, factors.min().map { $0 * (1 - 1e-12) }, "smallest relative decrease over etahat d")
    if let end = refitted.phaseOneEnd, end > 0, let rate = evidence.points[0].paperLearningRate {
      let steps = Double(evidence.points[end].step - evidence.points[0].step)
      fit(.durationFactor, 1 / (rate * steps), "1/(etahat T_1)")
    }
    return fitted
  }
}
