import Foundation
import LinearAlgebra
import Synchronization
import Testing
import TwoPhaseExperiments

@Suite("Trials of an experiment")
struct TrialsTests {
  private final class Seen: Sendable { let threads = Mutex(0) }

  @Test("results are in order whatever the workers", arguments: [1, 2, 5])
  func order(workers: Int) throws {
    let context = ExperimentContext(workers: workers)
    #expect(try context.trials(7) { $0 * $0 } == [0, 1, 4, 9, 16, 25, 36])
  }

  @Test("a trial has one thread, whatever the rest of the process has")
  func oneThread() throws {
    let everywhere = WorkSharing.threads
    let context = ExperimentContext(workers: 2)
    let seen = try context.trials(4) { _ in
      // What another thread sees meanwhile.
      let seen = Seen()
      let done = DispatchSemaphore(value: 0)
      Thread {
        seen.threads.withLock { $0 = WorkSharing.threads }
        done.signal()
      }.start()
      done.wait()
      return [WorkSharing.threads, seen.threads.withLock { $0 }]
    }
    #expect(seen == Array(repeating: [1, everywhere], count: 4))
    #expect(WorkSharing.threads == everywhere)
  }

  @Test("a cancelled experiment ends as interrupted")
  func cancelled() {
    let context = ExperimentContext(isCancelled: { true })
    #expect(throws: ExperimentInterrupted.self) { try context.trials(3) { $0 } }
  }
}
