import Testing
import TwoPhaseCluster

@Suite("Slurm options") struct SlurmOptionsTests {
  @Test("by default a task has one processor and no limit is set")
  func defaults() {
    let options = SlurmOptions()
    #expect(options.cpusPerTask == 1 && options.maxRunning == nil && options.others.isEmpty)
  }
}
