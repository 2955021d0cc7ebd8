import Dispatch
import Foundation
import LinearAlgebra
import Synchronization
import TwoPhaseExperiments
import TwoPhaseTraining

/// An experiment as a command makes it: its trials side by side, its runs and what it found recorded into a store unless it has none.
public final class ExperimentSession: Sendable {
  /// What an experiment came to.
  public struct Outcome: Sendable {
    /// What it found.
    public let result: ExperimentResult
    /// Its number in the store; nil without one.
    public let id: Int64?
    /// The numbers of its runs in the store.
    public let runs: [Int64]
    /// Wall time.
    public let seconds: Double
  }

  private let store: RunStore?
  private let provenance: RunProvenance
  private let workers: Int

  /// A session.
  ///
  /// - Parameters:
  ///   - store: the store's file; nil keeps nothing.
  ///   - workers: trials at once; each computes on one thread, so that results do not depend on it.
  /// - Throws: `OptionError`, what opening the store throws.
  public init(store path: String?, provenance: RunProvenance, workers: Int) throws {
    guard workers >= 1 else { throw OptionError("--workers", found: "\(workers)", expected: "at least 1") }
    store = try path.map { try RunStore(recordingInto: $0) }
    self.provenance = provenance
    self.workers = workers
  }

  /// Runs an experiment.
  ///
  /// - Parameters:
  ///   - isCancelled: asked before each trial and each step of a run; true ends the experiment.
  ///   - progress: told how many trials of how many are done, from any thread.
  /// - Throws: `ExperimentInterrupted`; what a trial or the store throws. Runs that were made stay in the store.
  public func perform(
    _ experiment: PreparedExperiment, seed: UInt64, dataFolder: String,
    isCancelled: @escaping @Sendable () -> Bool, progress: @escaping @Sendable (Int, Int) -> Void
  ) throws -> Outcome {
    let started = DispatchTime.now().uptimeNanoseconds
    let id = try self.store?.begin(experiment.file.name, isQuick: experiment.isQuick, seed: seed, provenance)
    var lock: RunLock?
    if let id, let path = self.store?.experimentLock(id) { lock = try RunLock(path) }
    defer { lock?.remove() }
    let runs = Mutex<[Int64]>([])
    let (store, provenance) = (self.store, self.provenance)
    let context = ExperimentContext(
      seed: seed, dataFolder: dataFolder, workers: workers,
      conduct: { prepared, name, observers in
        var own = provenance
        own.name = name
        own.startedAt = Date()
        guard let store, let id else {
          return try prepared.run(provenance: own, observers: observers, isCancelled: isCancelled)
        }
        let recorder = RunRecorder(store, prepared)
        do {
          let run = try prepared.run(
            provenance: own, observers: [recorder] + observers, isCancelled: isCancelled)
          if let number = recorder.id {
            try store.add(run: number, to: id)
            runs.withLock { $0.append(number) }
          }
          return run
        } catch {
          recorder.abandon()
          throw error
        }
      }, isCancelled: isCancelled, progress: progress)
    BLASBackend.setThreads(1)
    do {
      let result = try experiment.perform(context)
      if let id { try store?.end(id, status: "completed", result) }
      return Outcome(
        result: result, id: id, runs: runs.withLock { $0.sorted() },
        seconds: Double(DispatchTime.now().uptimeNanoseconds - started) / 1e9)
    } catch {
      // What went wrong is said to the user; that it did stays in the store where that can be written.
      if let id {
        try? store?.end(id, status: error is ExperimentInterrupted ? "interrupted" : "failed", nil)
      }
      throw error
    }
  }
}
