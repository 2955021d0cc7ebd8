import Testing
import TwoPhaseExperiments

@Suite("Trials of an experiment")
struct TrialsTests {
  @Test("results are in order whatever the workers", arguments: [1, 2, 5])
  func order(workers: Int) throws {
    let context = ExperimentContext(workers: workers)
    #expect(try context.trials(7) { $0 * $0 } == [0, 1, 4, 9, 16, 25, 36])
  }

  @Test("a cancelled experiment ends as interrupted")
  func cancelled() {
    let context = ExperimentContext(isCancelled: { true })
    #expect(throws: ExperimentInterrupted.self) { try context.trials(3) { $0 } }
  }
}
