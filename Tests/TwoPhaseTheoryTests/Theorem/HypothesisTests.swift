import Testing
import TwoPhaseTheory

@Suite("Hypotheses H1 to H5")
struct HypothesisTests {
  @Test("H1 holds by construction, is not tested without inputs, and follows the tests of given inputs")
  func inputs() throws {
    var run = MadeUpRun()
    #expect(try run.finding(.h1).verdict == .holds)
    run.inputs = .unknown(why: "no inputs")
    #expect(try run.finding(.h1).verdict == .notTested)
    func tested(_ values: [Double]) -> InputEvidence {
      .tested(
        name: "X.npy",
        tests: values.map { .init(name: "mean", statisticName: "chi2", statistic: 3, pValue: $0) },
        significance: 0.01, skipped: [.init(name: "smallest eigenvalue", reason: "N < d")])
    }
    run.inputs = tested([0.4, 0.02])
    #expect(try run.finding(.h1).verdict == .holds)
    #expect(try run.finding(.h1).deciding.observed == 0.02)
    run.inputs = tested([0.4, 0.001])
    let rejected = try run.finding(.h1)
    #expect(rejected.verdict == .violated)
    #expect(rejected.deciding.required == 0.01 && rejected.deciding.observed == 0.001)
    run.inputs = tested([])
    #expect(try run.finding(.h1).verdict == .notTested)
  }

  @Test("H2 compares the larger norm with gamma, and is vacuous when gamma was measured as that norm")
  func start() throws {
    var run = MadeUpRun()
    let given = try run.finding(.h2)
    #expect(given.verdict == .holds && given.deciding.required == 0.02 && given.deciding.observed == 0.015)
    #expect(abs(try #require(given.deciding.margin) - 0.005) < 1e-15)
    run.gamma = 0.015
    #expect(try run.finding(.h2).verdict == .violated, "gamma must exceed gamma_0")
    run.gamma = nil
    #expect(try run.finding(.h2).verdict == .vacuous)
  }

  @Test("H2 with a gamma_0 needs norms <= gamma_0 < gamma")
  func initialNormBound() throws {
    let run = MadeUpRun()
    func verdict(_ bound: Double) throws -> Verdict {
      try run.finding(.h2) { try $0.constants.set(.initialNormBound, to: bound, source: "test") }.verdict
    }
    #expect(try verdict(0.015) == .holds)
    #expect(try verdict(0.0149) == .violated)
    #expect(try verdict(0.02) == .violated)
    var measured = MadeUpRun()
    measured.gamma = nil
    let finding = try measured.finding(.h2) {
      try $0.constants.set(.initialNormBound, to: 0.02, source: "test")
    }
    #expect(finding.verdict == .notTested, "gamma_0 alone cannot be compared with gamma")
  }

  @Test("H3 compares d with 100, or with another smallest dimension", arguments: [99, 100, 101])
  func dimension(_ d: Int) throws {
    var run = MadeUpRun()
    run.dimension = d
    let finding = try run.finding(.h3)
    #expect(finding.verdict == (d >= 100 ? .holds : .violated))
    #expect(finding.deciding.margin == Double(d - 100))
    let relaxed = try run.finding(.h3) { try $0.constants.set(.minimumDimension, to: 50, source: "test") }
    #expect(relaxed.verdict == .holds)
  }

  @Test("H4 holds etahat to gamma^2/G_2^2 with G_2 measured in Phase 1")
  func learningRate() throws {
    var run = MadeUpRun()
    // G_2 = 1, so gamma^2/G_2^2 = 4e-4.
    let finding = try run.finding(.h4)
    #expect(finding.verdict == .holds)
    #expect(abs(try #require(finding.deciding.required) - 4e-4) < 1e-18)
    run.rate = 5e-4
    #expect(try run.finding(.h4).verdict == .violated)
    run.rate = nil
    #expect(try run.finding(.h4).verdict == .notTested)
    run.rate = 1e-4
    let given = try run.finding(.h4) { try $0.constants.set(.gradientSpectralBound, to: 3, source: "test") }
    #expect(given.verdict == .violated)
    #expect(abs(try #require(given.deciding.required) - 4e-4 / 9) < 1e-18)
  }

