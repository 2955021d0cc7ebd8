extension TheoremPart {
  /// H2: start and teacher are small.
  public static let boundedStart = TheoremPart(
    .h2, title: "bounded start and teacher",
    statement: "||W_0||_2 and ||W*||_2 are at most gamma_0, and gamma > gamma_0.",
    latex: #"\|W_0\|_2, \|W^*\|_2 \le \gamma_0 < \gamma"#,
    source: "[LY] Theorem 3.1", constants: [.gamma, .initialNormBound], decidedBy: [.gamma]
  ) { evidence in
    let observed = max(evidence.startNorm, evidence.teacherNorm)
    let whose = evidence.startNorm >= evidence.teacherNorm ? "||W_0||_2" : "||W*||_2"
    let step = evidence.startNorm >= evidence.teacherNorm ? evidence.points.first?.step : nil
    let name = "max(||W_0||_2, ||W*||_2)"
    guard let gamma = evidence.constants[.gamma] else {
      return [.notTested(name, because: "gamma is not known")]
    }
    if let bound = evidence.constants[.initialNormBound] {
      let fits = observed <= bound.value
      return [
        TheoremCheck(
          name, fits ? .holds : .violated, required: bound.value, observed: observed, step: step,
          reason:
            "\(whose) = \(observed.phrase) \(fits ? "is at most" : "exceeds") gamma_0 = \(bound.value.phrase)"
        ),
        gamma.isFitted
          ? .notTested(
            "gamma_0", because: "gamma, which must be larger than gamma_0, was not given (--gamma)")
          : TheoremCheck(
            "gamma_0", bound.value < gamma.value ? .holds : .violated, .below, required: gamma.value,
            observed: bound.value,
            reason:
              "gamma_0 = \(bound.value.phrase) against gamma = \(gamma.value.phrase), which must be larger"),
      ]
    }
    // Without a gamma_0 any number between the larger norm and gamma will do. A measured gamma is that norm itself.
    let fits = gamma.isFitted || observed < gamma.value
    return [
      TheoremCheck(
        name, fits ? .holds : .violated, gamma.isFitted ? .atMost : .below, required: gamma.value,
        observed: observed, step: step,
        reason: gamma.isFitted
          ? "gamma = \(gamma.value.phrase) is \(gamma.source) (--gamma sets it)"
          : "\(whose) = \(observed.phrase) is \(fits ? "below" : "not below") gamma = \(gamma.value.phrase)")
    ]
  }
}
