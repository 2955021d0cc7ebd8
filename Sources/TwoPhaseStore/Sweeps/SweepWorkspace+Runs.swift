import Foundation
import LinearAlgebra
import TwoPhaseSweeps
import TwoPhaseTraining

extension SweepWorkspace {
  /// A run of the sweep with all its records: as kept, or made again.
  public struct WholeRun: Sendable {
    /// The run.
    public let run: RecordedRun
    /// Whether its records had been kept.
    public let isKept: Bool
    /// The first column in which a run made again differs from its row; nil when none does, or it had no row.
    public let difference: String?
  }

  /// A run of the sweep with all its records. One whose records were not kept is made again, and compared with its row.
  ///
  /// - Parameters:
  ///   - results: the runs that were made; nil when there are none.
  ///   - provenance: who makes it; the name is the sweep's and the number's.
  /// - Throws: `OptionError` for a number that the sweep does not have; what making it throws, for a run that could not be made;
  ///   `SweepInterrupted`.
  public func wholeRun(
    _ number: Int, results: SweepStore?, provenance: RunProvenance, isCancelled: () -> Bool = { false },
    progress: (Int) -> Void = { _ in }
  ) throws -> WholeRun {
    guard number >= 0, number < description.count else {
      throw OptionError(
        "NUMBER", found: "\(number)", expected: "a run of the sweep, 0 to \(description.count - 1)")
    }
    if let kept = try results?.keptRun(number) { return WholeRun(run: kept, isKept: true, difference: nil) }
    let point = try description.point(number)
    var own = provenance
    own.name = "\(description.name), run \(number)"
    // As the sweep makes it, for the same last bits.
    let threads = SweepThreads(processors: ProcessInfo.processInfo.activeProcessorCount)
      .threads(dimension: point.request.dimension ?? 100)
    BLASBackend.setThreads(1)
    let run = try WorkSharing.with(threads: threads) {
      try point.request.prepare().run(provenance: own, isCancelled: isCancelled, progress: progress)
    }
    guard run.status.hasEnded else { throw SweepInterrupted() }
    let made = SweepTable.Row(
      point, run, cost: SweepCost(seconds: 0, threads: 1, host: nil, finishedAt: .distantPast, shard: nil))
    let difference = try results?.row(number).flatMap { SweepColumns.firstDifference($0, made) }
    return WholeRun(run: run, isKept: false, difference: difference)
  }
}
