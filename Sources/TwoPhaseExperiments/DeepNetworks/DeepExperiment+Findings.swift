import Statistics
import TwoPhaseNetworks
import TwoPhaseTheory

extension DeepExperiment {
  func table(_ patterns: [DeepPattern]) -> ExperimentTable {
    ExperimentTable(
      title:
        "Patterns of identity mappings (digit l: i_l), \(settings.seeds) runs each; ratios and losses: geometric means",
      columns: [
        "activation", "pattern", "two-phase picture", "aligned distance, end/start", "||W - W*||, end/start",
        "margin at the end (true scale)", "last quarter's records with margin < 0",
        "largest |f_A|, end/largest", "loss at the end (true scale)", "halvings of the rate", "ended",
      ],
      rows: patterns.map(row))
  }

  private func row(_ pattern: DeepPattern) -> [ExperimentTable.Cell] {
    let kept = pattern.trials.filter { !$0.trajectory.ending.isDivergence }
    let facts = kept.map { DeepRunFacts($0.trajectory) }
    let ends = kept.compactMap(\.trajectory.records.last)
    let few = kept.isEmpty ? "diverged" : "undefined: one run did not diverge"
    let margins = ends.compactMap { $0.sampled.margin?.mean }
    let away = facts.reduce(0) { $0 + $1.awayRecords }
    let all = facts.reduce(0) { $0 + $1.lastQuarter }
    var endings: [String] = []
    for trial in pattern.trials where !endings.contains(trial.trajectory.ending.phrase) {
      endings.append(trial.trajectory.ending.phrase)
    }
    return [
      .text(pattern.architecture.activation.label), .text(pattern.architecture.pattern),
      .text(pattern.phrase),
      .geometricMean(facts.map(\.alignedRatio), otherwise: few),
      .geometricMean(facts.map(\.distanceRatio), otherwise: few),
      margins.count == ends.count
        ? .mean(margins, otherwise: few) : .text("undefined: a run is at W*"),
      .text(all > 0 ? "\(away) of \(all)" : "diverged"),
      .geometricMean(facts.map(\.potentialRatio), otherwise: few),
      .geometricMean(ends.map(\.sampled.loss.mean), otherwise: few),
      .count(pattern.trials.map(\.halvings).max() ?? 0), .text(endings.joined(separator: ", ")),
    ]
  }

  func findings(_ patterns: [DeepPattern]) -> [ExperimentFinding] {
    var labels: [DeepActivation] = []
    for pattern in patterns where !labels.contains(pattern.architecture.activation) {
      labels.append(pattern.architecture.activation)
    }
    return labels.flatMap { activation in
      let own = patterns.filter { $0.architecture.activation == activation }
      return [control(own, activation), general(own, activation)]
    }
  }

  /// One layer with the identity mapping, where the theory was made.
  private func control(_ patterns: [DeepPattern], _ activation: DeepActivation) -> ExperimentFinding {
    let one = patterns.first { $0.architecture.pattern == "1" }
    let verdict: Verdict =
      one.map { $0.survives ? .holds : $0.fails ? .violated : .notTested } ?? .notTested
    return ExperimentFinding(
      claim: "one layer with the identity mapping, \(activation.label): the two-phase picture survives",
      source: "theory.md sections 5 and 8", verdict: verdict,
      evidence: one.map(evidence) ?? "pattern 1 is not among those run")
  }

  private func general(_ patterns: [DeepPattern], _ activation: DeepActivation) -> ExperimentFinding {
    let deeper = patterns.filter { $0.architecture.depth > 1 }
    // A run that is stuck may only be slow, so it decides nothing here.
    let failing = deeper.filter { pattern in
      pattern.trials.allSatisfy {
        $0.verdict == .fails(.pointsAway) || $0.verdict == .fails(.elsewhere)
      }
    }
    let stuck = deeper.flatMap(\.trials).count { $0.verdict == .fails(.stuck) }
    let surviving = deeper.filter(\.survives)
    let one = patterns.first { $0.architecture.pattern == "1" }
    let verdict: Verdict
    if deeper.isEmpty || one?.survives != true {
      verdict = .notTested
    } else if !failing.isEmpty {
      verdict = .holds
    } else {
      verdict = surviving.count == deeper.count ? .violated : .notTested
    }
    let reasons = DeepVerdict.Reason.allCases.compactMap { reason -> String? in
      let runs = failing.flatMap(\.trials).count { $0.verdict == .fails(reason) }
      return runs > 0 ? "\(reason.phrase) in \(runs)" : nil
    }
    var text =
      "within \(stepsPhrase), of \(deeper.count) patterns of two layers or more \(failing.count) decidedly fail "
      + "in all runs (divergence and being stuck not counted), \(surviving.count) survive in all, "
      + "\(deeper.count - failing.count - surviving.count) are undecided; "
      + "\(stuck) of their \(deeper.flatMap(\.trials).count) runs are stuck away from the teacher"
    if !failing.isEmpty {
      text += "; of the failing patterns' runs: \(reasons.joined(separator: ", "))"
    }
    if failing.contains(where: { $0.trials.contains { $0.verdict == .fails(.elsewhere) } }) {
      text +=
        "; learned at another point: the output is the teacher's, and W* is not the only minimum any more"
    }
    if let worst = failing.first { text += "; for example \(evidence(worst))" }
    if let one, !one.survives { text += "; but one layer with the identity mapping does not survive here" }
    if one == nil { text += "; pattern 1, to compare with, is not among those run" }
    return ExperimentFinding(
      claim: "\(activation.label): in deeper networks the two-phase picture does not survive in general",
      source: "[S], other attempts", verdict: verdict, evidence: text)
  }

