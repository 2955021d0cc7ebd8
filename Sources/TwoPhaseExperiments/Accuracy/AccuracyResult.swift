import Statistics
import TwoPhaseNetworks

/// What is kept of one training.
struct AccuracyTrial: Sendable {
  /// The start, then each epoch.
  let records: [ClassifierRecord]
  /// nil for a run that went to its end.
  let divergedAtStep: Int?
  /// The test set's part in its most frequent class, which a constant answer reaches at best.
  let largestClass: Double
}

/// A variant with its trainings.
struct AccuracyResult: Sendable {
  let variant: AccuracyVariant
  /// By seed.
  let runs: [AccuracyTrial]
  let epochs: Int
  /// eta, its own or the experiment's.
  let learningRate: Double

  /// A quantity after an epoch for every seed; nil when a run had diverged by then.
  func values(_ quantity: (ClassifierRecord) -> Double, epoch: Int) -> [Double]? {
    let found = runs.compactMap { $0.records.indices.contains(epoch) ? quantity($0.records[epoch]) : nil }
    return found.count == runs.count ? found : nil
  }

  /// "diverged at step 12 (seed 3 of 20)" for the first seed that did.
  var divergence: String? {
    guard let seed = runs.firstIndex(where: { $0.divergedAtStep != nil }),
      let step = runs[seed].divergedAtStep
    else { return nil }
    return "diverged at step \(step) (seed \(seed + 1) of \(runs.count))"
  }

  /// Mean, with its interval where there are at least two seeds; nil when a run had diverged.
  func mean(
    _ quantity: (ClassifierRecord) -> Double, epoch: Int
  ) -> (mean: Double, interval: MeanInterval?)? {
    guard let values = values(quantity, epoch: epoch) else { return nil }
    return (values.reduce(0, +) / Double(values.count), MeanInterval(values))
  }
}
