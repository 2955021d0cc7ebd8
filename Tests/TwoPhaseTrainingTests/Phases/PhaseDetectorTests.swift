import Testing
import TwoPhaseTraining

@Suite("PhaseDetector")
struct PhaseDetectorTests {
  let thresholds: PhaseThresholds

  init() throws {
    thresholds = try PhaseThresholds(potential: 1, margin: 0.1, dwell: 3)
  }

  @Test("a detector without records knows nothing")
  func empty() {
    let result = phaseSummary(thresholds, [])
    #expect(result.recordCount == 0)
    #expect(result.state == .phase1)
    #expect(result.transition == nil)
    #expect(result.retrospectiveStep == nil)
    #expect(result.noReturn == nil)
    #expect(result.worstExcursion == nil)
    #expect(!result.potentialThresholdWasBinding)
  }

  @Test("a predicate that always holds is a transition at the end of the first dwell")
  func permanentlySatisfied() {
    let result = phaseSummary(thresholds, phaseRecords([0.5, 0.5, 0.5, 0.5, -0.8, 0.5]))
    #expect(result.transition?.step == 2)
    #expect(result.transition?.heldSince == 0)
    #expect(result.retrospectiveStep == 0)
    #expect(result.state == .phase2)
    #expect(result.noReturn == true)
    #expect(result.falseStart == nil)
    #expect(result.recordCount == 6)
    #expect(!result.potentialThresholdWasBinding)
    #expect(result.worstExcursion?.step == 4)
    #expect(result.worstExcursion?.quantity == .potential)
    #expect(result.worstExcursion?.value == 0.8)
    #expect(abs((result.worstExcursion?.size ?? 0) + 0.2) < 1e-12)
  }

  @Test("a predicate that never holds is no transition")
  func neverSatisfied() {
    let result = phaseSummary(thresholds, phaseRecords([5, 4, 3, 2, 1.5, 1.2]))
    #expect(result.transition == nil)
    #expect(result.retrospectiveStep == nil)
    #expect(result.noReturn == nil)
    #expect(result.worstExcursion == nil)
    #expect(result.state == .phase1)
    #expect(result.potentialThresholdWasBinding)
  }

  @Test("both thresholds themselves satisfy the predicate")
  func inclusiveThresholds() {
    let result = phaseSummary(thresholds, phaseRecords([1, -1, 1, 1], margin: 0.1))
    #expect(result.transition?.step == 2)
    #expect(result.worstExcursion?.size == 0)
    #expect(!result.potentialThresholdWasBinding)
  }

  @Test("an interrupted run starts its dwell again, even within the hysteresis")
  func interruptedDwell() {
    let result = phaseSummary(thresholds, phaseRecords([5, 0.5, 0.5, 1.05, 0.5, 0.5, 0.5]))
    #expect(result.transition?.step == 6)
    #expect(result.transition?.heldSince == 4)
    #expect(result.retrospectiveStep == 4)
  }

