import Dispatch
import Foundation
import Synchronization
import TwoPhaseSweeps

/// Commits what workers hand over, a few times a second, on a thread of its own: no run waits for the disk.
///
/// What a commit costs decides how often there is one: they take at most a fiftieth of the time, and nothing waits for longer
/// than `longestWait`.
final class SweepWriter: Sendable {
  private static let shortestWait = 0.1
  private static let longestWait = 2.0
  private static let share = 0.02

  private struct Pending {
    var runs: [MadeRun] = []
    var checkpoints: [Int: SweepCheckpoint] = [:]
    var failure: (any Error)?
    var checkpointCount = 0
    var isClosed = false
  }

  private let store: SweepStore
  private let pending = Mutex(Pending())
  private let ended = DispatchSemaphore(value: 0)
  private let wake = DispatchSemaphore(value: 0)

  init(_ store: SweepStore) {
    self.store = store
    Thread.detachNewThread { [self] in
      work()
      ended.signal()
    }
  }

  /// Takes a run that was made.
  ///
  /// - Throws: what an earlier commit threw: no run is to be made whose result cannot be kept.
  func take(_ run: MadeRun) throws {
    try pending.withLock { pending in
      if let failure = pending.failure { throw failure }
      pending.checkpoints[run.row.number] = nil
      pending.runs.append(run)
    }
  }

  /// Takes a checkpoint.
  ///
  /// - Throws: as `take(_:)`.
  func take(_ checkpoint: SweepCheckpoint) throws {
    try pending.withLock { pending in
      if let failure = pending.failure { throw failure }
      pending.checkpoints[checkpoint.number] = checkpoint
      pending.checkpointCount += 1
    }
  }

  /// Checkpoints taken so far.
  var checkpointCount: Int { pending.withLock { $0.checkpointCount } }

  /// Commits everything and ends.
  ///
  /// - Throws: `StoreFailure`.
  func close() throws {
    pending.withLock { $0.isClosed = true }
    wake.signal()
    ended.wait()
    if let failure = pending.withLock({ $0.failure }) { throw failure }
  }

  private func work() {
    var wait = Self.shortestWait
    while true {
      _ = wake.wait(timeout: .now() + wait)
      let (runs, checkpoints, isClosed) = pending.withLock { pending in
        defer {
          pending.runs.removeAll(keepingCapacity: true)
          pending.checkpoints = [:]
        }
        return (pending.runs, Array(pending.checkpoints.values), pending.isClosed)
      }
      if !runs.isEmpty || !checkpoints.isEmpty {
        let start = DispatchTime.now().uptimeNanoseconds
        do {
          try store.write { db in
            try store.insert(db, checkpoints)
            try store.insert(db, runs)
          }
        } catch {
          pending.withLock { $0.failure = error }
          return
        }
        let seconds = Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
        wait = min(Self.longestWait, max(Self.shortestWait, seconds / Self.share))
      }
      if isClosed { return }
    }
  }
}
