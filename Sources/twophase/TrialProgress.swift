import Synchronization

/// A progress line of an experiment's trials, told from several threads.
final class TrialProgress: Sendable {
  private let name: String
  private let line = Mutex<ProgressLine?>(nil)

  init(_ name: String) { self.name = name }

  /// Draws the line; nothing when standard error is not a terminal.
  func update(_ done: Int, _ total: Int) {
    line.withLock { line in
      var shown = line ?? ProgressLine(total: total, unit: "trials of \(name)")
      shown.update(done)
      line = shown
    }
  }

  func clear() { line.withLock { $0?.clear() } }
}
