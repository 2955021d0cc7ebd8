import TwoPhaseTraining

/// Follows one pass's records and tells when something happens to its phases.
struct PhaseWatch {
  let pass: Int
  private var detector: PhaseDetector
  private var before: PhaseSummary

  init(pass: Int, facts: RunFacts) {
    self.pass = pass
    detector = PhaseDetector(thresholds: facts.setting.thresholds)
    before = detector.summary
  }

  /// What a record changes; mostly nothing.
  mutating func take(_ record: StepRecord) -> [(step: Int, kind: RunEvent.Kind, detail: String?)] {
    detector.observe(PhaseObservation(record))
    let now = detector.summary
    defer { before = now }
    var events: [(step: Int, kind: RunEvent.Kind, detail: String?)] = []
    if let start = now.falseStart, before.falseStart != start {
      events.append((record.step, .falseStart, "steps \(start.from) to \(start.to)"))
    }
    if let transition = now.transition, before.transition != transition {
      events.append((transition.step, .transition, "held since step \(transition.heldSince)"))
    }
    if now.returns.count > before.returns.count, let last = now.returns.last {
      events.append((last.step, .phaseReturn, nil))
    }
    if let last = now.returns.last, let end = last.endStep, before.returns.last?.endStep == nil,
      before.returns.count == now.returns.count
    {
      events.append((end, .returnEnded, "began at step \(last.step)"))
    }
    return events
  }
}
