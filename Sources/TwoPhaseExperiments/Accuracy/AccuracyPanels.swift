import TwoPhaseNetworks

/// The figure: test accuracy, training loss and test error against epochs.
struct AccuracyPanels {
  let results: [AccuracyResult]

  var panels: [ExperimentPanel] {
    let epochs = ExperimentPanel.Axis("epoch")
    return [
      ExperimentPanel(
        id: "a", title: "Test accuracy", x: epochs, y: .init("test accuracy (%)"),
        curves: curves { 100 * $0.testAccuracy }),
      ExperimentPanel(
        id: "b", title: "Training loss", x: epochs,
        y: .init("mean cross-entropy over the training set (nats)", isLogarithmic: true),
        curves: curves(\.trainingLoss)),
      ExperimentPanel(
        id: "c", title: "Test error", x: epochs, y: .init("100 % − test accuracy (%)", isLogarithmic: true),
        curves: curves { 100 * (1 - $0.testAccuracy) }),
    ]
  }

  private func curves(_ quantity: (ClassifierRecord) -> Double) -> [ExperimentCurve] {
    results.map { result in
      ExperimentCurve(
        label: result.variant.label, seeds: result.runs.count,
        points: (0...result.epochs).map { epoch in
          let mean = result.mean(quantity, epoch: epoch)
          return .init(
            x: Double(epoch), y: mean?.mean, low: mean?.interval?.low, high: mean?.interval?.high)
        })
    }
  }
}

/// The table of what was reached at the end.
struct AccuracyTable {
  let results: [AccuracyResult]

  var table: ExperimentTable {
    ExperimentTable(
      title: "At the end of training: means over seeds with 95 % intervals",
      columns: [
        "network", "a", "identity mapping", "learning rate", "test accuracy (%)", "training accuracy (%)",
        "test loss (nats)", "training loss (nats)", "||W||_2", "seeds",
      ],
      rows: results.map { result in
        let variant = result.variant
        return [
          .text(variant.label), .number(variant.slope), .text(variant.identity ? "V = I + W" : "V = W"),
          .number(result.learningRate), cell(result) { 100 * $0.testAccuracy },
          cell(result) { 100 * $0.trainingAccuracy }, cell(result, \.testLoss), cell(result, \.trainingLoss),
          cell(result, \.spectralNorm), .count(result.runs.count),
        ]
      })
  }

  private func cell(
    _ result: AccuracyResult, _ quantity: (ClassifierRecord) -> Double
  ) -> ExperimentTable.Cell {
    guard let mean = result.mean(quantity, epoch: result.epochs) else {
      return .text(result.divergence ?? "undefined because no run reached the end")
    }
    guard let interval = mean.interval else { return .number(mean.mean) }
    return .interval(interval.mean, low: interval.low, high: interval.high)
  }
}
