import Foundation
import TwoPhaseTheory

/// What Phase 1's steps show beside C1 and C2: rates, predictions and how good an approximation P is. theory.md section 6.
public struct PhaseOneClaims: Sendable, Equatable {
  /// |f_A|'s factor per step over Phase 1, beside what is proved and what the reduced model says.
  public struct Decrease: Sendable, Equatable {
    /// Record pairs compared.
    public let count: Int
    /// 1 - 0.5 etahat d at the first step; nil when etahat is unknown.
    public let proved: Double?
    /// The reduced model's factor, 1 - etahat times its governing eigenvalue, at the first step; nil when unknown.
    public let reducedModel: Double?
    /// The geometric mean of the observed factors.
    public let mean: Double
    /// The largest observed factor and its step.
    public let largest: (factor: Double, step: Int)

    /// Two are equal when all numbers are.
    public static func == (a: Decrease, b: Decrease) -> Bool {
      a.count == b.count && a.proved == b.proved && a.reducedModel == b.reducedModel && a.mean == b.mean
        && a.largest == b.largest
    }
  }

  /// How far a one-step prediction from P was off, relative to the predicted quantity's largest value in the compared records.
  public struct PredictionError: Sendable, Equatable {
    /// Steps compared.
    public let count: Int
    /// The largest relative error and its step.
    public let largest: (error: Double, step: Int)
    /// The root mean square of the relative errors.
    public let rms: Double

    /// Two are equal when all numbers are.
    public static func == (a: PredictionError, b: PredictionError) -> Bool {
      a.count == b.count && a.rms == b.rms && a.largest == b.largest
    }
  }

  /// ||Ghat - P||_2 at one record.
  public struct ApproximationError: Sendable, Equatable {
    /// The step.
    public let step: Int
    /// ||Ghat - P||_2, paper scale.
    public let norm: Double
  }

  /// |f_A|'s factor per step while |f_A| > tau; before the transition when tau leaves no such step; nil without either.
  public let decrease: Decrease?
  /// The records with |f_A| > tau at the start of the run; 0 when there is no Phase 1.
  public let recordCount: Int
  /// The largest ||W||_2 in Phase 1 and its step; nil without one.
  public let largestWeightNorm: (value: Double, step: Int)?
  /// The prediction of f_A over all recorded steps followed by the next; nil when there was none.
  public let potentialPrediction: PredictionError?
  /// The prediction of ||s||.
  public let sPrediction: PredictionError?
  /// ||Ghat - P||_2 at a cadence, over the whole run.
  public let approximationErrors: [ApproximationError]
  /// The orders of the errors in eta and gamma at the first record; nil when they were not measured.
  public let orders: PredictionOrders?

  /// Two are equal when all numbers are.
  public static func == (a: PhaseOneClaims, b: PhaseOneClaims) -> Bool {
    a.decrease == b.decrease && a.recordCount == b.recordCount
      && a.largestWeightNorm?.value == b.largestWeightNorm?.value
      && a.largestWeightNorm?.step == b.largestWeightNorm?.step
      && a.potentialPrediction == b.potentialPrediction && a.sPrediction == b.sPrediction
      && a.approximationErrors == b.approximationErrors && a.orders == b.orders
  }

  /// The claims of a run.
  ///
  /// - Complexity: O(n) for n records.
  init(_ series: RunSeries, evidence: TheoremEvidence, network: Network, orders: PredictionOrders?) {
    let records = series.records
    self.orders = orders
    let proper = evidence.phaseOneDecreases
    let decreases = proper.isEmpty ? evidence.decreasesBeforeTransition : proper
    recordCount = evidence.phaseOne.count
    decrease = Decrease(decreases, records.first, evidence: evidence, network: network)
    largestWeightNorm = evidence.phaseOne.max { $0.weightNorm < $1.weightNorm }.map {
      ($0.weightNorm, $0.step)
    }
    let pairs = zip(records, records.dropFirst()).filter { $0.step + 1 == $1.step }
    potentialPrediction = PredictionError(
      pairs.compactMap { before, after in
        before.predictedPotential.map { (before.step, $0, after.point.potential) }
      })
    sPrediction = PredictionError(
      pairs.compactMap { before, after in before.predictedSNorm.map { (before.step, $0, after.point.sNorm) } }
    )
    approximationErrors = records.compactMap { record in
      record.approximationError.map { ApproximationError(step: record.step, norm: $0) }
    }
  }
}

extension PhaseOneClaims.Decrease {
  init?(
    _ decreases: [TheoremEvidence.Decrease], _ first: StepRecord?, evidence: TheoremEvidence, network: Network
  ) {
    guard let first, let largest = decreases.max(by: { $0.factor < $1.factor }) else { return nil }
    count = decreases.count
    let etahat = decreases[0].paperLearningRate
    let constant = evidence.constants[.decreaseFactor]?.value
    proved = etahat.flatMap { rate in constant.map { 1 - $0 * rate * Double(evidence.dimension) } }
    let eigenvalue = ReducedModel(dimension: evidence.dimension, network: network)
      .eigenvalueGoverningPotential(from: (s: first.point.sSum, f: first.point.potential))
    reducedModel = etahat.flatMap { rate in eigenvalue.map { abs(1 - rate * $0) } }
    let spans = decreases.reduce(0) { $0 + $1.span }
    // |f_A| can pass through zero, whose logarithm is -infinity and whose mean factor is rightly 0.
    mean = exp(decreases.reduce(0) { $0 + log($1.factor) * Double($1.span) } / Double(spans))
    self.largest = (largest.factor, largest.step)
  }
}

extension PhaseOneClaims.PredictionError {
  /// Errors over the largest actual value, so that a quantity that passes through zero does not divide by it.
  init?(_ pairs: [(step: Int, predicted: Double, actual: Double)]) {
    let scale = pairs.reduce(0) { max($0, abs($1.actual)) }
    guard !pairs.isEmpty, scale > 0 else { return nil }
    let errors = pairs.map { (error: abs($0.predicted - $0.actual) / scale, step: $0.step) }
    guard let largest = errors.max(by: { $0.error < $1.error }) else { return nil }
    count = errors.count
    self.largest = largest
    rms = (errors.reduce(0) { $0 + $1.error * $1.error } / Double(errors.count)).squareRoot()
  }
}