  @Test("the state follows the stream")
  func stateOverTime() {
    var detector = PhaseDetector(thresholds: thresholds)
    var states: [PhaseDetector.State] = []
    for record in phaseRecords([5, 0.5, 0.5, 0.5, 2, 0.5, 0.5, 0.5]) {
      detector.observe(record)
      states.append(detector.state)
      #expect(detector.summary.state == detector.state)
    }
    #expect(
      states == [.phase1, .phase1, .phase1, .phase2, .phase1, .phase1, .phase1, .phase2])
  }

  @Test("a flicker within the hysteresis is no return")
  func flicker() {
    let result = phaseSummary(thresholds, phaseRecords([5, 0.5, 0.5, 0.5, 1.09, 0.5, -1.05, 0.5, 0.5]))
    #expect(result.transition?.step == 3)
    #expect(result.noReturn == true)
    #expect(result.state == .phase2)
    #expect(result.retrospectiveStep == 7)
    #expect(result.worstExcursion?.step == 4)
    #expect(abs((result.worstExcursion?.size ?? 0) - 0.09) < 1e-12)
  }

  @Test("a margin within the hysteresis is no return either")
  func marginFlicker() {
    let result = phaseSummary(thresholds, phaseRecords(margins: [0, 0.2, 0.2, 0.2, 0.095, 0.2]))
    #expect(result.noReturn == true)
    #expect(result.worstExcursion?.quantity == .margin)
    #expect(result.worstExcursion?.value == 0.095)
    #expect(abs((result.worstExcursion?.size ?? 0) - 0.05) < 1e-12)
  }

  @Test("a return has its steps, its worst values and its size")
  func oneReturn() {
    var stream = phaseRecords([5, 0.5, 0.5, 0.5, 1.5, -3, 0.5, 0.5, 0.5, 0.5])
    stream[6].margin = -0.4
    let result = phaseSummary(thresholds, stream)
    #expect(result.transition?.step == 3)
    #expect(result.noReturn == false)
    #expect(result.returns.count == 1)
    #expect(result.returns.first?.step == 4)
    #expect(result.returns.first?.endStep == 9)
    #expect(result.returns.first?.worstPotential == 3)
    #expect(result.returns.first?.worstMargin == -0.4)
    #expect(abs((result.returns.first?.size ?? 0) - 5) < 1e-12)
    #expect(result.worstExcursion?.step == 6)
    #expect(result.worstExcursion?.quantity == .margin)
    #expect(result.worstExcursion?.value == -0.4)
    #expect(result.retrospectiveStep == 7)
    #expect(result.state == .phase2)
  }

  @Test("two returns are kept apart, and the last stays open")
  func twoReturns() {
    let result = phaseSummary(thresholds, phaseRecords([0.5, 0.5, 0.5, 2, 0.5, 0.5, 0.5, 0.5, 4, 0.5, 0.5]))
    #expect(result.returns.map(\.step) == [3, 8])
    #expect(result.returns.map(\.endStep) == [6, nil])
    #expect(result.returns.map(\.worstPotential) == [2, 4])
    #expect(result.noReturn == false)
    #expect(result.state == .phase1)
    #expect(result.transition?.step == 2)
    #expect(result.worstExcursion?.step == 8)
  }

  @Test("a second failure before the dwell is complete belongs to the same return")
  func relapse() {
    let result = phaseSummary(thresholds, phaseRecords([0.5, 0.5, 0.5, 2, 0.5, 0.5, 3, 0.5, 0.5, 0.5]))
    #expect(result.returns.map(\.step) == [3])
    #expect(result.returns.first?.endStep == 9)
    #expect(result.returns.first?.worstPotential == 3)
  }

  @Test("a dwell of 1 confirms at once and ends a return at once")
  func dwellOne() throws {
    let thresholds = try PhaseThresholds(potential: 1, margin: 0.1, dwell: 1)
    let result = phaseSummary(thresholds, phaseRecords([5, 0.5, 2, 0.5, 2, 0.5]))
    #expect(result.transition?.step == 1)
    #expect(result.transition?.heldSince == 1)
    #expect(result.returns.map(\.step) == [2, 4])
    #expect(result.returns.map(\.endStep) == [3, 5])
  }

  @Test("without hysteresis every failure is a return")
  func noHysteresis() throws {
    let thresholds = try PhaseThresholds(potential: 1, margin: 0.1, dwell: 1, hysteresis: 0)
    let result = phaseSummary(thresholds, phaseRecords([0.5, (1.0).nextUp, 0.5]))
    #expect(result.returns.count == 1)
    #expect((result.returns.first?.size ?? 0) > 0)
  }

  @Test("the dwell counts records and the answers are steps, at any cadence")
  func cadence() {
    let stream = phaseRecords([5, 4, 0.5, 0.5, 0.5, 2, 0.5]).map {
      PhaseObservation(step: 7 * $0.step, potential: $0.potential, margin: $0.margin)
    }
    let result = phaseSummary(thresholds, stream)
    #expect(result.transition?.step == 28)
    #expect(result.transition?.heldSince == 14)
    #expect(result.returns.map(\.step) == [35])
    #expect(result.retrospectiveStep == 42)
  }

  @Test("an undefined margin at convergence is satisfied and only the potential is measured")
  func convergence() {
    let result = phaseSummary(thresholds, phaseRecords(margins: [0, 0.5, nil, nil, nil, nil]))
    #expect(result.transition?.step == 3)
    #expect(result.noReturn == true)
    #expect(result.worstExcursion?.quantity == .potential)
    #expect(abs((result.worstExcursion?.size ?? 0) + 0.9) < 1e-12)
  }

  @Test("a return during which the margin was never defined has no worst margin")
  func returnWithoutMargin() {
    let result = phaseSummary(thresholds, phaseRecords([0, 0, 0, 2], margin: nil))
    #expect(result.returns.count == 1)
    #expect(result.returns.first?.worstMargin == nil)
  }

  @Test("tau = 0 is measured absolutely")
  func zeroTau() throws {
    let thresholds = try PhaseThresholds(potential: 0, margin: 0.1, dwell: 2)
    let result = phaseSummary(thresholds, phaseRecords([1, 0, 0, 0, -0.25, 0]))
    #expect(result.transition?.step == 2)
    #expect(result.returns.first?.size == 0.25)
    #expect(result.worstExcursion?.size == 0.25)
    #expect(result.potentialThresholdWasBinding)
  }

  @Test("a margin threshold of 0 is measured absolutely")
  func zeroDelta() throws {
    let thresholds = try PhaseThresholds(potential: 1, margin: 0, dwell: 2)
    let result = phaseSummary(thresholds, phaseRecords(margins: [0.5, 0.5, -0.25, 0]))
    #expect(result.returns.first?.size == 0.25)
    #expect(result.worstExcursion?.quantity == .margin)
  }

  @Test("a diverged run is an infinite violation and never NaN")
  func divergence() {
    var stream = phaseRecords([0.5, 0.5, 0.5, .nan, .infinity, 0.5])
    stream[5].margin = .nan
    let result = phaseSummary(thresholds, stream)
    #expect(result.returns.map(\.step) == [3])
    #expect(result.returns.first?.worstPotential == .infinity)
    #expect(result.returns.first?.worstMargin == -.infinity)
    #expect(result.returns.first?.size == .infinity)
    #expect(result.worstExcursion?.step == 3)
    #expect(result.worstExcursion?.value == .infinity)
    #expect(result.retrospectiveStep == nil)
    #expect(result.potentialThresholdWasBinding)
  }
}
