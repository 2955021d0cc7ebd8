import TwoPhaseTheory

/// Everything recorded at one step.
public struct StepRecord: Sendable, Equatable {
  /// The number of updates made before this record.
  public let step: Int
  /// The loss on the batch of the step that starts here, true scale; nil for the population gradient and for the last
  /// record of a run, where no step starts.
  public let batchLoss: Double?
  /// eta of the step that starts here, true scale; nil where no step starts or its rate is not known.
  public let learningRate: Double?
  /// The theory at W.
  public let point: PointQuantities
  /// f_A predicted for step + 1, from P at this step; nil when it overflows or the rate is not known. theory.md section 6.
  public let predictedPotential: Double?
  /// ||s|| predicted for step + 1, from P at this step; nil when it overflows or the rate is not known. theory.md section 6.
  public let predictedSNorm: Double?
  /// What was measured of the step that starts here, paper scale; nil where it was not.
  public let gradient: StepGradient?
  /// ||Ghat - P||_2, paper scale; nil at records where it was not measured. theory.md section 4.
  public let approximationError: Double?
}

extension StepRecord {
  /// A record from its parts, as a store kept them.
  package init(
    restoring step: Int, batchLoss: Double?, learningRate: Double?, point: PointQuantities,
    predictedPotential: Double?, predictedSNorm: Double?, gradient: StepGradient?, approximationError: Double?
  ) {
    self.init(
      step: step, batchLoss: batchLoss, learningRate: learningRate, point: point,
      predictedPotential: predictedPotential, predictedSNorm: predictedSNorm, gradient: gradient,
      approximationError: approximationError)
  }

  /// A record with the predictions for the step after it, were it made with `predictionRate` (etahat, paper scale).
  init(
    step: Int, batchLoss: Double?, learningRate: Double?, point: PointQuantities, predictionRate: Double?,
    gradient: StepGradient?, approximationError: Double?
  ) {
    self.init(
      step: step, batchLoss: batchLoss, learningRate: learningRate, point: point,
      predictedPotential: predictionRate.flatMap {
        point.rates.predictedPotential(paperLearningRate: $0).ifFinite
      },
      predictedSNorm: predictionRate.flatMap { point.rates.predictedSNorm(paperLearningRate: $0).ifFinite },
      gradient: gradient, approximationError: approximationError)
  }
}
