/// One record measured against the thresholds: does the predicate hold, does it fail past hysteresis, and by
/// how much. The one place where NaN is given a meaning, so that none gets any further.
struct PhaseAssessment {
  /// `|f_A|`, with NaN read as plus infinity.
  let potential: Double

  /// The margin, with NaN read as minus infinity; nil when the run has converged.
  let margin: Double?

  /// `|f_A| <= tau and margin >= delta`.
  let holds: Bool

  /// `|f_A| > (1 + h) tau or margin < (1 - h) delta`. Implies that the predicate does not hold.
  let failsPastHysteresis: Bool

  /// `|f_A|/tau - 1`, or `|f_A|` when `tau = 0`.
  let potentialExcess: Double

  /// `(delta - margin)/delta`, or `delta - margin` when `delta <= 0`; nil when the run has converged.
  let marginExcess: Double?

  init(_ observation: PhaseObservation, against thresholds: PhaseThresholds) {
    let potential = observation.potential.isNaN ? Double.infinity : abs(observation.potential)
    let margin = observation.margin.map { $0.isNaN ? -Double.infinity : $0 }
    self.potential = potential
    self.margin = margin

    let marginHolds = margin.map { $0 >= thresholds.margin } ?? true
    let marginFails = margin.map { $0 < thresholds.returnMargin } ?? false
    holds = potential <= thresholds.potential && marginHolds
    failsPastHysteresis = potential > thresholds.returnPotential || marginFails

    potentialExcess = Self.relative(potential - thresholds.potential, to: thresholds.potential)
    marginExcess = margin.map { Self.relative(thresholds.margin - $0, to: thresholds.margin) }
  }

  /// The larger of the two excesses: positive exactly when the predicate fails.
  var size: Double { max(potentialExcess, marginExcess ?? -.infinity) }

  /// The record as an excursion, named after the quantity that is worse.
  func excursion(at step: Int) -> WorstExcursion {
    if let margin, let marginExcess, marginExcess > potentialExcess {
      return WorstExcursion(step: step, size: marginExcess, quantity: .margin, value: margin)
    }
    return WorstExcursion(step: step, size: potentialExcess, quantity: .potential, value: potential)
  }

  /// Subtracting before dividing keeps the sign of the excess exact at the threshold.
  private static func relative(_ excess: Double, to threshold: Double) -> Double {
    threshold > 0 ? excess / threshold : excess
  }
}
