import Statistics
import TwoPhaseNetworks

extension DeepExperiment {
  func panels(_ patterns: [DeepPattern]) -> [ExperimentPanel] {
    let shown = patterns.filter { settings.shown.contains($0.architecture.pattern) }
    var activations: [DeepActivation] = []
    for pattern in shown where !activations.contains(pattern.architecture.activation) {
      activations.append(pattern.architecture.activation)
    }
    let groups = activations.map { activation in shown.filter { $0.architecture.activation == activation } }
    var panels = groups.map(distancePanel) + groups.map(marginPanel)
    let good = shown.first { $0.survives } ?? patterns.first { $0.survives }
    let bad = (shown + patterns).first { $0.fails && !$0.hasDivergence && $0.architecture.depth > 1 }
    if let good { panels.append(potentialPanel(good, "survives")) }
    if let bad { panels.append(potentialPanel(bad, "fails")) }
    panels.append(summaryPanel(patterns))
    // Letters without gaps, whichever panels there are.
    for (k, letter) in zip(panels.indices, "abcdefghij") { panels[k].id = String(letter) }
    return panels
  }

  private func distancePanel(_ shown: [DeepPattern]) -> ExperimentPanel {
    ExperimentPanel(
      id: "a",
      title: "Distance from the teacher up to symmetries, \(shown[0].architecture.activation.label)",
      x: .init("step"), y: .init("aligned distance over the start's", isLogarithmic: true),
      curves: shown.map { pattern in
        .mean(
          label: pattern.architecture.pattern,
          series: pattern.trials.map { trial in
            let start = trial.trajectory.records[0].alignedDistance
            return trial.trajectory.records.map {
              (Double($0.step), start > 0 ? $0.alignedDistance / start : 0)
            }
          }, isLogarithmic: true)
      })
  }

  private func marginPanel(_ shown: [DeepPattern]) -> ExperimentPanel {
    var curves = shown.map { pattern in
      ExperimentCurve(
        label: pattern.architecture.pattern,
        points: pattern.trials[0].trajectory.records.map { record in
          let margin = record.sampled.margin
          return .init(x: Double(record.step), y: margin?.mean, low: margin?.low, high: margin?.high)
        })
    }
    let last = shown.map { settings.steps(depth: $0.architecture.depth) }.max() ?? settings.steps
    curves.append(
      ExperimentCurve(
        label: "0: the gradient neither leads to W* nor away", role: .reference, seeds: 0,
        points: [.init(x: 0, y: 0), .init(x: Double(last), y: 0)]))
    return ExperimentPanel(
      id: "c",
      title: "Margin over all layers, \(shown[0].architecture.activation.label) (first seed; band: sampling)",
      x: .init("step"), y: .init("margin (true scale)"), curves: curves)
  }

  private func potentialPanel(_ pattern: DeepPattern, _ word: String) -> ExperimentPanel {
    let records = pattern.trials[0].trajectory.records
    return ExperimentPanel(
      id: "d", title: "f_A of each layer of \(pattern.label), which \(word) (first seed)", x: .init("step"),
      y: .init("f_A"),
      curves: pattern.architecture.identities.indices.map { l in
        ExperimentCurve(
          label: "layer \(l + 1)",
          points: records.map { .init(x: Double($0.step), y: $0.potentials[l]) })
      })
  }

  private func summaryPanel(_ patterns: [DeepPattern]) -> ExperimentPanel {
    var places: [String: Int] = [:]
    for pattern in patterns where places[pattern.architecture.pattern] == nil {
      places[pattern.architecture.pattern] = places.count + 1
    }
    var curves: [ExperimentCurve] = []
    for pattern in patterns {
      let label = pattern.architecture.activation.label
      let place = Double(places[pattern.architecture.pattern] ?? 0)
      let ratios = pattern.trials.filter { !$0.trajectory.ending.isDivergence }.map {
        (x: place, y: DeepRunFacts($0.trajectory).alignedRatio)
      }
      var own = ExperimentCurve.mean(label: label, series: ratios.map { [$0] }, isLogarithmic: true)
      own.seeds = ratios.count
      own.marksPoints = true
      if let k = curves.firstIndex(where: { $0.label == label }) {
        curves[k].points += own.points
      } else {
        curves.append(own)
      }
    }
    return ExperimentPanel(
      id: "f", title: "Final distance up to symmetries, by pattern",
      x: .init("pattern, in the table's order"),
      y: .init("aligned distance, end over start", isLogarithmic: true), curves: curves)
  }
}