  @Test("H4 does not hold Phase 2's learning rate to Phase 1's bound")
  func phaseTwoRate() throws {
    let run = MadeUpRun()
    let end = try #require(run.firstSmall)
    let finding = try run.finding(.h4) { evidence in
      for k in evidence.points.indices where evidence.points[k].step >= end {
        evidence.points[k].paperLearningRate = 0.01
      }
    }
    #expect(finding.verdict == .holds)
  }

  @Test("a given G_2 or epsilon that the run exceeds is a violation")
  func givenBounds() throws {
    let run = MadeUpRun()
    let small = try run.finding(.h4) { try $0.constants.set(.gradientSpectralBound, to: 0.5, source: "test") }
    #expect(small.verdict == .violated && small.deciding.observed == 1 && small.deciding.required == 0.5)
    let noise = try run.finding(.h5) { try $0.constants.set(.noise, to: 1e-6, source: "test") }
    #expect(noise.verdict == .violated && noise.deciding.observed == 1e-5)
  }

  @Test("H4 of a run without Phase 1 looks at the rate it began with, not at Phase 2's")
  func withoutPhaseOne() throws {
    var run = MadeUpRun()
    run.firstPotential = 0.01
    let finding = try run.finding(.h4) { evidence in
      for k in evidence.points.indices.dropFirst(20).dropLast() { evidence.points[k].paperLearningRate = 1 }
    }
    #expect(finding.verdict == .holds)
  }

  @Test("H4 is vacuous when no gradient was anything but zero")
  func stillWeights() throws {
    let finding = try MadeUpRun().finding(.h4) { evidence in
      for k in evidence.points.indices.dropLast() {
        evidence.points[k].gradient = StepGradient(spectralNorm: 0, frobeniusNorm: 0, accumulatedNoise: 0)
      }
    }
    #expect(finding.verdict == .vacuous)
  }

  @Test("H5 compares the accumulated noise with gamma^2, and is not tested when a step is missing")
  func noise() throws {
    var run = MadeUpRun()
    #expect(try run.finding(.h5).verdict == .holds)
    run.noise = 5e-4
    let finding = try run.finding(.h5)
    #expect(finding.verdict == .violated && finding.deciding.observed == 5e-4)
    run.noise = nil
    #expect(try run.finding(.h5).verdict == .notTested)
    run.noise = 1e-5
    let gap = try run.finding(.h5) { $0.points[7].gradient = nil }
    #expect(gap.verdict == .notTested, "one step of Phase 1 was not seen")
    let late = try run.finding(.h5) { $0.points[550].gradient = nil }
    #expect(late.verdict == .holds, "steps of Phase 2 do not matter")
    run.noise = nil
    let given = try run.finding(.h5) { try $0.constants.set(.noise, to: 1e-4, source: "test") }
    #expect(given.verdict == .holds && given.deciding.step == nil)
  }

  @Test(
    "what the user left out of the measurement is named by its option, and a constant that was given needs none of it",
    arguments: [StepDetail.norms, .scalars])
  func leftOut(_ detail: StepDetail) throws {
    func finding(_ id: TheoremPart.ID, _ given: (TheoremConstants.Name, Double)? = nil) throws -> Finding {
      try MadeUpRun().finding(id) { evidence in
        evidence.stepDetail = detail
        for k in evidence.points.indices {
          evidence.points[k].gradient =
            detail == .scalars || k == evidence.points.indices.last
            ? nil : StepGradient(spectralNorm: 1, frobeniusNorm: 2, accumulatedNoise: nil)
        }
        if let given { try evidence.constants.set(given.0, to: given.1, source: "test") }
      }
    }
    let option = "--measure \(detail.rawValue)"
    let noise = try finding(.h5)
    #expect(noise.verdict == .notTested && noise.deciding.reason.contains(option))
    #expect(try finding(.h5, (.noise, 1e-5)).verdict == .holds)
    let rate = try finding(.h4)
    #expect(rate.verdict == (detail == .norms ? .holds : .notTested))
    #expect(rate.deciding.reason.contains(option) == (detail == .scalars))
    #expect(try finding(.h4, (.gradientSpectralBound, 1)).verdict == .holds)
  }
}
