import Statistics
import TwoPhaseNetworks

extension DeepExperiment {
  func panels(_ patterns: [DeepPattern]) -> [ExperimentPanel] {
    let shown = patterns.filter { settings.shown.contains($0.architecture.pattern) }
    var panels = [
      distancePanel(
        "a", "Distance from the teacher up to symmetries", shown, \.alignedDistance),
      distancePanel("b", "Distance from W*", shown, \.distance),
      marginPanel(shown),
    ]
    let good = shown.first { $0.survives } ?? patterns.first { $0.survives }
    let bad = (shown + patterns).first { $0.fails && !$0.hasDivergence && $0.architecture.depth > 1 }
    if let good { panels.append(potentialPanel(good, "survives")) }
    if let bad { panels.append(potentialPanel(bad, "fails")) }
    panels.append(summaryPanel(patterns))
    // Letters without gaps, whichever panels there are.
    for (k, letter) in zip(panels.indices, "abcdefghij") { panels[k].id = String(letter) }
    return panels
  }

  private func distancePanel(
    _ id: String, _ title: String, _ shown: [DeepPattern],
    _ distance: @escaping (DeepRecord) -> Double
  ) -> ExperimentPanel {
    ExperimentPanel(
      id: id, title: title, x: .init("step"),
      y: .init("distance over the start's", isLogarithmic: true),
      curves: shown.map { pattern in
        .mean(
          label: pattern.label,
          series: pattern.trials.map { trial in
            let start = distance(trial.trajectory.records[0])
            return trial.trajectory.records.map {
              (Double($0.step), start > 0 ? distance($0) / start : 0)
            }
          })
      })
  }

  private func marginPanel(_ shown: [DeepPattern]) -> ExperimentPanel {
    var curves = shown.map { pattern in
      ExperimentCurve(
        label: pattern.label,
        points: pattern.trials[0].trajectory.records.map { record in
          let margin = record.sampled.margin
          return .init(x: Double(record.step), y: margin?.mean, low: margin?.low, high: margin?.high)
        })
    }
    curves.append(
      ExperimentCurve(
        label: "0: the gradient neither leads to W* nor away", role: .reference, seeds: 0,
        points: [.init(x: 0, y: 0), .init(x: Double(settings.steps), y: 0)]))
    return ExperimentPanel(
      id: "c", title: "Margin of one-point convexity over all layers (first seed; band: sampling)",
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
    var curves: [ExperimentCurve] = []
    var place = [String: Double]()
    for pattern in patterns where place[pattern.architecture.pattern] == nil {
      place[pattern.architecture.pattern] = Double(place.count + 1)
    }
    for pattern in patterns {
      let label = "\(pattern.architecture.activation.label), N = \(pattern.architecture.depth)"
      let ratios = pattern.trials.filter { !$0.trajectory.ending.isDivergence }.map {
        DeepRunFacts($0.trajectory).alignedRatio
      }
      let interval = MeanInterval(ratios)
      let point = ExperimentCurve.Point(
        x: place[pattern.architecture.pattern] ?? 0, y: interval?.mean ?? ratios.first, low: interval?.low,
        high: interval?.high)
      if let k = curves.firstIndex(where: { $0.label == label }) {
        curves[k].points.append(point)
      } else {
        curves.append(
          ExperimentCurve(label: label, seeds: settings.seeds, marksPoints: true, points: [point]))
      }
    }
    return ExperimentPanel(
      id: "f", title: "Final distance up to symmetries, by pattern", x: .init("row of the table's pattern"),
      y: .init("aligned distance, end over start", isLogarithmic: true), curves: curves)
  }
}
