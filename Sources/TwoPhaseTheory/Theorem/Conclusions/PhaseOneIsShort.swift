extension TheoremPart {
  /// C2: Phase 1 is short. With a changing learning rate, the sum of etahat over its steps is held to 1/16.
  public static let phaseOneIsShort = TheoremPart(
    .c2, title: "Phase 1 is short",
    statement: "|f_A| <= tau = 197 gamma^2 is reached within 1/(16 etahat) steps (paper scale).",
    latex: #"T_1 \le \frac{1}{16\,\hat\eta}, \qquad T_1 = \min\{t : |f_A(t)| \le 197\gamma^2\}"#,
    source: "[LY] Theorem 3.1, Phase 1", constants: [.durationFactor, .potentialFactor, .gamma],
    decidedBy: [.durationFactor]
  ) { evidence in
    let steps = "steps until |f_A| <= tau"
    guard let tau = evidence.potentialThreshold, let factor = evidence.constants[.durationFactor]?.value
    else {
      return [.notTested(steps, because: "tau is not known")]
    }
    if let vacuous = evidence.emptyPhaseOne(tau: tau) { return [vacuous] }
    if let step = evidence.divergedAt, evidence.phaseOneEnd == nil {
      let allowed = evidence.points.first?.paperLearningRate.map { 1 / (factor * $0) }
      return [
        TheoremCheck(
          steps, .violated, required: allowed, step: step,
          firstViolation: allowed.map { .init(step: step, required: $0, observed: nil) },
          reason: "the run diverged at step \(step) before |f_A| <= tau")
      ]
    }
    guard let first = evidence.points.first, evidence.points.count > 1 else {
      return [.notTested(steps, because: "only one record, in Phase 1")]
    }
    // The steps that started in Phase 1, up to the record that ended it or the last one.
    let stepping = evidence.phaseOneEnd == nil ? evidence.phaseOne.dropLast() : evidence.phaseOne
    let rates = stepping.map(\.paperLearningRate)
    guard let rate = rates[0], rates.allSatisfy({ $0 != nil }) else {
      return [.notTested(steps, because: TheoremEvidence.noLearningRate)]
    }
    let end = evidence.phaseOneEnd.map { evidence.points[$0].step }
    let last = end ?? evidence.points[evidence.points.count - 1].step
    let isConstant = rates.allSatisfy { $0 == rate }
    let name = isConstant ? steps : "sum of etahat until |f_A| <= tau"
    let allowed = isConstant ? 1 / (factor * rate) : 1 / factor
    let taken = isConstant ? Double(last - first.step) : evidence.sumOfRates(upTo: stepping.endIndex)
    let allowance = isConstant ? "1/(\(factor.phrase) etahat)" : "1/\(factor.phrase)"
    if end == nil, taken <= allowed {
      return [
        .notTested(
          name,
          because:
            "|f_A| is still above tau = \(tau.phrase) at the last record, step \(last), and the theorem allows "
            + "\(allowed.phrase) (\(allowance)): a longer run is needed")
      ]
    }
    let holds = end != nil && taken <= allowed
    let measured = isConstant ? "\(Int(taken).counted("step"))" : "a sum of \(taken.phrase)"
    return [
      TheoremCheck(
        name, holds ? .holds : .violated, required: allowed, observed: taken, step: last,
        firstViolation: holds ? nil : .init(step: last, required: allowed, observed: taken),
        reason: end == nil
          ? "|f_A| is above tau after \(measured), where \(allowance) = \(allowed.phrase) should do"
          : "|f_A| <= tau = \(tau.phrase) after \(measured), where \(allowance) = \(allowed.phrase) are allowed"
      )
    ]
  }
}

extension TheoremEvidence {
  /// Sum of etahat over the steps between the records before the given index and the next.
  fileprivate func sumOfRates(upTo end: Int) -> Double {
    points.indices.prefix(end).reduce(0) { sum, k in
      guard k + 1 < points.endIndex, let rate = points[k].paperLearningRate else { return sum }
      return sum + rate * Double(points[k + 1].step - points[k].step)
    }
  }
}
