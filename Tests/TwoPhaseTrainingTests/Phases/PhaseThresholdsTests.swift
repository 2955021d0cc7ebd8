import Testing
import TwoPhaseTraining

@Suite("PhaseThresholds")
struct PhaseThresholdsTests {
  @Test("the dwell is 10 records and the hysteresis 0.1 unless given")
  func defaults() throws {
    let thresholds = try PhaseThresholds(potential: 7.88, margin: 0.03)
    #expect(thresholds.dwell == 10)
    #expect(thresholds.hysteresis == 0.1)
    #expect(abs(thresholds.returnPotential - 1.1 * 7.88) < 1e-12)
    #expect(abs(thresholds.returnMargin - 0.9 * 0.03) < 1e-12)
  }

  @Test("hysteresis loosens a margin threshold of either sign")
  func negativeMargin() throws {
    let thresholds = try PhaseThresholds(potential: 1, margin: -0.5, hysteresis: 0.2)
    #expect(abs(thresholds.returnMargin + 0.6) < 1e-12)
  }

  @Test("tau = 0 is allowed")
  func zeroPotential() throws {
    #expect(try PhaseThresholds(potential: 0, margin: 0.03).potential == 0)
  }

  @Test("a value out of range is refused by name, with advice")
  func refusals() {
    #expect(throws: PhaseThresholdsError.potential(-1)) { try PhaseThresholds(potential: -1, margin: 0.03) }
    #expect(throws: PhaseThresholdsError.potential(.infinity)) {
      try PhaseThresholds(potential: .infinity, margin: 0.03)
    }
    #expect(throws: PhaseThresholdsError.self) { try PhaseThresholds(potential: 1, margin: .nan) }
    #expect(throws: PhaseThresholdsError.dwell(0)) {
      try PhaseThresholds(potential: 1, margin: 0.03, dwell: 0)
    }
    #expect(throws: PhaseThresholdsError.hysteresis(-0.1)) {
      try PhaseThresholds(potential: 1, margin: 0.03, hysteresis: -0.1)
    }
    #expect(PhaseThresholdsError.dwell(0).description == "dwell is 0; pass at least 1 record")
    for error in [PhaseThresholdsError.potential(-1), .margin(.infinity), .hysteresis(-1)] {
      #expect(error.description.contains("pass a finite number"))
    }
  }
}
