import Foundation
import LinearAlgebra
import TwoPhaseTraining

/// What an experiment is given to run its trials: seed, data, workers, a place for its runs, and who is told of progress.
public struct ExperimentContext: Sendable {
  /// The seed of every random number.
  public var seed: UInt64
  /// The folder of data sets.
  public var dataFolder: String
  /// Trials at once.
  public var workers: Int
  /// Makes a teacher-student run under a name, tells the observers, and keeps it where runs are kept.
  public var conduct: @Sendable (PreparedRun, _ name: String, [any RunObserver]) throws -> RecordedRun
  /// Asked before each trial and now and then in long ones; true ends the experiment.
  public var isCancelled: @Sendable () -> Bool
  /// Told how many trials of how many are done.
  public var progress: @Sendable (_ done: Int, _ total: Int) -> Void

  /// A context; runs are kept nowhere unless `conduct` does.
  public init(
    seed: UInt64 = 1, dataFolder: String = "data", workers: Int = 1,
    conduct: @escaping @Sendable (PreparedRun, String, [any RunObserver]) throws -> RecordedRun = {
      try $0.run(observers: $2)
    },
    isCancelled: @escaping @Sendable () -> Bool = { false },
    progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
  ) {
    self.seed = seed
    self.dataFolder = dataFolder
    self.workers = workers
    self.conduct = conduct
    self.isCancelled = isCancelled
    self.progress = progress
  }

  /// Makes `count` independent trials, up to `workers` at once, each on one thread; their results in order. A trial depends on
  /// its index alone, so the results do not depend on the workers.
  ///
  /// - Throws: the failure of the first trial, by index, that failed; `ExperimentInterrupted`.
  public func trials<Result: Sendable>(
    _ count: Int, _ body: @Sendable (Int) throws -> Result
  ) throws -> [Result] {
    guard count > 0 else { return [] }
    let board = TrialBoard<Result>(count: count)
    progress(0, count)
    withoutActuallyEscaping(body) { body in
      DispatchQueue.concurrentPerform(iterations: min(max(1, workers), count)) { _ in
        while let index = board.next() {
          if isCancelled() {
            board.stop(ExperimentInterrupted(), at: index)
            return
          }
          do {
            // Trials run side by side: one thread each keeps the cores busy and the bits the same.
            let done = board.finish(try WorkSharing.with(threads: 1) { try body(index) }, at: index)
            progress(done, count)
          } catch {
            board.stop(error, at: index)
          }
        }
      }
    }
    return try board.results()
  }
}

/// The user stopped an experiment; the runs made so far are kept where runs are kept.
public struct ExperimentInterrupted: Error {}

/// Which trials are taken, and what came of them.
private final class TrialBoard<Result: Sendable>: @unchecked Sendable {
  private let lock = NSLock()
  private var taken = 0
  private var done = 0
  private var values: [Result?]
  private var failure: (index: Int, error: any Error)?

  init(count: Int) { values = Array(repeating: nil, count: count) }

  /// The next trial; nil when none is left, or one has failed.
  func next() -> Int? {
    lock.withLock {
      guard failure == nil, taken < values.count else { return nil }
      taken += 1
      return taken - 1
    }
  }

  func finish(_ value: Result, at index: Int) -> Int {
    lock.withLock {
      values[index] = value
      done += 1
      return done
    }
  }

  func stop(_ error: any Error, at index: Int) {
    lock.withLock { if failure == nil || index < failure?.index ?? 0 { failure = (index, error) } }
  }

  func results() throws -> [Result] {
    try lock.withLock {
      if let failure { throw failure.error }
      return values.compactMap { $0 }
    }
  }
}
