extension TheoremPart {
  /// C4: in Phase 2 the loss is one-point strongly convex.
  ///
  /// On inputs for which N(0, I) was rejected the closed form of the margin does not apply: the verdict is then reached
  /// from its estimates on those inputs, each with its confidence interval.
  public static let onePointConvexity = TheoremPart(
    .c4, title: "one-point strong convexity",
    statement:
      "In Phase 2 the margin <Ghat, W* - W> / ||W* - W||_F^2 exceeds delta = 0.03 (paper scale) at every step.",
    latex:
      #"\langle \hat G(W_t), W^* - W_t \rangle > \delta \|W^* - W_t\|_F^2 \qquad\text{for all } t \ge T_2"#,
    source: "[LY] Theorem 3.1, Phase 2; [S] Phase 2", constants: [.convexity], decidedBy: [.convexity]
  ) { evidence in
    let name = "margin in Phase 2 (paper scale)"
    guard let delta = evidence.constants[.convexity]?.value else {
      return [.notTested(name, because: "delta is not known")]
    }
    guard let start = evidence.phaseTwoStart else {
      return [.notTested(name, because: evidence.noTransition)]
    }
    if evidence.inputs.isRejected { return [evidence.convexityOnData(name, delta: delta, since: start)] }
    let samples = evidence.phaseTwo.compactMap { point -> ExtremeCheck.Sample? in
      point.margin.map { (step: point.step, required: delta, observed: $0) }
    }
    guard !samples.isEmpty || evidence.divergedAt != nil else {
      return [.notTested(name, because: "undefined because the run had converged when Phase 2 began")]
    }
    return [ExtremeCheck(name: name, relation: .above).over(samples, divergedAt: evidence.divergedAt)]
  }
}

extension InputEvidence {
  /// True when a test rejected N(0, I).
  public var isRejected: Bool {
    guard case .tested(_, let tests, let significance, _) = self else { return false }
    return tests.contains { $0.pValue < significance }
  }
}

extension TheoremEvidence {
  /// The margin on inputs that are not Gaussian.
  fileprivate func convexityOnData(_ name: String, delta: Double, since start: Int) -> TheoremCheck {
    let estimates = dataMargins.filter { $0.step >= start }
    let label = "\(name), on the given inputs"
    guard let lowest = estimates.min(by: { $0.low < $1.low }) else {
      return .notTested(
        label, because: "the inputs are not Gaussian and the margin was not estimated on them")
    }
    func interval(_ estimate: DataMargin) -> String {
      "\(estimate.margin.phrase), simultaneous 95 % interval \(estimate.low.phrase) to \(estimate.high.phrase), at step \(estimate.step)"
    }
    if let below = estimates.first(where: { $0.high <= delta }) {
      let worst = estimates.min { $0.margin < $1.margin } ?? below
      return TheoremCheck(
        label, .violated, .above, required: delta, observed: worst.margin, step: worst.step,
        firstViolation: .init(step: below.step, required: delta, observed: below.margin),
        reason: "the closed form does not apply; estimated \(interval(below))")
    }
    guard lowest.low > delta else {
      return TheoremCheck(
        label, .notTested, .above, required: delta, observed: lowest.margin, step: lowest.step,
        reason: "the closed form does not apply, and the estimate does not decide: \(interval(lowest))")
    }
    return TheoremCheck(
      label, .holds, .above, required: delta, observed: lowest.margin, step: lowest.step,
      reason:
        "the closed form does not apply; estimated at \(estimates.count.counted("record")), tightest \(interval(lowest))"
    )
  }
}
