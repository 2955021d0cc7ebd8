extension TheoremPart {
  /// C3: from the start of Phase 2 on, |f_A| and ||W||_2 stay small, and the run does not return to Phase 1.
  public static let noWayBack = TheoremPart(
    .c3, title: "no way back",
    statement:
      "From the transition on |f_A| stays at most 0.1 and ||W||_2 at most 1/32; the run does not return to Phase 1.",
    latex: #"|f_A(t)| \le 0.1, \qquad \|W_t\|_2 \le \tfrac{1}{32} \qquad\text{for all } t \ge T_2"#,
    source: "[LY] Theorem 3.1, Phase 2; [S] \"no way back\"", constants: [.potentialBound, .weightBound],
    decidedBy: [.potentialBound, .weightBound]
  ) { evidence in
    let names = (potential: "|f_A| in Phase 2", weights: "||W||_2 in Phase 2", returns: "returns to Phase 1")
    guard let start = evidence.phaseTwoStart else {
      let why = evidence.noTransition
      return [.notTested(names.potential, because: why), .notTested(names.weights, because: why)]
    }
    let points = evidence.phaseTwo
    guard points.count > 1 || evidence.divergedAt != nil else {
      return [.notTested(names.potential, because: "no record after the transition at step \(start)")]
    }
    var checks: [TheoremCheck] = []
    if let bound = evidence.constants[.potentialBound]?.value {
      checks.append(
        ExtremeCheck(name: names.potential, relation: .atMost).over(
          points.map { (step: $0.step, required: bound, observed: abs($0.potential)) },
          divergedAt: evidence.divergedAt))
    }
    if let bound = evidence.constants[.weightBound]?.value {
      checks.append(
        ExtremeCheck(name: names.weights, relation: .atMost).over(
          points.map { (step: $0.step, required: bound, observed: $0.weightNorm) },
          divergedAt: evidence.divergedAt))
    }
    let returns = evidence.returns
    checks.append(
      TheoremCheck(
        names.returns, returns.isEmpty ? .holds : .violated, required: 0, observed: Double(returns.count),
        step: returns.first,
        firstViolation: returns.first.map { .init(step: $0, required: 0, observed: Double(returns.count)) },
        reason: returns.first.map { "\(returns.count.counted("return")) to Phase 1, the first at step \($0)" }
          ?? "none since step \(start)"))
    return checks
  }
}

extension TheoremEvidence {
  /// Why there is no Phase 2 to test.
  var noTransition: String {
    if let step = divergedAt { return "the run diverged at step \(step) before any transition to Phase 2" }
    return points.count < 2 ? "only one record, which shows no transition" : "no transition to Phase 2"
  }
}
