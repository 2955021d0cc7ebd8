import Testing
import TwoPhaseExperiments
import TwoPhaseNetworks
import TwoPhaseTheory
import Yams

@Suite("The experiment on other activations")
struct ActivationExperimentTests {
  private var small: ActivationExperimentSettings {
    var settings = ActivationExperimentSettings()
    settings.activations = ["relu", "absolute", "gelu", "tanh"]
    settings.dimension = 8
    settings.norms = [0.3]
    settings.residualBatch = 4096
    settings.runDimension = 12
    settings.steps = 100
    settings.batch = 16
    settings.records = 12
    settings.measurementBatch = 64
    settings.seeds = 2
    return settings
  }

  @Test("tanh's gradient is not P's, the family's is; the workers change nothing")
  func endToEnd() throws {
    let experiment = try ActivationExperiment(settings: small)
    let outcome = try experiment.perform(ExperimentContext(seed: 1, workers: 2))
    #expect(try experiment.perform(ExperimentContext(seed: 1, workers: 1)) == outcome)
    #expect(outcome.tables.map(\.rows.count) == [12, 4])
    #expect(outcome.findings.count == 8)
    let control = try #require(outcome.findings.first)
    #expect(control.verdict == .holds && control.evidence.hasPrefix("6 of 6"))
    let own = outcome.findings.filter { $0.claim.hasPrefix("tanh: P no longer") }
    #expect(own.count == 2 && own.allSatisfy { $0.verdict != .violated })
    #expect(outcome.panels.map(\.id) == ["a", "b", "c", "d", "e"])
    expectFinite(outcome)
  }

  @Test("without the family nothing is concluded about P")
  func noControl() throws {
    var settings = small
    settings.activations = ["tanh"]
    let outcome = try ActivationExperiment(settings: settings).perform(ExperimentContext(seed: 1))
    let about = outcome.findings.filter { $0.claim.contains("P no longer") || $0.claim.contains("family") }
    #expect(about.count == 4 && about.allSatisfy { $0.verdict == .notTested })
    expectFinite(outcome)
  }

  /// A run of 12 records with the given margins, +- 0.1, and potentials.
  private func run(
    margin: (Double) -> Double, potential: (Double) -> Double, ending: SGDEnding = .finished
  ) throws -> ActivationTrajectory {
    let half = 0.1 / 12.7062
    return ActivationTrajectory(
      records: try (0...12).map { k in
        let t = Double(k) / 12
        return ActivationRecord(
          step: k,
          sampled: try #require(
            SampledPoint(
              losses: [1, 1], products: [margin(t) - half, margin(t) + half], squaredDistance: 1)),
          distance: 1, potential: potential(t))
      }, ending: ending)
  }

  @Test("verdicts on runs")
  func verdicts() throws {
    #expect(
      ActivationVerdict(try run(margin: { $0 < 0.5 ? -1 : 1 }, potential: { 1 - $0 })) == .twoPhases)
    #expect(
      ActivationVerdict(try run(margin: { _ in 1 }, potential: { 1 - $0 }))
        == .otherwise("the margin is never negative"))
    #expect(
      ActivationVerdict(try run(margin: { $0 < 0.5 ? -1 : 1 }, potential: { 1 + $0 }))
        == .otherwise("f_A does not vanish"))
    #expect(
      ActivationVerdict(try run(margin: { $0 < 0.5 ? 0 : 1 }, potential: { 1 - $0 }))
        == .undecided("no decidedly negative margin"))
    #expect(
      ActivationVerdict(try run(margin: { $0 < 0.5 ? -1 : 0 }, potential: { 1 - $0 }))
        == .undecided("the margin is not decidedly positive at the end"))
    #expect(
      ActivationVerdict(try run(margin: { $0 < 0.5 ? -1 : 1 }, potential: { 1 - 0.7 * $0 }))
        == .undecided("f_A is still falling"))
    #expect(
      ActivationVerdict(
        try run(margin: { _ in 1 }, potential: { 1 - $0 }, ending: .diverged(step: 3))
      ).isOtherwise)
  }

  @Test("unusable settings are refused in one line that names the key")
  func unusable() {
    func refused(_ change: (inout ActivationExperimentSettings) -> Void) -> String {
      var settings = small
      change(&settings)
      do {
        _ = try ActivationExperiment(settings: settings)
        return "accepted"
      } catch { return "\(error)" }
    }
    #expect(
      refused { $0.activations = ["silu"] }.hasPrefix("activations: found \"silu\", expected one of relu,"))
    #expect(refused { $0.norms = [] } == "norms: found [], expected at least one norm")
    #expect(refused { $0.norms = [0] }.hasPrefix("norms: found 0.0, expected a number above 0"))
    #expect(refused { $0.steps = 0 }.hasPrefix("steps: found 0, expected"))
    #expect(refused { _ in } == "accepted")
  }

  @Test("settings are read from YAML, with defaults")
  func decoding() throws {
    let settings = try YAMLDecoder().decode(
      ActivationExperimentSettings.self, from: "norms: [0.2]\nwrongWayNorm: 1\n")
    var expected = ActivationExperimentSettings()
    expected.norms = [0.2]
    #expect(settings == expected)
  }
}
