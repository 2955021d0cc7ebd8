import Foundation
import Testing
import TwoPhaseTheory

@Suite("Conclusions C3 to C5")
struct PhaseTwoConclusionTests {
  @Test("C3 holds |f_A| to 0.1 and ||W||_2 to 1/32 from the transition on")
  func noWayBack() throws {
    var run = MadeUpRun()
    let finding = try run.finding(.c3)
    #expect(finding.verdict == .holds && finding.checks.count == 3)
    #expect(finding.deciding.name.contains("|f_A|"), "the tightest of the three")
    run.norm = 0.04
    let large = try run.finding(.c3)
    #expect(large.verdict == .violated)
    #expect(large.deciding.required == 1.0 / 32 && large.deciding.observed == 0.04)
    #expect(large.checks.filter { $0.verdict == .violated }.count == 1)
  }

  @Test("C3 is violated by a return, and not tested without a transition or a record after it")
  func returns() throws {
    var run = MadeUpRun()
    run.returns = [500]
    let finding = try run.finding(.c3)
    #expect(finding.verdict == .violated && finding.deciding.step == 500)
    run.returns = []
    #expect(try run.finding(.c3) { $0.phaseTwoStart = nil }.verdict == .notTested)
    #expect(try run.finding(.c3) { $0.phaseTwoStart = 600 }.verdict == .notTested)
  }

  @Test("C4 needs the margin strictly above delta at every record of Phase 2, and none before it")
  func convexity() throws {
    var run = MadeUpRun()
    run.margin = { $0 < 250 ? -1 : 0.5 - 0.0005 * Double($0 - 250) }
    let finding = try run.finding(.c4)
    #expect(finding.verdict == .holds && finding.deciding.step == 600)
    #expect(abs(try #require(finding.deciding.observed) - 0.325) < 1e-12)
    run.margin = { $0 == 420 ? 0.03 : 0.5 }
    let equal = try run.finding(.c4)
    #expect(equal.verdict == .violated && equal.deciding.step == 420 && equal.deciding.margin == 0)
    run.margin = { $0 > 580 ? nil : 0.5 }
    #expect(try run.finding(.c4).verdict == .holds, "converged records have no margin")
    run.margin = { _ in nil }
    #expect(try run.finding(.c4).verdict == .notTested)
  }

