import Foundation
import GRDB
import Synchronization
import TwoPhaseStore
import TwoPhaseSweeps

/// A sweep in a folder that goes when nothing uses it any more.
final class SweepScratch: Sendable {
  let path: String
  let description: SweepDescription

  /// d = 4 to 8, start norms 0.5 to 1, four seeds: 24 runs of 30 steps.
  static let small = """
    name: small
    base: {batch: 8, steps: 30, measure: scalars, teacherNorm: 0.2}
    axes:
      dimension: [4, 6, 8]
      norm: [0.5, 1]
      seed: {seeds: 4}
    derived: {startNorm: norm, learningRate: 0.1 / dimension}
    """

  init(_ text: String = SweepScratch.small) throws {
    path =
      FileManager.default.temporaryDirectory.appendingPathComponent("twophase-sweep-\(UUID().uuidString)")
      .path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    description = try SweepDescription(text: text, path: "sweep.yaml")
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { (path as NSString).appendingPathComponent(name) }

  var folder: SweepFolder { SweepFolder(path) }

  /// Makes the runs that are not there yet.
  @discardableResult
  func perform(
    _ numbers: (any Sequence<Int>)? = nil, into store: String = "sweep.sqlite", shard: String? = nil,
    workers: Int = 2, retryingFailed: Bool = false, stopAfter most: Int = .max
  ) throws -> SweepSession.Outcome {
    let all = Array(0..<description.count)
    let session = try SweepSession(
      description, numbers: numbers?.map { $0 } ?? all, store: file(store), shard: shard,
      threads: SweepThreads(processors: workers), version: "0", retryingFailed: retryingFailed)
    let done = Mutex(0)
    return try session.perform(
      isCancelled: { done.withLock { $0 } >= most },
      progress: { progress in done.withLock { $0 = progress.done } })
  }

  func rows(_ store: String = "sweep.sqlite") throws -> [SweepTable.Row] {
    try SweepStore(reading: description, from: file(store)).table(name: "x", runCount: description.count).rows
  }

  func sql(_ text: String, _ store: String = "sweep.sqlite") throws {
    let queue = try DatabaseQueue(path: file(store))
    try queue.write { try $0.execute(sql: text) }
    try queue.close()
  }
}
