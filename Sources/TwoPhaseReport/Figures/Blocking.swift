import Dispatch
import Synchronization

/// Asynchronous work for callers that are not asynchronous.
enum Blocking {
  /// The work's value. The calling thread waits; the work runs on threads of its own, so that a caller on one of Swift's few
  /// shared threads does not wait for itself.
  static func value<T: Sendable>(_ work: @escaping @Sendable () async -> T) -> T {
    let slot = Slot<T>()
    Task(executorPreference: QueueExecutor.shared) { slot.fill(await work()) }
    return slot.wait()
  }

  /// A value that one thread gives and another waits for.
  private final class Slot<T: Sendable>: Sendable {
    private let value = Mutex<T?>(nil)
    private let isFilled = DispatchSemaphore(value: 0)

    func fill(_ new: T) {
      value.withLock { $0 = new }
      isFilled.signal()
    }

    func wait() -> T {
      while true {
        isFilled.wait()
        if let found = value.withLock({ $0 }) { return found }
      }
    }
  }

  private final class QueueExecutor: TaskExecutor {
    static let shared = QueueExecutor()
    private let queue = DispatchQueue(label: "twophase.figures", attributes: .concurrent)

    func enqueue(_ job: consuming ExecutorJob) {
      let job = UnownedJob(job)
      let executor = asUnownedTaskExecutor()
      queue.async { job.runSynchronously(on: executor) }
    }
  }
}
