import TwoPhaseNetworks
import TwoPhaseTheory

extension ActivationExperiment {
  /// A residual beyond this many times the family's exact one is no approximation any more.
  static let controlFactor = 3.0

  func findings(_ compared: [ActivationComparison], _ runs: [ActivationRuns]) -> [ExperimentFinding] {
    let outside = settings.kinds.filter { $0.familySlope == nil }
    return [estimatorFinding(compared)]
      + outside.map { residualFinding($0, compared, isPlane: false) }
      + outside.map { residualFinding($0, compared, isPlane: true) }
      + [familyFinding(runs)] + runs.filter { $0.activation.familySlope == nil }.map(runFinding)
  }

  /// The estimates inside the family against what is known exactly.
  private func estimatorFinding(_ compared: [ActivationComparison]) -> ExperimentFinding {
    var (inside, all) = (0, 0)
    var worst: (excess: Double, text: String) = (-.infinity, "")
    for comparison in compared {
      guard let exact = comparison.exact, let sampled = comparison.sampled else { continue }
      let estimate = sampled.residual
      all += 1
      if estimate.low <= exact.residual, exact.residual <= estimate.high { inside += 1 }
      let excess = max(estimate.low - exact.residual, exact.residual - estimate.high)
      if excess > worst.excess {
        worst = (
          excess,
          "\(comparison.activation.label) at \(comparison.point): exactly \(exact.residual.shortPhrase), estimated "
            + "\(estimate.phrase)"
        )
      }
    }
    return ExperimentFinding(
      claim: "inside PReLU's family the estimated residual agrees with the exact one",
      source: "theory.md section 4", verdict: all == 0 ? .notTested : inside == all ? .holds : .violated,
      evidence: all == 0
        ? "no activation of the family was compared"
        : "\(inside) of \(all) exact values lie in their intervals; nearest to an end or farthest outside: \(worst.text)"
    )
  }

  private func residualFinding(
    _ kind: HiddenActivation, _ compared: [ActivationComparison], isPlane: Bool
  ) -> ExperimentFinding {
    func estimate(_ comparison: ActivationComparison) -> ApproximationResidual.Estimate? {
      isPlane ? comparison.sampled?.withBestKappa : comparison.sampled?.residual
    }
    var (beyond, within, all) = (0, 0, 0)
    var parts: [String] = []
    for comparison in compared where comparison.activation == kind {
      // Known exactly inside the family: no sampling error widens what is compared with.
      let controls = compared.filter { $0.point == comparison.point }.compactMap { control in
        control.exact.map { isPlane ? $0.withBestKappa : $0.residual }
      }
      guard let own = estimate(comparison), let control = controls.max() else { continue }
      all += 1
      if own.low > Self.controlFactor * control { beyond += 1 }
      if own.high <= Self.controlFactor * control { within += 1 }
      parts.append(
        "\(comparison.point): \(own.phrase) against at most \(control.shortPhrase) inside the family")
    }
    let word = isPlane ? "even with the best scale and kappa" : "with the best scale"
    return ExperimentFinding(
      claim:
        "\(kind.label): P no longer approximates the gradient \(word) (residual > 3 times the family's largest exact one)",
      source: "this project, after [S], other attempts",
      verdict: all == 0
        ? .notTested : beyond == all ? .holds : within == all ? .violated : .notTested,
      evidence: all == 0
        ? "no activation of the family to compare with, or the gradient was not resolved"
        : "beyond at \(beyond) of \(all) points, decidedly within at \(within). "
          + parts.joined(separator: "; "))
  }

  private func familyFinding(_ runs: [ActivationRuns]) -> ExperimentFinding {
    let family = runs.filter { $0.activation.familySlope != nil }
    let verdicts = family.flatMap(\.verdicts)
    let verdict: Verdict
    if verdicts.isEmpty {
      verdict = .notTested
    } else if verdicts.allSatisfy({ $0 == .twoPhases }) {
      verdict = .holds
    } else {
      verdict = verdicts.contains(where: \.isOtherwise) ? .violated : .notTested
    }
    return ExperimentFinding(
      claim: "inside PReLU's family SGD from the wrong-way start shows two phases",
      source: "theory.md section 9", verdict: verdict,
      evidence: verdicts.isEmpty
        ? "no activation of the family was run" : family.map(evidence).joined(separator: "; "))
  }

  private func runFinding(_ run: ActivationRuns) -> ExperimentFinding {
    let verdicts = run.verdicts
    let verdict: Verdict =
      verdicts.allSatisfy(\.isOtherwise)
      ? .holds : verdicts.allSatisfy { $0 == .twoPhases } ? .violated : .notTested
    return ExperimentFinding(
      claim:
        "\(run.activation.label): with PReLU's f_A, SGD from the wrong-way start does not show two phases",
      source: "this project, after [S], other attempts", verdict: verdict,
      evidence: evidence(run))
  }

  /// The numbers of an activation's runs in a sentence.
  private func evidence(_ run: ActivationRuns) -> String {
    let facts = run.trajectories.map(ActivationRunFacts.init)
    let ratios = facts.map(\.potentialRatio)
    let (first, last) = (run.trajectories[0].records[0], run.trajectories[0].records.last)
    func text(_ record: ActivationRecord?) -> String {
      record?.sampled.margin.map {
        "\($0.mean.shortPhrase) [\($0.low.shortPhrase), \($0.high.shortPhrase)]"
      } ?? "undefined: at W*"
    }
    return
      "\(run.activation.label), \(run.trajectories.count) runs, \(run.phrase): the first one's margin goes from "
      + "\(text(first)) to \(text(last)) (true scale, 95 % sampling interval), |f_A| ends at "
      + "\((ratios.min() ?? 0).shortPhrase) to \((ratios.max() ?? 0).shortPhrase) of its largest"
  }
}

extension ApproximationResidual.Estimate {
  /// "0.12 [0.1, 0.14]".
  var phrase: String { "\(value.shortPhrase) [\(low.shortPhrase), \(high.shortPhrase)]" }
}
