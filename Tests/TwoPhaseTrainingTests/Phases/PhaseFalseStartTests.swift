import Testing
import TwoPhaseTraining

/// The margin is positive at step 0, negative later, then positive for good: theory.md section 8.
@Suite("False starts of PhaseDetector")
struct PhaseFalseStartTests {
  let thresholds: PhaseThresholds

  init() throws {
    thresholds = try PhaseThresholds(potential: 1, margin: 0.1, dwell: 3)
  }

  let longStretch: [Double?] = [0.5, 0.4, 0.3, 0.2, -0.5, -0.2, 0.3, 0.4, 0.5, 0.6]
  let shortStretch: [Double?] = [0.5, 0.2, -0.5, -0.2, 0.3, 0.4, 0.5, 0.6]

  @Test("a long first stretch that only the term of s carried is withdrawn")
  func longWithEvidence() {
    let rest = longStretch.map { $0.map { min($0, 0.7) - 0.5 } }
    let result = phaseSummary(thresholds, phaseRecords(margins: longStretch, rest: rest))
    #expect(result.falseStart?.from == 0)
    #expect(result.falseStart?.to == 3)
    #expect(result.transition?.step == 8)
    #expect(result.transition?.heldSince == 6)
    #expect(result.returns.isEmpty)
    #expect(result.noReturn == true)
    #expect(result.retrospectiveStep == 6)
  }

  @Test("until its failure the first stretch is a transition like any other")
  func beforeTheFailure() {
    var detector = PhaseDetector(thresholds: thresholds)
    for record in phaseRecords(margins: [0.5, 0.4, 0.3, 0.2], rest: [0, 0, 0, 0]) { detector.observe(record) }
    #expect(detector.state == .phase2)
    #expect(detector.summary.transition?.step == 2)
    #expect(detector.summary.worstExcursion?.step == 3)
    #expect(detector.summary.falseStart == nil)
    detector.observe(PhaseObservation(step: 4, potential: 0.1, margin: -1))
    #expect(detector.state == .phase1)
    #expect(detector.summary.transition == nil)
    #expect(detector.summary.noReturn == nil)
    #expect(detector.summary.worstExcursion == nil)
    #expect(detector.summary.falseStart?.to == 3)
  }

  @Test("the worst excursion after a withdrawn transition forgets what came before")
  func worstExcursionStartsAgain() {
    let rest = [Double?](repeating: -1, count: longStretch.count)
    let result = phaseSummary(thresholds, phaseRecords(margins: longStretch, rest: rest))
    #expect(result.worstExcursion?.step == 9)
    #expect((result.worstExcursion?.size ?? 0) < 0)
  }

  @Test("the same stretch without the margin minus its constant is a return")
  func longWithoutEvidence() {
    let result = phaseSummary(thresholds, phaseRecords(margins: longStretch))
    #expect(result.falseStart == nil)
    #expect(result.transition?.step == 2)
    #expect(result.returns.map(\.step) == [4])
    #expect(result.returns.first?.endStep == 8)
    #expect(result.noReturn == false)
  }

  @Test("one record that holds without the term of s makes the failure a return")
  func oneGenuineRecord() {
    var rest = [Double?](repeating: 0, count: longStretch.count)
    rest[1] = 0.1
    let result = phaseSummary(thresholds, phaseRecords(margins: longStretch, rest: rest))
    #expect(result.falseStart == nil)
    #expect(result.returns.map(\.step) == [4])
  }

  @Test("one record that had converged makes the failure a return")
  func oneConvergedRecord() {
    var margins = longStretch
    margins[1] = nil
    var rest = [Double?](repeating: 0, count: longStretch.count)
    rest[1] = nil
    let result = phaseSummary(thresholds, phaseRecords(margins: margins, rest: rest))
    #expect(result.falseStart == nil)
    #expect(result.returns.map(\.step) == [4])
  }

  @Test("a margin minus its constant that is recorded now and then is evidence enough")
  func sparseEvidence() {
    var rest = [Double?](repeating: nil, count: longStretch.count)
    rest[2] = 0.05
    let result = phaseSummary(thresholds, phaseRecords(margins: longStretch, rest: rest))
    #expect(result.falseStart?.to == 3)
    #expect(result.transition?.step == 8)
  }

  @Test("a short first stretch is neither a transition nor a false start", arguments: [true, false])
  func short(withEvidence: Bool) {
    let rest = withEvidence ? [Double?](repeating: 0, count: shortStretch.count) : nil
    let result = phaseSummary(thresholds, phaseRecords(margins: shortStretch, rest: rest))
    #expect(result.falseStart == nil)
    #expect(result.transition?.step == 6)
    #expect(result.transition?.heldSince == 4)
    #expect(result.noReturn == true)
  }

  @Test("a stretch that begins after the first record is never a false start")
  func lateStretch() {
    let margins: [Double?] = [-0.5] + longStretch
    let rest = [Double?](repeating: 0, count: margins.count)
    let result = phaseSummary(thresholds, phaseRecords(margins: margins, rest: rest))
    #expect(result.falseStart == nil)
    #expect(result.transition?.step == 3)
    #expect(result.returns.map(\.step) == [5])
  }

  @Test("a flicker within the hysteresis does not end the first stretch", arguments: [1, 3])
  func flickerInTheStretch(at index: Int) {
    var margins: [Double?] = [0.5, 0.5, 0.5, 0.5, 0.5, 0.5, -0.5, 0.5, 0.5, 0.5]
    margins[index] = 0.095
    let rest = [Double?](repeating: 0, count: margins.count)
    let result = phaseSummary(thresholds, phaseRecords(margins: margins, rest: rest))
    #expect(result.falseStart?.from == 0)
    #expect(result.falseStart?.to == 5)
    #expect(result.transition?.step == 9)
    #expect(result.noReturn == nil)  // the transition is the last record: nothing after it was tested
  }

  @Test("only one transition is ever withdrawn")
  func secondFailureIsAReturn() {
    let margins: [Double?] = [0.5, 0.5, 0.5, -0.5, 0.5, 0.5, 0.5, -0.5, 0.5]
    let rest = [Double?](repeating: 0, count: margins.count)
    let result = phaseSummary(thresholds, phaseRecords(margins: margins, rest: rest))
    #expect(result.falseStart?.to == 2)
    #expect(result.transition?.step == 6)
    #expect(result.returns.map(\.step) == [7])
  }

  @Test("a dwell of 1 can start falsely on a single record")
  func dwellOne() throws {
    let thresholds = try PhaseThresholds(potential: 1, margin: 0.1, dwell: 1)
    let result = phaseSummary(
      thresholds, phaseRecords(margins: [0.5, -0.5, 0.5], rest: [0, 0, 0]))
    #expect(result.falseStart?.from == 0)
    #expect(result.falseStart?.to == 0)
    #expect(result.transition?.step == 2)
    #expect(result.noReturn == nil)  // nothing after it was tested
    let longer = phaseSummary(
      thresholds, phaseRecords(margins: [0.5, -0.5, 0.5, 0.5], rest: [0, 0, 0, 0]))
    #expect(longer.noReturn == true)
  }
}
