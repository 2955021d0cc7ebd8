import Foundation
import Statistics
import TwoPhaseNetworks
import TwoPhaseTheory

/// Judges claims on variants by what their runs did.
struct AccuracyJudge {
  let results: [AccuracyResult]
  let epochs: Int
  /// Comparisons by paired differences: their intervals hold jointly with 95 %, by Bonferroni.
  let comparisons: Int

  /// Columns of V that differ by no more than this are equal: rounding, if a BLAS sums equal columns in different orders,
  /// is far below it.
  static let symmetryTolerance = 1e-9

  func finding(_ comparison: AccuracyComparison) -> ExperimentFinding {
    let found = comparison.labels.compactMap { label in results.first { $0.variant.label == label } }
    let (verdict, evidence): (Verdict, String)
    switch comparison.kind {
    case .better(_, _, let epoch, let measure) where found.count == 2:
      (verdict, evidence) = better(found[0], than: found[1], epoch: epoch ?? epochs, by: measure)
    case .stationary where found.count == 1: (verdict, evidence) = stationary(found[0])
    case .symmetric where found.count == 1: (verdict, evidence) = symmetric(found[0])
    default: (verdict, evidence) = (.notTested, "no such variant")
    }
    return ExperimentFinding(
      claim: comparison.claim, source: comparison.source, verdict: verdict, evidence: evidence)
  }

  private func better(
    _ one: AccuracyResult, than other: AccuracyResult, epoch: Int, by measure: AccuracyComparison.Measure
  ) -> (Verdict, String) {
    let quantity: (ClassifierRecord) -> Double
    let (name, unit, format, sign): (String, String, String, Double)
    switch measure {
    case .testAccuracy:
      quantity = { 100 * $0.testAccuracy }
      (name, unit, format, sign) = ("test accuracy", "points", "%.2f %%", 1)
    case .trainingLoss:
      quantity = { $0.trainingLoss }
      (name, unit, format, sign) = ("training loss", "nats", "%.4g nats", -1)
    }
    var values: [[Double]] = []
    for result in [one, other] {
      guard let found = result.values(quantity, epoch: epoch) else {
        return (
          .notTested, "undefined because \(result.variant.label) \(result.divergence ?? "has no such epoch")"
        )
      }
      values.append(found)
    }
    let means = values.map { String(format: format, $0.reduce(0, +) / Double($0.count)) }
    let measured =
      "\(name) after epoch \(epoch): \(one.variant.label) \(means[0]), \(other.variant.label) \(means[1])"
    let differences = zip(values[0], values[1]).map { $0 - $1 }
    let confidence = 1 - (1 - MeanInterval.defaultConfidence) / Double(max(1, comparisons))
    guard let interval = MeanInterval(differences, confidence: confidence) else {
      return (
        .notTested,
        "\(measured); " + (differences.count < 2 ? "one seed has no interval" : "a value is not finite")
      )
    }
    let numbers = [interval.mean, interval.low, interval.high]
      .map { String(format: measure == .testAccuracy ? "%+.2f" : "%+.3g", $0) }
    let text =
      "\(measured); difference \(numbers[0]) \(unit) (joint 95 % interval \(numbers[1]) to \(numbers[2]) over "
      + "\(differences.count) paired seeds)"
    let ends = [sign * interval.low, sign * interval.high]
    if ends.allSatisfy({ $0 > 0 }) { return (.holds, text) }
    if ends.allSatisfy({ $0 < 0 }) { return (.violated, text) }
    return (.notTested, "\(differences.count) seeds do not decide: \(text)")
  }

  private func stationary(_ result: AccuracyResult) -> (Verdict, String) {
    for (seed, run) in result.runs.enumerated() {
      let size = run.records.first?.spectralNorm
      for record in run.records
      where record.weightsGradientNorm != 0 || record.headGradientNorm != 0 || record.spectralNorm != size {
        let norms = [record.weightsGradientNorm, record.headGradientNorm]
          .map { String(format: "%.3g", $0) }
        return (
          .violated,
          "seed \(seed + 1), after epoch \(record.epoch): Frobenius norm of the gradient by W \(norms[0]), by U "
            + "\(norms[1]); ||W||_2 \(record.spectralNorm), at the start \(size ?? 0)"
        )
      }
    }
    if let divergence = result.divergence { return (.notTested, "the bias \(divergence)") }
    let accuracies = result.runs.compactMap { $0.records.last?.testAccuracy }
    let (least, most) = (accuracies.min() ?? 0, accuracies.max() ?? 0)
    let constant = result.runs.map(\.largestClass).max() ?? 0
    let percent = { (x: Double) in String(format: "%.2f %%", 100 * x) }
    return (
      .holds,
      "the gradients by W and by U over the training set are exactly 0 at the start and after each of \(epochs) epochs, "
        + "\(result.runs.count) seeds; test accuracy ends at \(percent(least)) to \(percent(most))"
        + (most <= constant
          ? ", as a constant answer's: the test set's most frequent class has \(percent(constant))" : "")
    )
  }

  private func symmetric(_ result: AccuracyResult) -> (Verdict, String) {
    var largest = 0.0
    for (seed, run) in result.runs.enumerated() {
      for record in run.records {
        largest = max(largest, record.largestColumnDifference)
        if record.largestColumnDifference > Self.symmetryTolerance {
          return (
            .violated,
            "seed \(seed + 1), after epoch \(record.epoch): columns of V differ by "
              + String(format: "%.3g", record.largestColumnDifference)
          )
        }
      }
    }
    if let divergence = result.divergence { return (.notTested, divergence) }
    let size = result.runs.compactMap { $0.records.last?.spectralNorm }.max() ?? 0
    return (
      .holds,
      "largest difference between two columns of V at the start and after each of \(epochs) epochs, \(result.runs.count) "
        + "seeds: " + (largest == 0 ? "exactly 0" : String(format: "%.2g", largest))
        + String(format: " (||W||_2 ends at up to %.3g)", size)
    )
  }
}