  @Test("C4 on inputs that are not Gaussian is decided by the margins estimated on them")
  func estimated() throws {
    var run = MadeUpRun()
    run.inputs = .tested(
      name: "X.npy", tests: [.init(name: "mean", statisticName: "chi2", statistic: 99, pValue: 1e-9)],
      significance: 0.01, skipped: [])
    func verdict(_ margins: [DataMargin]) throws -> Verdict {
      try run.finding(.c4) { $0.dataMargins = margins }.verdict
    }
    let start = try #require(run.firstSmall)
    #expect(try verdict([]) == .notTested)
    #expect(try verdict([DataMargin(step: start, margin: 0.4, low: 0.3, high: 0.5)]) == .holds)
    #expect(try verdict([DataMargin(step: start, margin: 0.04, low: 0.02, high: 0.06)]) == .notTested)
    #expect(try verdict([DataMargin(step: start, margin: 0.01, low: 0.0, high: 0.02)]) == .violated)
    #expect(
      try verdict([DataMargin(step: start - 1, margin: -1, low: -1.1, high: -0.9)]) == .notTested,
      "estimates of Phase 1 say nothing of Phase 2")
  }

  /// Five seeds with the prescribed rate from step 300 on; T = 300.
  static func seeds(_ finals: [Double], initial: Double = 1, delta: Double = 0.5, alpha: Double = 0.1)
    -> [SeedOutcome]
  {
    finals.map { final in
      SeedOutcome(
        seed: 1, phaseTwoStart: 290, steps: [0, 290, 300, 600], distances: [1, 1, initial, final],
        prescribedRate: .init(
          start: 300, steps: 300, paperLearningRate: (1 + alpha) * log(300) / (delta * 300)),
        gradientFrobeniusBound: 1)
    }
  }

  /// The bound of those seeds: (1 + alpha) log T G_F^2 / (delta^2 T).
  static let bound = 1.1 * log(300) / (0.25 * 300)

  func rate(_ seeds: [SeedOutcome], _ sampling: TheoremEvidence.Sampling) throws -> Finding {
    var run = MadeUpRun()
    run.sampling = sampling
    return try run.finding(.c5) {
      try $0.constants.set(.convexity, to: 0.5, source: "test")
      $0.seeds = seeds
    }
  }

  @Test("C5 with the population gradient compares the value itself with the bound")
  func populationRate() throws {
    let small = try rate(Self.seeds([0.1]), .population)
    #expect(small.verdict == .holds)
    #expect(abs(try #require(small.deciding.required) - Self.bound) < 1e-14)
    #expect(abs(try #require(small.deciding.observed) - 0.01) < 1e-15)
    #expect(try rate(Self.seeds([0.9]), .population).verdict == .violated)
  }

  @Test("C5 of a sampled run is decided by the interval over seeds, and open when that contains the bound")
  func sampledRate() throws {
    #expect(try rate(Self.seeds([0.1]), .sampled).verdict == .notTested, "one seed is no expectation")
    #expect(try rate(Self.seeds([0.10, 0.11, 0.09]), .sampled).verdict == .holds)
    #expect(try rate(Self.seeds([0.90, 0.91, 0.89]), .sampled).verdict == .violated)
    #expect(try rate(Self.seeds([0.1, 0.5]), .sampled).verdict == .notTested)
  }

  @Test("C5 is vacuous when its bound exceeds the distance that Phase 2 began with")
  func vacuousRate() throws {
    let finding = try rate(Self.seeds([0.1, 0.1], initial: 0.2), .sampled)
    #expect(finding.verdict == .vacuous && finding.deciding.reason.contains("began"))
  }

  @Test("C5 is not tested with another learning rate or when the run ended early, unless it had converged")
  func otherRate() throws {
    #expect(try MadeUpRun().finding(.c5).verdict == .notTested)
    func early(_ converged: Bool) -> SeedOutcome {
      SeedOutcome(
        seed: 1, phaseTwoStart: 290, steps: [0, 300, 500], distances: [1, 1, 0.1],
        prescribedRate: .init(start: 300, steps: 300, paperLearningRate: 1.1 * log(300) / (0.5 * 300)),
        gradientFrobeniusBound: 1,
        hasConverged: converged)
    }
    #expect(try rate([early(false)], .population).verdict == .notTested)
    #expect(try rate([early(true)], .population).verdict == .holds)
  }

  @Test("C5 is not tested with a G_F that the gradients exceeded, nor when a seed never reached Phase 2")
  func otherPremises() throws {
    var run = MadeUpRun()
    run.sampling = .population
    let bound = try run.finding(.c5) {
      try $0.constants.set(.gradientFrobeniusBound, to: 0.5, source: "test")
      $0.seeds = Self.seeds([0.1])
    }
    #expect(bound.verdict == .notTested && bound.deciding.reason.contains("does not bound"))
    let late = SeedOutcome(
      seed: 9, phaseTwoStart: nil, steps: [0], distances: [1], prescribedRate: nil,
      gradientFrobeniusBound: nil)
    let finding = try rate(Self.seeds([0.1]) + [late], .sampled)
    #expect(finding.verdict == .notTested && finding.deciding.reason.contains("seed 9 never reached"))
  }

  @Test(
    "C5 is not tested when G_F was left out of the measurement, and says by which option; a given G_F is enough"
  )
  func unmeasuredBound() throws {
    var run = MadeUpRun()
    run.sampling = .population
    func finding(given: Double?) throws -> Finding {
      try run.finding(.c5) {
        try $0.constants.set(.convexity, to: 0.5, source: "test")
        if let given { try $0.constants.set(.gradientFrobeniusBound, to: given, source: "test") }
        $0.stepDetail = .scalars
        $0.seeds = [
          SeedOutcome(
            seed: 1, phaseTwoStart: 290, steps: [0, 290, 300, 600], distances: [1, 1, 1, 0.1],
            prescribedRate: .init(start: 300, steps: 300, paperLearningRate: 1.1 * log(300) / (0.5 * 300)),
            gradientFrobeniusBound: nil)
        ]
      }
    }
    let open = try finding(given: nil)
    #expect(open.verdict == .notTested && open.deciding.reason.contains("--measure scalars"))
    #expect(try finding(given: 1).verdict == .holds)
  }

  @Test("C5 is not tested when the rate was prescribed with another delta")
  func otherDelta() throws {
    let finding = try rate(Self.seeds([0.1], delta: 0.4), .population)
    #expect(finding.verdict == .notTested && finding.deciding.reason.contains("another delta"))
  }

  @Test("C5 is violated when a seed diverged")
  func divergedSeed() throws {
    let diverged = SeedOutcome(
      seed: 7, phaseTwoStart: 290, steps: [0], distances: [1], prescribedRate: nil,
      gradientFrobeniusBound: nil, divergedAt: 333)
    let finding = try rate(Self.seeds([0.1, 0.1]) + [diverged], .sampled)
    #expect(finding.verdict == .violated && finding.deciding.step == 333)
  }
}
