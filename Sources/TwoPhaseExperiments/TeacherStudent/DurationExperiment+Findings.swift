import TwoPhaseTheory

extension DurationExperiment {
  /// What the runs say of each claim.
  ///
  /// - Parameters:
  ///   - all: every run, once.
  ///   - overDimensions: those of one etahat d.
  ///   - overRates: those of one d.
  func findings(
    _ all: [Measured], _ overDimensions: [Measured], _ overRates: [Measured]
  ) -> [ExperimentFinding] {
    [
      proportional(overRates), growth(overDimensions),
      bound(
        "Phase 1 lasts at most 1/(16 etahat) steps", "[LY], C2", all, { $0.transition }, { $0.provedLength },
        isUpper: true, what: "T_1 × 16 etahat (paper scale)", isOfTheorem: true),
      bound(
        "The fitted rate of |f_A| in Phase 1 is at least 0.5 etahat d a step", "this project, after [LY], C1",
        all,
        { $0.run.phaseOneRate }, { $0.provedRate }, isUpper: false, what: "rate / (0.5 etahat d)",
        isOfTheorem: false),
      predicted(all),
    ]
  }

  /// At one d, T_1 goes as 1/etahat: each seed has its weights, and so a factor of its own.
  private func proportional(_ measured: [Measured]) -> ExperimentFinding {
    let claim = "T_1 is proportional to 1/etahat, to 0.1 in the exponent"
    let points = measured.compactMap { one in
      one.transition.map { (x: 1 / one.paperLearningRate, y: $0, seed: one.cell.seed) }
    }
    guard let fit = PowerLaw(points) else {
      return tooFew(claim, "theory.md section 6", points.count, measured.count)
    }
    let (low, high) = (fit.exponent.low, fit.exponent.high)
    return ExperimentFinding(
      claim: claim, source: "theory.md section 6",
      verdict: low > 0.9 && high < 1.1 ? .holds : low > 1.1 || high < 0.9 ? .violated : .notTested,
      evidence: "\(fit.text) of \(measured.count), required within 0.9 and 1.1")
  }

  /// C2's bound on T_1 etahat does not depend on d.
  private func growth(_ measured: [Measured]) -> ExperimentFinding {
    let claim = "T_1 × etahat (paper scale) does not grow with d"
    let points = measured.compactMap { one in
      one.transition.map { (x: one.dimension, y: $0 * one.paperLearningRate, seed: 0) }
    }
    guard let fit = PowerLaw(points) else {
      return tooFew(claim, "this project, after [LY], C2", points.count, measured.count)
    }
    return ExperimentFinding(
      claim: claim, source: "this project, after [LY], C2",
      verdict: fit.exponent.high <= 0 ? .holds : fit.exponent.low > 0 ? .violated : .notTested,
      evidence: "fitted against d: \(fit.text) of \(measured.count), required ≤ 0")
  }

  private func tooFew(_ claim: String, _ source: String, _ found: Int, _ all: Int) -> ExperimentFinding {
    ExperimentFinding(
      claim: claim, source: source, verdict: .notTested,
      evidence: "a Phase 1 that ended was found in \(found) of \(Phrase.count(all, "run")), too few for a fit"
    )
  }

  /// - Parameter isOfTheorem: whether it is about the theorem's Phase 1, which there is none of where |f_A| never exceeds tau.
  private func bound(
    _ claim: String, _ source: String, _ measured: [Measured], _ value: (Measured) -> Double?,
    _ bound: (Measured) -> Double, isUpper: Bool, what: String, isOfTheorem: Bool
  ) -> ExperimentFinding {
    let ratios = measured.compactMap { one in value(one).map { (one, $0 / bound(one)) } }
    let worst = isUpper ? ratios.max { $0.1 < $1.1 } : ratios.min { $0.1 < $1.1 }
    guard let worst else {
      return ExperimentFinding(
        claim: claim, source: source, verdict: .notTested, evidence: "no run had what it takes")
    }
    let holds = isUpper ? worst.1 <= 1 : worst.1 >= 1
    let isVacuous = isOfTheorem && measured.allSatisfy(\.run.isPhaseOneVacuous)
    let missing = measured.count - ratios.count
    return ExperimentFinding(
      claim: claim, source: source,
      verdict: !holds ? .violated : isVacuous ? .vacuous : missing == 0 ? .holds : .notTested,
      evidence:
        "\(what), required \(isUpper ? "≤" : "≥") 1: at \(isUpper ? "most" : "least") \(Phrase.number(worst.1)) "
        + "(d = \(worst.0.cell.dimension)) over \(ratios.count) of \(Phrase.count(measured.count, "run"))"
        + (isVacuous
          ? "; |f_A| never exceeds tau = 197 gamma^2 in any of them: the theorem's Phase 1 is empty, and T_1 is where the "
            + "margin alone crosses delta" : ""))
  }

  private func predicted(_ measured: [Measured]) -> ExperimentFinding {
    let ratios = measured.compactMap { one in
      one.run.phaseOneRate.map { (one, $0 / (one.paperLearningRate * (one.dimension - 1.9))) }
    }
    let claim = "|f_A| falls at (d − 1.9) etahat a step in Phase 1, to 10 %"
    guard let low = ratios.min(by: { $0.1 < $1.1 }), let high = ratios.max(by: { $0.1 < $1.1 }) else {
      return ExperimentFinding(
        claim: claim, source: "theory.md section 6", verdict: .notTested, evidence: "no run has a knee")
    }
    return ExperimentFinding(
      claim: claim, source: "theory.md section 6",
      verdict: low.1 < 0.9 || high.1 > 1.1
        ? .violated : ratios.count == measured.count ? .holds : .notTested,
      evidence:
        "measured / predicted lies between \(Phrase.number(low.1)) (d = \(low.0.cell.dimension)) and "
        + "\(Phrase.number(high.1)) (d = \(high.0.cell.dimension)) over \(ratios.count) of "
        + "\(Phrase.count(measured.count, "run")); the rate is that of log |f_A| before its knee, and the prediction is to first "
        + "order in W, whose norm starts near \(Phrase.number(settings.startNorm))")
  }
}
