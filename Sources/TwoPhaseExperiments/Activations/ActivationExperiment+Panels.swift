import TwoPhaseNetworks

extension ActivationExperiment {
  func panels(_ compared: [ActivationComparison], _ runs: [ActivationRuns]) -> [ExperimentPanel] {
    [
      residualPanel(
        "a", "P against the gradient at random points, best scale", compared,
        \.residual),
      residualPanel(
        "b", "The same with the best kappa in P's constant term", compared,
        \.withBestKappa),
      marginPanel(runs),
      seriesPanel(
        "d", "f_A along SGD from the wrong-way start (first seed)", .init("f_A"), runs,
        \.potential),
      seriesPanel(
        "e", "Distance along SGD from the wrong-way start (first seed)", .init("||W - W*||_F"), runs,
        \.distance),
    ]
  }

  private func residualPanel(
    _ id: String, _ title: String, _ compared: [ActivationComparison],
    _ estimate: (ApproximationResidual) -> ApproximationResidual.Estimate
  ) -> ExperimentPanel {
    var curves = settings.kinds.map { kind in
      ExperimentCurve(
        label: kind.label, marksPoints: true,
        points: compared.filter { $0.activation == kind }.compactMap { comparison in
          guard let norm = comparison.norm else { return nil }
          let found = comparison.sampled.map(estimate)
          return .init(x: norm, y: found?.value, low: found?.low, high: found?.high)
        })
    }
    for kind in settings.kinds where kind.familySlope != nil {
      curves.append(
        ExperimentCurve(
          label: "\(kind.label), exactly", role: .predicted, seeds: 0,
          points: compared.filter { $0.activation == kind }.compactMap { comparison in
            guard let norm = comparison.norm, let exact = comparison.exact else { return nil }
            return .init(x: norm, y: id == "a" ? exact.residual : exact.withBestKappa)
          }))
    }
    for k in curves.indices { curves[k].points.sort { $0.x < $1.x } }
    return ExperimentPanel(
      id: id, title: title, x: .init("||W||_2 = ||W*||_2"),
      y: .init("relative residual ||lambda g - P||_F / ||P||_F", isLogarithmic: true), curves: curves)
  }

  private func marginPanel(_ runs: [ActivationRuns]) -> ExperimentPanel {
    var curves = runs.map { run in
      ExperimentCurve(
        label: run.activation.label,
        points: run.trajectories[0].records.map { record in
          let margin = record.sampled.margin
          return .init(x: Double(record.step), y: margin?.mean, low: margin?.low, high: margin?.high)
        })
    }
    curves.append(
      ExperimentCurve(
        label: "0: the gradient neither leads to W* nor away", role: .reference, seeds: 0,
        points: [.init(x: 0, y: 0), .init(x: Double(settings.steps), y: 0)]))
    return ExperimentPanel(
      id: "c", title: "Margin along SGD from the wrong-way start (first seed; band: sampling)",
      x: .init("step"), y: .init("margin (true scale)"), curves: curves)
  }

  private func seriesPanel(
    _ id: String, _ title: String, _ y: ExperimentPanel.Axis, _ runs: [ActivationRuns],
    _ value: (ActivationRecord) -> Double
  ) -> ExperimentPanel {
    ExperimentPanel(
      id: id, title: title, x: .init("step"), y: y,
      curves: runs.map { run in
        ExperimentCurve(
          label: run.activation.label,
          points: run.trajectories[0].records.map { .init(x: Double($0.step), y: value($0)) })
      })
  }
}
