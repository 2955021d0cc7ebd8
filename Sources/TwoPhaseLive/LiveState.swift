import Synchronization
import TwoPhaseTraining

/// What the run's thread and the server share. The run's thread only ever appends, and nobody holds the lock for longer than
/// it takes to copy a block of records.
final class LiveState: Sendable {
  /// All of it, as it stands.
  struct Contents: Sendable {
    /// What is known of the run; nil before it begins.
    var facts: RunFacts?
    /// The records of each pass.
    var passes: [RecordBlocks] = []
    /// The run, once it has ended or was stopped.
    var ended: RecordedRun?
    /// The last summary made, as the data of an event.
    var summary: Numbered?
    /// True once the last summary has been made and clients can be told of the end.
    var isFinal = false
    /// Clients that listen to events.
    var listeners = 0

    /// Records of the run itself.
    var count: Int { passes.first?.count ?? 0 }
  }

  /// A text with the number of its version.
  struct Numbered: Sendable {
    let number: Int
    let text: String
  }

  /// What there is beside records.
  struct News: Sendable {
    /// Records of the run itself.
    let count: Int
    /// The latest summary.
    let summary: Numbered?
    /// How the run ended; nil before all of it can be sent.
    let end: RunStatus?
  }

  private let contents = Mutex(Contents())

  /// Reads or changes it; `body` is to be short.
  func with<T: Sendable>(_ body: (inout Contents) -> T) -> T { contents.withLock { body(&$0) } }

  /// What there is beside records.
  var news: News {
    with {
      News(count: $0.count, summary: $0.summary, end: $0.isFinal ? $0.ended?.facts.overallStatus : nil)
    }
  }

  /// Counts a listener for as long as it is kept; nil when there are `most` already.
  func listener(most: Int) -> Listener? {
    let isWelcome = with { contents in
      guard contents.listeners < most else { return false }
      contents.listeners += 1
      return true
    }
    return isWelcome ? Listener(self) : nil
  }

  /// A client that listens.
  final class Listener: Sendable {
    private let state: LiveState
    fileprivate init(_ state: LiveState) { self.state = state }
    deinit { state.with { $0.listeners -= 1 } }
  }
}
