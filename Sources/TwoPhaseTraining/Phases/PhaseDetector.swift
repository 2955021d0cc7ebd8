/// Finds the transition from Phase 1 to Phase 2 in a stream of records, and every return.
///
/// The Phase-2 predicate at a record is `|f_A| <= tau and margin >= delta`. A *transition* is confirmed once
/// it has held for `dwell` records in a row. From then on, a record that fails it past hysteresis begins a
/// *return*, which ends once the predicate has again held for `dwell` records in a row. A failure within the
/// hysteresis is a flicker: it restarts the count of a dwell and does nothing else.
///
/// *False start.* The term of `s` alone can make the margin positive at the first record, then negative, then
/// positive for good. So a confirmed transition is withdrawn, and the search goes on, when all of this holds:
///   - the predicate held at the very first record, and no record failed past hysteresis before this one;
///   - `marginWithoutConstant` was recorded and was below `delta` wherever it was recorded;
///   - the run had not converged (margin nil) anywhere in that stretch.
///
/// Otherwise the failure is a return. A first stretch that is too short to be confirmed is simply not a
/// transition and leaves no false start.
///
/// ```swift
/// var detector = PhaseDetector(thresholds: try PhaseThresholds(potential: 2, margin: 0.03, dwell: 2))
/// for (step, potential) in [5.0, 3.0, 1.5, 1.0, 0.8].enumerated() {
///   detector.observe(PhaseObservation(step: step, potential: potential, margin: 0.6))
/// }
/// detector.summary.transition  // step 3, heldSince 2
/// ```
///
/// Source: theory.md section 8. Memory: O(1) plus the list of returns.
public struct PhaseDetector: Sendable, Equatable {
  /// Which phase a run is in.
  public enum State: String, Sendable {
    /// Before the transition, and during a return.
    case phase1
    /// After the transition, outside any return.
    case phase2
  }

  /// The thresholds that the records are measured against.
  public let thresholds: PhaseThresholds

  private var recordCount = 0
  private var run = Run()
  private var opening: OpeningStretch?
  private var transition: PhaseTransition?
  private var returns: [PhaseReturn] = []
  private var isInReturn = false
  private var worstExcursion: WorstExcursion?
  private var falseStart: FalseStart?
  private var retrospectiveStep: Int?
  private var potentialThresholdWasBinding = false

  /// Starts in Phase 1, with no record.
  ///
  /// - Parameter thresholds: the predicate, its dwell and its hysteresis.
  public init(thresholds: PhaseThresholds) {
    self.thresholds = thresholds
  }

  /// The phase after the last record. Cost: O(1).
  public var state: State { transition != nil && !isInReturn ? .phase2 : .phase1 }

  /// What has been found so far. Cost: O(1), the list of returns is shared.
  public var summary: PhaseSummary {
    PhaseSummary(
      thresholds: thresholds, recordCount: recordCount, state: state, transition: transition,
      retrospectiveStep: retrospectiveStep, returns: returns, worstExcursion: worstExcursion,
      falseStart: falseStart, potentialThresholdWasBinding: potentialThresholdWasBinding)
  }

  /// Takes in one record. Cost: O(1).
  ///
  /// - Parameter observation: the record; its step is larger than that of the record before.
  public mutating func observe(_ observation: PhaseObservation) {
    let assessment = PhaseAssessment(observation, against: thresholds)
    let step = observation.step

    if recordCount == 0, assessment.holds { opening = OpeningStretch(first: step) }
    recordCount += 1
    if assessment.potential > thresholds.potential { potentialThresholdWasBinding = true }
    retrospectiveStep = assessment.holds ? (retrospectiveStep ?? step) : nil
    run.extend(to: step, holds: assessment.holds)

    if assessment.failsPastHysteresis {
      withdrawFalseStart()
      opening = nil
    } else {
      opening?.include(observation, holds: assessment.holds, margin: thresholds.margin)
    }

    guard transition != nil else {
      if run.count >= thresholds.dwell {
        transition = PhaseTransition(step: step, heldSince: run.since)
      }
      return
    }
    follow(assessment, at: step)
  }

  /// Takes back a transition that only the term of `s` had carried, with everything measured from it.
  private mutating func withdrawFalseStart() {
    guard transition != nil, let opening, opening.heldOnlyByConstant else { return }
    falseStart = FalseStart(from: opening.first, to: opening.lastHeld)
    transition = nil
    // No return can be open here: the opening stretch ends at the first failure past hysteresis.
    worstExcursion = nil
  }

  /// Keeps the returns and the worst excursion of a record after the transition.
  private mutating func follow(_ assessment: PhaseAssessment, at step: Int) {
    let excursion = assessment.excursion(at: step)
    if worstExcursion.map({ excursion.size > $0.size }) ?? true { worstExcursion = excursion }

    if isInReturn {
      let last = returns.count - 1
      returns[last].include(assessment)
      if run.count >= thresholds.dwell {
        returns[last].endStep = step
        isInReturn = false
      }
    } else if assessment.failsPastHysteresis {
      returns.append(PhaseReturn(step: step, assessment))
      isInReturn = true
    }
  }
}

/// The run of records in a row at which the predicate has held, up to the last record.
private struct Run: Sendable, Equatable {
  var since = 0
  var count = 0

  mutating func extend(to step: Int, holds: Bool) {
    guard holds else { return count = 0 }
    if count == 0 { since = step }
    count += 1
  }
}

/// The stretch from a satisfied first record to the first failure past hysteresis, and what it says about why
/// the predicate held.
private struct OpeningStretch: Sendable, Equatable {
  let first: Int
  private(set) var lastHeld: Int
  private var constantWasRecorded = false
  private var heldOnItsOwn = false

  init(first: Int) {
    self.first = first
    lastHeld = first
  }

  /// True when there is evidence that the term of `s` carried the predicate, and none against it.
  var heldOnlyByConstant: Bool { constantWasRecorded && !heldOnItsOwn }

  mutating func include(_ observation: PhaseObservation, holds: Bool, margin: Double) {
    if holds { lastHeld = observation.step }
    if observation.margin == nil { heldOnItsOwn = true }
    if let rest = observation.marginWithoutConstant, !rest.isNaN {
      constantWasRecorded = true
      if rest >= margin { heldOnItsOwn = true }
    }
  }
}
