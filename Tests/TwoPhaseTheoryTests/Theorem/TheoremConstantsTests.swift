import Testing
import TwoPhaseTheory

@Suite("Constants of the theorem")
struct TheoremConstantsTests {
  @Test("[LY]'s profile has the numbers of theory.md section 7, each with a source")
  func liYuan() throws {
    let expected: [TheoremConstants.Name: Double] = [
      .minimumDimension: 100, .decreaseFactor: 0.5, .potentialFactor: 197, .durationFactor: 16,
      .potentialBound: 0.1, .weightBound: 1.0 / 32, .convexity: 0.03,
    ]
    for (name, value) in expected {
      let constant = try #require(TheoremConstants.liYuan2017[name])
      #expect(constant.value == value && constant.source.contains("[LY]") && !constant.isFitted)
    }
    for name in [TheoremConstants.Name.gamma, .gradientSpectralBound, .noise] {
      #expect(TheoremConstants.liYuan2017[name] == nil)
    }
  }

  @Test("tau is 197 gamma^2 unless it is given")
  func threshold() throws {
    var constants = TheoremConstants.liYuan2017
    #expect(constants.potentialThreshold == nil)
    try constants.set(.gamma, to: 0.5, source: "test")
    #expect(constants.potentialThreshold?.value == 49.25)
    #expect(constants.potentialThreshold?.source == "197 gamma^2")
    try constants.set(.potentialThreshold, to: 3, source: "test")
    #expect(constants.potentialThreshold?.value == 3)
  }

  @Test("values that no theorem could have are refused", arguments: [-1, 0, .nan, .infinity] as [Double])
  func refused(_ value: Double) {
    for name in TheoremConstants.Name.allCases {
      var constants = TheoremConstants.liYuan2017
      let mayBeZero = name == .noise || name == .potentialThreshold
      if value == 0 && mayBeZero { continue }
      #expect(throws: TheoremConstantError.self, "\(name)") {
        try constants.set(name, to: value, source: "test")
      }
    }
  }

  @Test("constants fitted to a run make its conclusions true by construction, and their verdicts vacuous")
  func observed() throws {
    var run = MadeUpRun()
    run.margin = { 0.4 + 1e-4 * Double($0) }
    run.norm = 0.04  // [LY]'s 1/32 would be violated
    let evidence = run.evidence { $0.constants = .observed($0) }.measured
    #expect(evidence.constants.profile == "observed")
    let start = try #require(run.firstSmall)
    let delta = try #require(evidence.constants[.convexity])
    #expect(delta.isFitted && delta.value == (0.4 + 1e-4 * Double(start)).nextDown)
    #expect(evidence.constants[.weightBound]?.value == 0.04)
    let verdicts = Theorem.assess(evidence)
    for id in [TheoremPart.ID.c1, .c2, .c3, .c4] {
      let finding = try #require(verdicts[id])
      #expect(finding.verdict == .vacuous, "\(id): \(finding.deciding.reason)")
      #expect(finding.deciding.reason.contains("by construction"))
    }
  }

  @Test("constants fitted to one run test another")
  func transferred() throws {
    let fitted = TheoremConstants.observed(MadeUpRun().evidence)
    var other = MadeUpRun()
    other.factor = 0.995
    let finding = try other.finding(.c1) {
      try $0.constants.set(
        .decreaseFactor, to: try #require(fitted[.decreaseFactor]?.value), source: "another run")
    }
    #expect(finding.verdict == .violated)
  }

  @Test("every part has a statement, LaTeX, a source and at least one check on any run")
  func parts() throws {
    let parts = Theorem.hypotheses + Theorem.conclusions
    #expect(parts.map(\.id) == TheoremPart.ID.allCases)
    for part in parts {
      #expect(!part.statement.isEmpty && !part.latex.isEmpty && part.source.contains("[LY]"))
      let finding = part.assess(MadeUpRun().evidence.measured)
      #expect(!finding.checks.isEmpty && !finding.deciding.reason.isEmpty)
    }
  }

  @Test("the parts that a script requires fail unless they hold: vacuous and not tested do not")
  func failing() throws {
    var run = MadeUpRun()
    run.gamma = 0.5
    let verdicts = Theorem.assess(run.evidence.measured)
    let failing = verdicts.failing([.h3, .c1, .c4, .c5])
    #expect(failing.map(\.part.id) == [.c1, .c5])
  }
}
