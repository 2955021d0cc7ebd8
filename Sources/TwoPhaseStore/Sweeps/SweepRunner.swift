import Dispatch
import Foundation
import LinearAlgebra
import TwoPhaseSweeps
import TwoPhaseTraining

/// Makes single runs of a sweep, from their checkpoints where they have one, and hands them to the writer.
struct SweepRunner: Sendable {
  /// How long a stopped run may go on to its next checkpoint, seconds.
  static let grace = 5.0

  let store: SweepStore
  let writer: SweepWriter
  let description: SweepDescription
  let shard: String?
  let threads: Int
  /// The runs that have a checkpoint: others do not ask the store, which may be waiting for the disk.
  let resumable: Set<Int>
  let host = ProcessInfo.processInfo.hostName

  /// Makes a run; nil when it was stopped.
  ///
  /// - Throws: `StoreFailure` when it cannot be kept. A run that cannot be made has a row that says why.
  func make(_ number: Int, isCancelled: () -> Bool) throws -> SweepTable.Row? {
    let point = try description.point(number)
    let started = DispatchTime.now().uptimeNanoseconds
    var before = 0.0
    func cost() -> SweepCost {
      SweepCost(
        seconds: before + Double(DispatchTime.now().uptimeNanoseconds - started) / 1e9, threads: threads,
        host: host, finishedAt: Date(), shard: shard)
    }
    let checkpoint = resumable.contains(point.number) ? try store.checkpoint(point.number) : nil
    let (run, prepared): (RecordedRun, PreparedRun)
    let watch = SweepWatch(point.number, writer)
    do {
      prepared = try point.request.prepare()
      // One that cannot be read, for example of an earlier version, is no loss but time: the run begins again.
      let continuation = checkpoint.flatMap { try? $0.continuation(path: store.path) }
      before = continuation?.facts.performance.seconds ?? 0
      run = try prepared.run(
        provenance: RunProvenance(), continuing: continuation, observers: [watch],
        isCancelled: { isCancelled() && watch.mayStop() })
    } catch let failure as StoreFailure {
      throw failure
    } catch {
      let line = (error as? any DescribedFailure)?.description ?? "\(error)"
      let row = SweepTable.Row(point, failure: MessageText.line(line, limit: 300), cost: cost())
      try writer.take(MadeRun(row: row))
      return row
    }
    guard run.status.hasEnded else { return nil }
    var made = MadeRun(row: SweepTable.Row(point, run, cost: cost()))
    if description.keep.series {
      made.kept = (try FactsText.encode(run.facts), SeriesBlob.encode(run.series))
    }
    if description.keep.weights {
      made.weights = [("teacher", prepared.teacher.npy.data()), ("start", prepared.student.npy.data())]
      if let end = watch.end, end.elements.allSatisfy(\.isFinite) {
        made.weights.append(("end", end.npy.data()))
      }
    }
    try writer.take(made)
    return made.row
  }
}

/// Takes a run's checkpoints, and says when a run that is to be stopped may stop.
private final class SweepWatch: RunObserver {
  /// The least time between two checkpoints, seconds, and the share of the time that they may take.
  private static let interval = 2.0
  private static let share = 0.02

  private(set) var end: Matrix?
  private let number: Int
  private let writer: SweepWriter
  private var series = RunSeries()
  private var last = DispatchTime.now().uptimeNanoseconds
  private var cost = 0.0
  private var askedToStop: UInt64?
  private var isKept = false

  init(_ number: Int, _ writer: SweepWriter) {
    self.number = number
    self.writer = writer
  }

  /// True once everything up to a checkpoint is kept, or when the next checkpoint is too far away.
  func mayStop() -> Bool {
    let now = DispatchTime.now().uptimeNanoseconds
    guard let askedToStop else {
      askedToStop = now
      return false
    }
    return isKept || Double(now - askedToStop) / 1e9 > SweepRunner.grace
  }

  func begin(_ facts: RunFacts, series: [RunSeries]) throws { self.series = series.first ?? RunSeries() }

  func observe(_ record: StepRecord, pass: Int) throws {
    // Of a run that goes on, records after the checkpoint come again.
    if record.step > series.records.last?.step ?? -1 { series.append(record) }
  }

  func offer(pass: Int, facts: () -> RunFacts, checkpoint: () -> SGDCheckpoint) throws {
    let now = DispatchTime.now().uptimeNanoseconds
    let since = Double(now - last) / 1e9
    let isDue = since >= Self.interval && since * Self.share >= cost
    guard isDue || askedToStop != nil else { return }
    try writer.take(SweepCheckpoint(number: number, checkpoint(), facts: facts(), series: series))
    if askedToStop != nil { isKept = true }
    last = DispatchTime.now().uptimeNanoseconds
    cost = Double(last - now) / 1e9
  }

  func endPass(_ pass: Int, facts: RunFacts, weights: Matrix) throws { end = weights }
}
