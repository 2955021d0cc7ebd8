import Dispatch
import Synchronization

/// Asynchronous work for callers that are not asynchronous.
package enum Blocking {
  /// The work's value; the calling thread waits.
  ///
  /// Swift has as many threads for a priority as there are processors. The work has utility priority, so that callers of the
  /// usual priorities, on all of those threads at once, do not wait for themselves.
  package static func value<T: Sendable>(_ work: @escaping @Sendable () async -> T) -> T {
    let slot = Slot<T>()
    Task.detached(priority: .utility) { slot.fill(await work()) }
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
}