  /// The numbers of a pattern in a sentence.
  private func evidence(_ pattern: DeepPattern) -> String {
    let kept = pattern.trials.map(\.trajectory).filter { !$0.ending.isDivergence }
    let facts = kept.map(DeepRunFacts.init)
    guard let first = kept.first?.records.last, !facts.isEmpty else {
      return "\(pattern.label): \(pattern.phrase)"
    }
    func span(_ values: [Double]) -> String {
      let (low, high) = (values.min() ?? 0, values.max() ?? 0)
      return "\(low.shortPhrase) to \(high.shortPhrase)"
    }
    let margin =
      first.sampled.margin.map {
        "\($0.mean.shortPhrase) [\($0.low.shortPhrase), \($0.high.shortPhrase)]"
      } ?? "undefined: converged"
    return "\(pattern.label) \(pattern.phrase): over \(kept.count) runs the aligned distance ends at "
      + "\(span(facts.map(\.alignedRatio))) of its start's, ||W - W*|| at \(span(facts.map(\.distanceRatio))), "
      + "|f_A| at \(span(facts.map(\.potentialRatio))) of its largest; the first run's last margin is "
      + "\(margin) (true scale, 95 % sampling interval)"
  }

  /// "6000 steps (30000 of up to two layers)".
  private var stepsPhrase: String {
    guard let shallow = settings.shallowSteps, shallow != settings.steps else {
      return "\(settings.steps) steps"
    }
    return "\(settings.steps) steps (\(shallow) for one or two layers)"
  }

  func notes(_ patterns: [DeepPattern]) -> [String] {
    let halved = patterns.flatMap(\.trials).count { $0.halvings > 0 }
    let diverged = patterns.flatMap(\.trials).count { $0.trajectory.ending.isDivergence }
    let full = patterns.filter { pattern in
      pattern.architecture.depth > 1 && pattern.architecture.identities.allSatisfy { $0 }
    }
    var notes = [
      "Losses, gradients and margins are in true scale: L = E (y - y*)^2. Margins are over all layers together.",
      "Learning rate \(settings.learningRate.shortPhrase) / (d N), d = \(settings.dimension); a run that diverged was "
        + "repeated at half its rate up to \(settings.halvings) times. Halved: \(halved) of "
        + "\(patterns.count * settings.seeds) runs; diverged at every rate: \(diverged).",
      "A layer with the identity mapping starts, and has its teacher, Gaussian with spectral norm "
        + "\(settings.norm.shortPhrase); one without it is N(0, 1/d).",
      "Aligned distance: up to permutations and rescalings of hidden neurons (PReLU), or of the product of all layers "
        + "up to a signed permutation of its columns (linear); PReLU's matches layer by layer, an upper bound.",
      "Survives: over the last quarter of the records the margin's lower end stays above 0, the aligned distance fell by "
        + "90 % and each |f_A| ends at a tenth of its largest. Fails: learned elsewhere (aligned distance fell by 90 % "
        + "while ||W - W*|| is above half of its start's, or by 99 % while ||W - W*|| stays), margin's upper end below 0 at most of the last quarter's "
        + "records, stuck (aligned distance above half of its start's and hardly falling while the margin is not decidedly "
        + "positive), or diverged. All within "
        + "\(stepsPhrase); a longer run may decide what is undecided "
        + "and free what is stuck.",
    ]
    notes.append(
      "f_A sees the norms of a layer's columns, which a rescaling of hidden neurons changes and the output does not: with two "
        + "layers or more it need not vanish where the function is learned.")
    if !full.isEmpty {
      notes.append(
        "The identity mapping in every layer: "
          + full.map { "\($0.label) \($0.phrase)" }.joined(separator: "; ") + ".")
    }
    return notes
  }
}
