import Dispatch
import Foundation
import LinearAlgebra
import Synchronization
import TwoPhaseSweeps
import TwoPhaseTraining

/// The runs of a sweep, or of one task of it, made side by side into a store, from where an earlier process left off.
///
/// ```swift
/// let session = try SweepSession(description, numbers: Array(0..<description.count), store: "wrong-way.sweep/sweep.sqlite", ...)
/// let outcome = try session.perform(isCancelled: { false }) { progress in print(progress.done) }
/// ```
public final class SweepSession: Sendable {
  /// What came of it.
  public struct Outcome: Sendable, Equatable {
    /// Runs made now.
    public let made: Int
    /// Those of them that could not be made.
    public let failed: Int
    /// Runs left, because the user stopped it.
    public let left: Int
    /// Whether anything was kept: a run, or a checkpoint of one.
    public let madeProgress: Bool
    /// Wall time, seconds.
    public let seconds: Double
    /// The sum of the runs' own times, seconds.
    public let runSeconds: Double
  }

  /// How far it is.
  public struct Progress: Sendable, Equatable {
    /// Runs done of those that were to be made now.
    public let done: Int
    /// Runs that were to be made now.
    public let total: Int
    /// Those of the done ones that could not be made.
    public let failed: Int
    /// The share of the work that is done, by the runs' sizes.
    public let work: Double
  }

  private let description: SweepDescription
  private let store: SweepStore
  private let shard: String?
  private let threads: SweepThreads
  private let lock: RunLock
  private let resumable: Set<Int>
  /// Runs to be made now, the costly ones first, in stretches of equal threads.
  private let stretches: [Stretch]

  /// Runs of equal threads: numbers and work alone, for there may be millions.
  struct Stretch: Sendable {
    var dimension = 1
    var runs: [(number: Int, work: Double)] = []
  }

  /// Runs that one session can list.
  private static let mostRuns = 50_000_000

  /// A session.
  ///
  /// - Parameters:
  ///   - numbers: the runs that are to be there in the end; those that are there already are not made again.
  ///   - path: the store.
  ///   - shard: the cluster task's name; nil on one machine.
  ///   - retryingFailed: makes runs again that could not be made.
  ///   - waits: while another process makes the same runs, waits for it to end instead of throwing.
  ///   - replacesDamaged: a store that cannot be read is set aside, and its runs are made again.
  ///   - isCancelled: ends the waiting.
  /// - Throws: `SweepStoreError`, `StoreFailure`, `FileFailure`; `SweepInterrupted` when the waiting was ended.
  /// - Complexity: O(n) for n runs, some 10 microseconds each.
  public init(
    _ description: SweepDescription, numbers: some Sequence<Int>, store path: String, shard: String? = nil,
    threads: SweepThreads, version: String, retryingFailed: Bool = false, waits: Bool = false,
    replacesDamaged: Bool = false, isCancelled: () -> Bool = { false }
  ) throws {
    guard description.count <= Self.mostRuns else {
      throw OptionError(
        "sweep", found: "\(description.count) runs", expected: "at most \(Self.mostRuns) for one store")
    }
    self.description = description
    self.shard = shard
    self.threads = threads
    var lock: RunLock?
    while lock == nil {
      lock = try RunLock(path + ".lock")
      guard lock == nil else { break }
      guard waits else { throw SweepStoreError.underWay(path: path) }
      if isCancelled() { throw SweepInterrupted() }
      Thread.sleep(forTimeInterval: 0.5)
    }
    guard let lock else { throw SweepStoreError.underWay(path: path) }
    self.lock = lock
    var opened: SweepStore
    do {
      opened = try SweepStore(recording: description, into: path, version: version)
      if replacesDamaged { try opened.checkWhole() }
    } catch let StoreFailure.notAStore(_, found) where replacesDamaged {
      // Nobody else touches it: the lock is held.
      guard rename(path, "\(path).damaged-\(Int(Date().timeIntervalSince1970))") == 0 else {
        throw StoreFailure.notAStore(path: path, found: found)
      }
      opened = try SweepStore(recording: description, into: path, version: version)
    }
    store = opened
    resumable = try store.checkpointed()
    let made = try store.made(retryingFailed: retryingFailed)
    var byThreads: [Int: Stretch] = [:]
    for number in numbers where !made.contains(number) {
      let request = try description.point(number).request
      let dimension = request.dimension ?? 100
      let threads = threads.threads(dimension: dimension)
      byThreads[threads, default: Stretch()].dimension = max(byThreads[threads]?.dimension ?? 1, dimension)
      byThreads[threads]?.runs.append((number, RunWork.estimate(request)))
    }
    stretches = byThreads.sorted { $0.key > $1.key }.map { _, stretch in
      // Costly ones first: the processors end together.
      var stretch = stretch
      stretch.runs.sort { ($0.work, $1.number) > ($1.work, $0.number) }
      return stretch
    }
  }

