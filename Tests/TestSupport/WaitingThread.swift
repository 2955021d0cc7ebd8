import Foundation

/// Where a test runs that mostly waits for other programs: on threads of its own, so that Swift's own few stay with the tests
/// that compute.
package final class WaitingThread: TaskExecutor {
  /// An executor.
  package init() {}

  /// Runs a job on a new thread.
  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let executor = asUnownedTaskExecutor()
    Thread { job.runSynchronously(on: executor) }.start()
  }
}
