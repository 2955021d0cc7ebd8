import Statistics
import TwoPhaseNetworks

extension ActivationExperiment {
  func comparisonTable(_ compared: [ActivationComparison]) -> ExperimentTable {
    let missing = "undefined: the samples do not tell the gradient from zero"
    func cell(_ estimate: ApproximationResidual.Estimate?) -> ExperimentTable.Cell {
      guard let estimate else { return .text(missing) }
      return .interval(estimate.value, low: estimate.low, high: estimate.high)
    }
    return ExperimentTable(
      title: "P against the gradient, d = \(settings.dimension), intervals of 95 % for all together",
      columns: [
        "point", "activation", "kappa of P", "residual, best scale", "exact",
        "residual, best scale and kappa",
        "exact", "cosine",
      ],
      rows: compared.map { comparison in
        let exact = comparison.exact
        let outside = ExperimentTable.Cell.text("not known: outside the family")
        return [
          .text(comparison.point), .text(comparison.activation.label),
          .number(comparison.activation.kappa ?? 1),
          cell(comparison.sampled?.residual), exact.map { .finite($0.residual) } ?? outside,
          cell(comparison.sampled?.withBestKappa), exact.map { .finite($0.withBestKappa) } ?? outside,
          .sampled(comparison.sampled?.cosine, otherwise: missing),
        ]
      })
  }

  func runTable(_ runs: [ActivationRuns]) -> ExperimentTable {
    ExperimentTable(
      title: "SGD from the wrong-way start, d = \(settings.runDimension), \(settings.seeds) runs each; "
        + "ratios and losses: geometric means",
      columns: [
        "activation", "what the runs show", "margin at the start (true scale)",
        "last step with margin < 0", "margin at the end (true scale)", "|f_A|, end/largest",
        "||W - W*||, end/start", "loss at the end (true scale)", "ended",
      ],
      rows: runs.map { run in
        let kept = run.trajectories.filter { !$0.ending.isDivergence }
        let facts = kept.map(ActivationRunFacts.init)
        let few = kept.isEmpty ? "diverged" : "undefined: one run did not diverge"
        let ends = kept.compactMap(\.records.last)
        let away = facts.compactMap(\.lastAway)
        var endings: [String] = []
        for trajectory in run.trajectories where !endings.contains(trajectory.ending.phrase) {
          endings.append(trajectory.ending.phrase)
        }
        return [
          .text(run.activation.label), .text(run.phrase),
          .sampled(run.trajectories[0].records[0].sampled.margin, otherwise: "undefined: at W*"),
          away.max().map { .count($0) } ?? .text("none"),
          .sampled(ends.first?.sampled.margin, otherwise: ends.isEmpty ? few : "undefined: at W*"),
          .geometricMean(facts.map(\.potentialRatio), otherwise: few),
          .geometricMean(
            kept.compactMap { trajectory in
              let start = trajectory.records[0].distance
              return start > 0 ? trajectory.records.last.map { $0.distance / start } : nil
            }, otherwise: few),
          .geometricMean(ends.map(\.sampled.loss.mean), otherwise: few),
          .text(endings.joined(separator: ", ")),
        ]
      })
  }

  var notes: [String] {
    [
      "The gradient is -grad L of y = sum_j phi(v_j . x), V = I + W; P is PReLU's approximation (theory.md section 4) "
        + "with the activation's own kappa inside the family and kappa = 1 (ReLU's) outside it.",
      "Residual: min over lambda of ||lambda g - P|| / ||P||, the sine of the angle between g and P; with the best kappa "
        + "(of either sign), g's angle to the plane of P's two parts. From pairs of independent batches, so that sampling "
        + "noise does not add to it; \(settings.residualBatches) batches of \(settings.residualBatch) inputs, the same for "
        + "every activation; jackknife intervals.",
      "SGD: learning rate \(settings.learningRate.shortPhrase) / d, batches of \(settings.batch); the margin's intervals in "
        + "the table are the first seed's, 95 % over \(settings.measurementBatches) batches that training does not see.",
      "Two phases: the margin's upper end is below 0 at some record, its lower end above 0 over the last quarter of the "
        + "records, and |f_A| ends at a tenth of its largest. Not two phases: a margin positive at every record, |f_A| "
        + "above half of its largest at the end, or divergence. All within \(settings.steps) steps.",
    ]
  }
}