  /// Runs that are to be made now.
  public var count: Int { stretches.reduce(0) { $0 + $1.runs.count } }

  /// Makes them.
  ///
  /// - Parameters:
  ///   - isCancelled: true stops taking runs and stops those under way at their next checkpoint, or at once where that is more
  ///     than `SweepRunner.grace` seconds away.
  ///   - progress: told after every run, from any thread.
  /// - Throws: `StoreFailure` when a run's result cannot be kept. A run that cannot be made is recorded and stops nothing.
  public func perform(
    isCancelled: @escaping @Sendable () -> Bool, progress: @escaping @Sendable (Progress) -> Void = { _ in }
  ) throws -> Outcome {
    let started = DispatchTime.now().uptimeNanoseconds
    BLASBackend.setThreads(1)
    let writer = SweepWriter(store)
    let board = SweepBoard(
      total: count, work: stretches.reduce(0) { $0 + $1.runs.reduce(0) { $0 + $1.work } })
    progress(board.progress)
    var failure: (any Error)?
    for stretch in stretches where failure == nil {
      let threads = self.threads.threads(dimension: stretch.dimension)
      let runner = SweepRunner(
        store: store, writer: writer, description: description, shard: shard, threads: threads,
        resumable: resumable)
      let next = Atomic<Int>(0)
      let places = min(self.threads.runs(dimension: stretch.dimension), stretch.runs.count)
      let failures = Mutex<(any Error)?>(nil)
      DispatchQueue.concurrentPerform(iterations: places) { _ in
        while !isCancelled(), failures.withLock({ $0 == nil }) {
          let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
          guard index < stretch.runs.count else { return }
          do {
            let row = try WorkSharing.with(threads: threads) {
              try runner.make(stretch.runs[index].number, isCancelled: isCancelled)
            }
            guard let row else { continue }
            progress(board.take(row, work: stretch.runs[index].work))
          } catch {
            failures.withLock { $0 = $0 ?? error }
          }
        }
      }
      failure = failures.withLock { $0 }
    }
    do {
      try writer.close()
    } catch {
      failure = failure ?? error
    }
    lock.remove()
    if let failure { throw failure }
    return board.outcome(
      checkpoints: writer.checkpointCount,
      seconds: Double(DispatchTime.now().uptimeNanoseconds - started) / 1e9)
  }
}

/// The user stopped a sweep; everything that was made is kept.
public struct SweepInterrupted: Error {
  /// It was stopped.
  public init() {}
}

/// What has been made so far.
private final class SweepBoard: Sendable {
  private struct State {
    var done = 0
    var failed = 0
    var work = 0.0
    var seconds = 0.0
  }

  private let total: Int
  private let work: Double
  private let state = Mutex(State())

  init(total: Int, work: Double) {
    self.total = total
    self.work = work
  }

  var progress: SweepSession.Progress { state.withLock { shown($0) } }

  func take(_ row: SweepTable.Row, work: Double) -> SweepSession.Progress {
    state.withLock { state in
      state.done += 1
      if row.isFailed { state.failed += 1 }
      state.work += work
      state.seconds += row["seconds"].number ?? 0
      return shown(state)
    }
  }

  func outcome(checkpoints: Int, seconds: Double) -> SweepSession.Outcome {
    state.withLock { state in
      SweepSession.Outcome(
        made: state.done, failed: state.failed, left: total - state.done,
        madeProgress: state.done > 0 || checkpoints > 0, seconds: seconds,
        runSeconds: state.seconds)
    }
  }

  private func shown(_ state: State) -> SweepSession.Progress {
    SweepSession.Progress(
      done: state.done, total: total, failed: state.failed,
      work: state.done == total ? 1 : work > 0 ? min(1, state.work / work) : 0)
  }
}
