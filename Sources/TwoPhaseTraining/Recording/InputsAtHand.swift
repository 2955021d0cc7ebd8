import LinearAlgebra
import Statistics
import TwoPhaseTheory

/// What was estimated on the user's own inputs at one record.
public struct RecordedDataEstimate: Sendable, Equatable, Codable {
  /// The step.
  public let step: Int
  /// Loss, margin and gradient with their intervals.
  public let estimate: DataEstimate

  /// The margin as the verdicts need it; nil when it is undefined or has no interval.
  var margin: DataMargin? {
    guard let margin = estimate.marginPaper, let interval = estimate.marginInterval else { return nil }
    return DataMargin(step: step, margin: margin, low: interval.low, high: interval.high)
  }
}

/// The inputs that a user gave: tested for N(0, I) once, and, when that is rejected, what the closed forms cannot say is
/// estimated on them at some records.
struct InputsAtHand: Sendable {
  let evidence: InputEvidence
  private(set) var estimates: [RecordedDataEstimate] = []
  private var estimator: DataEstimator?

  /// Each interval's confidence, so that all of a run's hold at once with 95 % (Bonferroni).
  static let confidence =
    1 - (1 - MeanInterval.defaultConfidence) / Double(StepMeasurement.approximationRecords + 2)

  init(name: String, inputs: Matrix, network: Network, teacher: Matrix) {
    let assessment = InputAssessment.assess(inputs)
    evidence = InputEvidence(assessment, name: name)
    if assessment.isRejected {
      estimator = DataEstimator(
        inputs: inputs, network: network, teacher: teacher, confidence: Self.confidence)
    }
  }

  /// Takes up the estimates of a run that goes on.
  mutating func restore(_ made: [RecordedDataEstimate]) { estimates = made }

  /// Estimates loss and margin at a student, unless the inputs passed for Gaussian.
  mutating func estimate(step: Int, student: Matrix) {
    guard let estimate = estimator?.estimate(student: student) else { return }
    estimates.append(RecordedDataEstimate(step: step, estimate: estimate))
  }
}
