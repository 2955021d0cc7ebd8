import Foundation
import Synchronization

/// Notices Ctrl-C and a scheduler's SIGTERM, so that a run ends with what it has. A second one ends the program at once.
struct Interrupt: Sendable {
  private static let requested = Atomic<Bool>(false)

  init() {
    _ = Self.requested.load(ordering: .relaxed)  // initialised here, not first inside a handler
    // Who started the program may have blocked them, and that is inherited.
    var heard = sigset_t()
    sigemptyset(&heard)
    sigaddset(&heard, SIGINT)
    sigaddset(&heard, SIGTERM)
    pthread_sigmask(SIG_UNBLOCK, &heard, nil)
    for number in [SIGINT, SIGTERM] {
      signal(number) { number in
        // Only an atomic store and a reset: safe inside a signal handler.
        Interrupt.requested.store(true, ordering: .relaxed)
        signal(number, SIG_DFL)
      }
    }
  }

  /// True once the user asked to stop.
  var isRequested: Bool { Self.requested.load(ordering: .relaxed) }
}
