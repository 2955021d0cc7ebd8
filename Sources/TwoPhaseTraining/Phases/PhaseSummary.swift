/// Everything a `PhaseDetector` has found so far. Steps are those of the records; sizes are relative
/// violations, `max(|f_A|/tau - 1, (delta - margin)/delta)`, absolute where the threshold is 0; no value is
/// NaN. Source: theory.md section 8.
public struct PhaseSummary: Sendable, Equatable {
  /// The thresholds that the records were measured against.
  public let thresholds: PhaseThresholds

  /// How many records have been observed.
  public let recordCount: Int

  /// The phase after the last record; Phase 1 again during a return.
  public let state: PhaseDetector.State

  /// The streaming transition; nil while the predicate has not held for `dwell` records in a row, and after a
  /// transition was withdrawn as a false start.
  public let transition: PhaseTransition?

  /// The retrospective transition: the step of the first record after the last record at which the predicate
  /// failed (no hysteresis, no dwell). Nil when the last record fails or there is no record.
  public let retrospectiveStep: Int?

  /// The returns to Phase 1 since the transition, in order; the last one may still be open.
  public let returns: [PhaseReturn]

  /// The record after the transition that was worst, whether or not it violated the predicate; nil when there
  /// is no transition or no record after it.
  public let worstExcursion: WorstExcursion?

  /// The transition that was withdrawn because only the term of `s` had carried it; nil when there was none.
  public let falseStart: FalseStart?

  /// Whether `|f_A|` exceeded `tau` in any record. When false, `tau` was vacuous: the margin alone decided.
  public let potentialThresholdWasBinding: Bool

  /// Whether the run stayed in Phase 2 once it got there: nil without a transition or without a record after it,
  /// since nothing was tested then, else whether there were zero returns. State it together with `worstExcursion`.
  /// Cost: O(1).
  public var noReturn: Bool? { transition == nil || worstExcursion == nil ? nil : returns.isEmpty }
}

/// The streaming transition from Phase 1 to Phase 2. Source: theory.md section 8.
public struct PhaseTransition: Sendable, Equatable {
  /// The step of the record that completed the dwell: when an observer without hindsight knows.
  public let step: Int

  /// The step of the first record of that run of satisfied records: when Phase 2 began.
  public let heldSince: Int
}

/// A failure of the predicate past hysteresis after the transition. Source: theory.md section 8.
public struct PhaseReturn: Sendable, Equatable {
  /// The step of the record that failed past hysteresis.
  public let step: Int

  /// The step of the record at which the predicate had again held for `dwell` records in a row; nil when it
  /// has not yet.
  public internal(set) var endStep: Int?

  /// The largest `|f_A|` from `step` to `endStep`; infinite when the run diverged.
  public internal(set) var worstPotential: Double

  /// The smallest margin from `step` to `endStep`, paper scale; nil when it was undefined (converged) at
  /// every record, minus infinity when the run diverged.
  public internal(set) var worstMargin: Double?

  /// The largest relative violation from `step` to `endStep`, positive; absolute where the threshold is 0.
  public internal(set) var size: Double

  init(step: Int, _ assessment: PhaseAssessment) {
    self.step = step
    worstPotential = assessment.potential
    worstMargin = assessment.margin
    size = assessment.size
  }

  mutating func include(_ assessment: PhaseAssessment) {
    worstPotential = max(worstPotential, assessment.potential)
    if let margin = assessment.margin { worstMargin = min(worstMargin ?? margin, margin) }
    size = max(size, assessment.size)
  }
}

/// The record after the transition that came closest to violating the predicate, or violated it most; the
/// earliest one of equals. Source: theory.md section 8.
public struct WorstExcursion: Sendable, Equatable {
  /// Which half of the predicate the excursion is about.
  public enum Quantity: String, Sendable {
    /// `|f_A| <= tau`.
    case potential
    /// `margin >= delta`.
    case margin
  }

  /// The step of the record.
  public let step: Int

  /// The relative violation there; at most 0 when the predicate was never violated, and then minus the
  /// distance of closest approach. Absolute where the threshold is 0.
  public let size: Double

  /// The quantity with the larger violation there.
  public let quantity: Quantity

  /// `|f_A|`, or the margin in paper scale, at that record; infinite when the run diverged.
  public let value: Double
}

/// A confirmed transition that was none: the predicate held from the first record on only because of the term
/// of `s`, and then failed. Source: theory.md section 8 (`kappa > 1` does this).
public struct FalseStart: Sendable, Equatable {
  /// The step of the first record.
  public let from: Int

  /// The step of the last record at which the predicate held before it failed past hysteresis.
  public let to: Int
}
