import Testing
import TwoPhaseTraining

/// The definitions of theory.md section 8 read off the whole series at once, by exhaustive search.
private struct Reference {
  var transition: Int?
  var heldSince: Int?
  var retrospective: Int?
  var falseStart: ClosedRange<Int>?
  var returns: [(step: Int, end: Int?, size: Double)] = []
  var worst: (step: Int, size: Double)?
  var binding: Bool

  init(_ records: [PhaseObservation], _ thresholds: PhaseThresholds) {
    let tau = thresholds.potential
    let delta = thresholds.margin
    let h = thresholds.hysteresis
    let dwell = thresholds.dwell
    let holds = records.map { abs($0.potential) <= tau && ($0.margin ?? .infinity) >= delta }
    let fails = records.map {
      abs($0.potential) > (1 + h) * tau || ($0.margin ?? .infinity) < (1 - h) * delta
    }
    let sizes = records.map { max(abs($0.potential) / tau - 1, (delta - ($0.margin ?? .infinity)) / delta) }
    func firstDwell(after start: Int) -> Int? {
      records.indices.first { last in
        last - dwell + 1 > start && (last - dwell + 1...last).allSatisfy { holds[$0] }
      }
    }
    binding = records.contains { abs($0.potential) > tau }
    retrospective =
      records.indices.first { start in records.indices[start...].allSatisfy { holds[$0] } }
      .map { records[$0].step }

    guard var confirmed = firstDwell(after: -1) else { return }
    if holds[0], let failure = fails.firstIndex(of: true), failure > confirmed {
      let stretch = records[..<failure]
      let rests = stretch.compactMap(\.marginWithoutConstant)
      if !rests.isEmpty, rests.allSatisfy({ $0 < delta }), stretch.allSatisfy({ $0.margin != nil }) {
        let last = holds[..<failure].lastIndex(of: true) ?? 0
        falseStart = records[0].step...records[last].step
        guard let next = firstDwell(after: failure) else { return }
        confirmed = next
      }
    }
    transition = records[confirmed].step
    heldSince = records[confirmed - dwell + 1].step
    for index in records.indices where index > confirmed && sizes[index] > (worst?.size ?? -.infinity) {
      worst = (records[index].step, sizes[index])
    }
    var cursor = confirmed
    while let begin = records.indices.first(where: { $0 > cursor && fails[$0] }) {
      let end = firstDwell(after: begin)
      let size = sizes[begin...(end ?? records.count - 1)].max() ?? 0
      returns.append((records[begin].step, end.map { records[$0].step }, size))
      guard let end else { break }
      cursor = end
    }
  }
}

@Suite("PhaseDetector against exhaustive search")
struct PhaseDetectorReferenceTests {
  @Test("streaming gives what a search of the whole series gives", arguments: 1...4)
  func randomSeries(dwell: Int) throws {
    let thresholds = try PhaseThresholds(potential: 2, margin: 0.25, dwell: dwell, hysteresis: 0.125)
    var random = PhaseRandom(seed: UInt64(dwell))
    var seenFalseStarts = 0
    var seenReturns = 0
    for _ in 0..<4_000 {
      let cadence = random.pick([1, 7])
      let calm = random.unit()
      let recordsRest = random.pick([true, true, false])
      let carried = random.pick([true, false])
      let count = 1 + Int(random.unit() * 24)
      let series = (0..<count).map { index -> PhaseObservation in
        let isCalm = random.unit() < calm
        let potential = random.pick(isCalm ? [0, -1, 2] : [1, 2.125, -2.25, 2.5, 5, -7])
        let margin: Double? = random.pick(isCalm ? [0.25, 0.5, 1, 1, nil] : [0.5, 0.234375, 0.21, 0, -3])
        let rest = carried ? 0.1 : random.pick([0.1, -0.5, 0.25])
        return PhaseObservation(
          step: cadence * index, potential: potential, margin: carried ? margin ?? 0.75 : margin,
          marginWithoutConstant: recordsRest && random.unit() < 0.8 ? rest : nil)
      }
      let expected = Reference(series, thresholds)
      let found = phaseSummary(thresholds, series)
      #expect(found.transition?.step == expected.transition)
      #expect(found.transition?.heldSince == expected.heldSince)
      #expect(found.retrospectiveStep == expected.retrospective)
      #expect(found.falseStart?.from == expected.falseStart?.lowerBound)
      #expect(found.falseStart?.to == expected.falseStart?.upperBound)
      #expect(found.returns.map(\.step) == expected.returns.map(\.step))
      #expect(found.returns.map(\.endStep) == expected.returns.map(\.end))
      #expect(found.returns.map(\.size) == expected.returns.map(\.size))
      #expect(found.worstExcursion?.step == expected.worst?.step)
      #expect(found.worstExcursion?.size == expected.worst?.size)
      #expect(found.potentialThresholdWasBinding == expected.binding)
      // Without a record after the transition nothing was tested.
      let isTested = expected.transition.map { $0 < (series.last?.step ?? 0) } ?? false
      #expect(found.noReturn == (isTested ? expected.returns.isEmpty : nil))
      seenFalseStarts += found.falseStart == nil ? 0 : 1
      seenReturns += found.returns.count
    }
    #expect(seenFalseStarts > 20)
    #expect(seenReturns > 100)
  }

  @Test("once f_A only shrinks, the retrospective transition is where the streaming run began")
  func monotoneDecay() throws {
    let thresholds = try PhaseThresholds(potential: 1, margin: 0.1, dwell: 5)
    var random = PhaseRandom(seed: 99)
    for _ in 0..<500 {
      let decay = 0.9 + 0.09 * random.unit()
      var value = 5.0
      let series = (0..<200).map { step -> PhaseObservation in
        value *= decay
        return PhaseObservation(step: step, potential: value, margin: 0.5)
      }
      let found = phaseSummary(thresholds, series)
      #expect(found.retrospectiveStep == found.transition?.heldSince)
      #expect(found.transition.map { $0.step - $0.heldSince } == found.transition.map { _ in 4 })
    }
  }
}
