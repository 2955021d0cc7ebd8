import TwoPhaseTheory

/// Tells at which record a run ends before all its steps were made: by its loss, by its transition or by a return.
///
/// A distance at which to stop is `InstrumentedSGD`'s own.
struct StopWatch {
  private let loss: Double?
  private let afterTransition: Int?
  private let atReturn: Bool
  private var detector: PhaseDetector

  /// The rules of a request; nil when there are none.
  init?(_ request: RunRequest, thresholds: PhaseThresholds) {
    loss = request.stopLoss
    afterTransition = request.stopAfterTransition
    atReturn = request.stopAtReturn
    guard loss != nil || afterTransition != nil || atReturn else { return nil }
    detector = PhaseDetector(thresholds: thresholds)
  }

  /// Takes in a record's point; how the run ends with it, or nil when it goes on.
  mutating func ending(at step: Int, _ point: PointQuantities) -> RunStatus? {
    detector.observe(PhaseObservation(step: step, point))
    if let loss, point.populationLoss <= loss { return .stopped(step: step, rule: "L <= \(loss)") }
    let found = detector.summary
    if let afterTransition, let transition = found.transition, step - transition.step >= afterTransition {
      let rule =
        afterTransition == 0
        ? "the transition is confirmed"
        : "\(afterTransition) step\(afterTransition == 1 ? "" : "s") after the transition"
      return .stopped(step: step, rule: rule)
    }
    if atReturn, !found.returns.isEmpty { return .stopped(step: step, rule: "a return to Phase 1") }
    return nil
  }
}
