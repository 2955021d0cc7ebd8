import LinearAlgebra
import TestSupport
import Testing
import TwoPhaseExperiments
import TwoPhaseTheory
import Yams

@Suite("The experiment on deep networks")
struct DeepExperimentTests {
  private var small: DeepExperimentSettings {
    var settings = DeepExperimentSettings()
    settings.dimension = 8
    settings.patterns = ["1", "11", "01"]
    settings.steps = 3000
    settings.batch = 32
    settings.learningRate = 0.4
    settings.records = 20
    settings.measurementBatch = 64
    settings.seeds = 2
    return settings
  }

  @Test("pattern 1 survives, a deeper one fails, and the finding says so; the workers change nothing")
  func endToEnd() throws {
    let experiment = try DeepExperiment(settings: small)
    let outcome = try experiment.perform(ExperimentContext(seed: 1, workers: 2))
    #expect(try experiment.perform(ExperimentContext(seed: 1, workers: 1)) == outcome)
    #expect(try experiment.perform(ExperimentContext(seed: 2, workers: 2)) != outcome)
    let rows = try #require(outcome.tables.first).rows
    #expect(rows.count == 6)
    func phrase(_ activation: String, _ pattern: String) -> ExperimentTable.Cell? {
      rows.first { $0[0] == .text(activation) && $0[1] == .text(pattern) }?[2]
    }
    #expect(phrase("linear", "1") == .text("survives"))
    #expect(phrase("PReLU 0.25", "1") == .text("survives"))
    #expect(phrase("linear", "11") == .text("fails: learned at another point than W*"))
    for finding in outcome.findings where finding.claim.hasPrefix("linear") {
      #expect(finding.verdict == .holds && finding.evidence.contains("linear 11 fails"))
    }
    #expect(outcome.findings.count == 4)
    #expect(outcome.panels.map(\.id) == Array("abcdefghij".prefix(outcome.panels.count)).map { String($0) })
    expectFinite(outcome)
  }

  @Test("without pattern 1 nothing is concluded of deeper networks")
  func noControl() throws {
    var settings = small
    settings.patterns = ["11"]
    settings.activations = ["linear"]
    let outcome = try DeepExperiment(settings: settings).perform(ExperimentContext(seed: 1))
    #expect(outcome.findings.allSatisfy { $0.verdict == .notTested })
  }

  @Test("runs that diverge are repeated at half their rate; a divergence at every rate is said, not counted")
  func divergence() throws {
    var settings = small
    settings.patterns = ["1", "11"]
    settings.activations = ["prelu"]
    settings.learningRate = 60
    settings.steps = 200
    settings.halvings = 1
    let outcome = try DeepExperiment(settings: settings).perform(ExperimentContext(seed: 1))
    let rows = try #require(outcome.tables.first).rows
    #expect(rows.allSatisfy { $0[2] == .text("fails: diverged") && $0[9] == .count(1) })
    #expect(outcome.findings.allSatisfy { $0.verdict != .holds })
    expectFinite(outcome)
    settings.halvings = 12
    settings.patterns = ["1"]
    let rescued = try DeepExperiment(settings: settings).perform(ExperimentContext(seed: 1))
    let row = try #require(rescued.tables.first?.rows.first)
    #expect(row[2] != .text("fails: diverged"))
    #expect(row[9] != .count(0))
  }

  @Test("a cancelled experiment is interrupted")
  func cancelled() throws {
    #expect(throws: ExperimentInterrupted.self) {
      try DeepExperiment(settings: small).perform(ExperimentContext(isCancelled: { true }))
    }
  }

  @Test("unusable settings are refused in one line that names the key")
  func unusable() {
    func refused(_ change: (inout DeepExperimentSettings) -> Void) -> String {
      var settings = small
      change(&settings)
      do {
        _ = try DeepExperiment(settings: settings)
        return "accepted"
      } catch { return "\(error)" }
    }
    #expect(refused { $0.depths = [7] } == "depths: found 7, expected an integer from 1 to 6")
    #expect(refused { $0.slope = 1 } == "slope: found 1.0, expected a number in [0, 1)")
    #expect(refused { $0.learningRate = .nan }.hasPrefix("learningRate: found nan, expected"))
    #expect(refused { $0.patterns = ["12"] }.hasPrefix("patterns: found \"12\", expected"))
    #expect(refused { $0.activations = ["relu\n"] }.hasPrefix("activations: found \"relu?\", expected"))
    #expect(refused { $0.seeds = 1 }.hasPrefix("seeds: found 1, expected"))
    #expect(refused { _ in } == "accepted")
  }

  @Test("settings are read from YAML, with defaults")
  func decoding() throws {
    let yaml = "dimension: 9\npatterns: [\"10\"]\nlearningRate: 0.5\n"
    let settings = try YAMLDecoder().decode(DeepExperimentSettings.self, from: yaml)
    var expected = DeepExperimentSettings()
    (expected.dimension, expected.patterns, expected.learningRate) = (9, ["10"], 0.5)
    #expect(settings == expected)
    #expect(DeepExperimentSettings.keys.contains("halvings"))
  }
}

/// Every number that a person may see is finite.
func expectFinite(_ outcome: ExperimentOutcome) {
  for row in outcome.tables.flatMap(\.rows) {
    for cell in row {
      switch cell {
      case .number(let value): #expect(value.isFinite)
      case .interval(let mean, let low, let high): #expect(mean.isFinite && low <= mean && mean <= high)
      case .text(let text): #expect(!text.lowercased().contains("nan") && !text.contains("inf"))
      case .count: break
      }
    }
  }
  for point in outcome.panels.flatMap(\.curves).flatMap(\.points) {
    for value in [point.y, point.low, point.high].compactMap({ $0 }) { #expect(value.isFinite) }
  }
  for finding in outcome.findings {
    #expect(!finding.evidence.contains("nan") && !finding.evidence.contains(" inf"))
  }
  for table in outcome.tables { #expect(table.rows.allSatisfy { $0.count == table.columns.count }) }
}
