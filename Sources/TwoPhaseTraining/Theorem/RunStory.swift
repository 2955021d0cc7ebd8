import TwoPhaseTheory

/// What became of a run, in one word and in plain sentences.
public struct RunStory: Sendable, Equatable {
  /// The kinds of runs.
  public enum Kind: String, Sendable, CaseIterable {
    /// One record: nothing moved.
    case oneSnapshot
    /// The weights stopped being finite.
    case diverged
    /// No transition to Phase 2.
    case neverLeftPhaseOne
    /// Inside Phase 2's region at the end, for too few records to confirm a transition.
    case unconfirmed
    /// A transition, and back again.
    case returned
    /// Phase 2 from the first record.
    case startedInPhaseTwo
    /// Phase 1, a transition, Phase 2 to the end.
    case twoPhases
  }

  /// The kind.
  public let kind: Kind
  /// Whether W = W* was reached exactly.
  public let hasConverged: Bool
  /// One or two sentences.
  public let text: String

  init(series: RunSeries, phases: PhaseSummary, status: RunStatus) {
    let first = series.records.first?.step ?? 0
    let last = series.records.last
    let began = phases.transition?.heldSince
    var isRunning = false
    if case .running = status { isRunning = true }
    let toTheEnd = isRunning ? "so far" : "to the end"
    var converged = last.map { $0.point.marginTerms == nil } ?? false
    if case .converged = status { converged = true }
    hasConverged = converged
    if case .diverged(let step) = status {
      kind = .diverged
      let phase = began.map { "in Phase 2, which had begun at step \($0)" } ?? "in Phase 1"
      text = "The run diverged at step \(step), \(phase)."
      return
    }
    let isStill =
      Set(series.column { [$0.point.distance, $0.point.potential, $0.point.populationLoss] }).count == 1
    let ending =
      (converged ? " It ended at W = W*, to rounding." : "") + (isStill ? " The weights never moved." : "")
    if series.count <= 1 {
      kind = .oneSnapshot
      let inside = phases.retrospectiveStep != nil
      text =
        series.count == 0
        ? "Nothing was recorded, so nothing can be said."
        : (converged
          ? "One snapshot, at W = W*: there is nothing left to learn."
          : "One snapshot: its quantities are shown, and it lies \(inside ? "inside" : "outside") Phase 2's region; "
            + "no step can be judged.")
    } else if !phases.returns.isEmpty, let began {
      kind = .returned
      let count = phases.returns.count
      text =
        "Phase 2 began at step \(began), but the run returned to Phase 1 \(count == 1 ? "once" : "\(count) times"), "
        + "first at step \(phases.returns[0].step)." + ending
    } else if let began {
      kind = began == first ? .startedInPhaseTwo : .twoPhases
      text =
        (began == first
          ? "The run was in Phase 2 from its first record on: it shows no Phase 1."
          : "Phase 1 until step \(began), then Phase 2 \(toTheEnd).")
        + (phases.noReturn == nil ? " No record follows the transition, so a return could not be seen." : "")
        + ending
    } else if let since = phases.retrospectiveStep {
      kind = .unconfirmed
      let held = series.records.filter { $0.step >= since }.count
      text =
        "No transition was confirmed: the run has been inside Phase 2's region since step \(since), for "
        + "\(held) record\(held == 1 ? "" : "s") where \(phases.thresholds.dwell) in a row are needed (--dwell)."
        + ending
    } else {
      kind = .neverLeftPhaseOne
      text =
        "The run \(isRunning ? "has not left" : "never left") Phase 1: it was outside Phase 2's region \(toTheEnd)."
        + ending
    }
  }
}
