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

  struct Stretch: Sendable {
    let dimension: Int
    var points: [SweepPoint]
    var work: [Double]
  }

  /// A session.
  ///
  /// - Parameters:
  ///   - numbers: the runs that are to be there in the end; those that are there already are not made again.
  ///   - path: the store.
  ///   - shard: the cluster task's name; nil on one machine.
  ///   - retryingFailed: makes runs again that could not be made.
  ///   - waits: while another process makes the same runs, waits for it to end instead of throwing.
  ///   - isCancelled: ends the waiting.
  /// - Throws: `SweepStoreError`, `StoreFailure`, `FileFailure`; `SweepInterrupted` when the waiting was ended.
  /// - Complexity: O(n) for n runs, some 10 microseconds each.
  public init(
    _ description: SweepDescription, numbers: some Sequence<Int>, store path: String, shard: String? = nil,
    threads: SweepThreads, version: String, retryingFailed: Bool = false, waits: Bool = false,
    isCancelled: () -> Bool = { false }
  ) throws {
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
    store = try SweepStore(recording: description, into: path, version: version)
    resumable = try store.checkpointed()
    let made = try store.made(retryingFailed: retryingFailed)
    var byThreads: [Int: [(point: SweepPoint, work: Double)]] = [:]
    for number in numbers where !made.contains(number) {
      let point = try description.point(number)
      byThreads[threads.threads(dimension: point.dimension), default: []].append(
        (point, RunWork.estimate(point.request)))
    }
    stretches = byThreads.sorted { $0.key > $1.key }.map { _, found in
      // Costly ones first: the processors end together.
      let sorted = found.sorted { ($0.work, $1.point.number) > ($1.work, $0.point.number) }
      return Stretch(
        dimension: sorted.map(\.point.dimension).max() ?? 1, points: sorted.map(\.point),
        work: sorted.map(\.work))
    }
  }

  /// Runs that are to be made now.
  public var count: Int { stretches.reduce(0) { $0 + $1.points.count } }

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
    let shared = WorkSharing.threads
    BLASBackend.setThreads(1)
    defer { WorkSharing.threads = shared }
    let writer = SweepWriter(store)
    let board = SweepBoard(total: count, work: stretches.reduce(0) { $0 + $1.work.reduce(0, +) })
    progress(board.progress)
    var failure: (any Error)?
    for stretch in stretches where failure == nil {
      let threads = self.threads.threads(dimension: stretch.dimension)
      WorkSharing.threads = threads
      let runner = SweepRunner(
        store: store, writer: writer, keep: description.keep, shard: shard, threads: threads,
        resumable: resumable)
      let next = Atomic<Int>(0)
      let places = min(self.threads.runs(dimension: stretch.dimension), stretch.points.count)
      let failures = Mutex<(any Error)?>(nil)
      DispatchQueue.concurrentPerform(iterations: places) { _ in
        while !isCancelled(), failures.withLock({ $0 == nil }) {
          let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
          guard index < stretch.points.count else { return }
          do {
            guard let row = try runner.make(stretch.points[index], isCancelled: isCancelled) else { continue }
            progress(board.take(row, work: stretch.work[index]))
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
    return board.outcome(seconds: Double(DispatchTime.now().uptimeNanoseconds - started) / 1e9)
  }
}

/// The user stopped a sweep; everything that was made is kept.
public struct SweepInterrupted: Error {
  /// It was stopped.
  public init() {}
}

extension SweepPoint {
  /// d, as far as the request says it.
  var dimension: Int { request.dimension ?? 100 }
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

  func outcome(seconds: Double) -> SweepSession.Outcome {
    state.withLock { state in
      SweepSession.Outcome(
        made: state.done, failed: state.failed, left: total - state.done, seconds: seconds,
        runSeconds: state.seconds)
    }
  }

  private func shown(_ state: State) -> SweepSession.Progress {
    SweepSession.Progress(
      done: state.done, total: total, failed: state.failed,
      work: state.done == total ? 1 : work > 0 ? min(1, state.work / work) : 0)
  }
}
