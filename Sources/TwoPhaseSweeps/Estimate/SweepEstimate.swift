import Dispatch
import Foundation
import LinearAlgebra
import TwoPhaseTraining

/// What a sweep would cost, from a few of its runs begun and timed.
public struct SweepEstimate: Sendable, Equatable {
  /// One kind of run that was begun: its settings in short and what was measured.
  public struct Sample: Sendable, Equatable {
    /// d.
    public let dimension: Int
    /// B; nil for the population gradient.
    public let batch: Int?
    /// Steps that were made.
    public let steps: Int
    /// Seconds before the first step.
    public let preparation: Double
    /// Seconds a step, its share of records included.
    public let step: Double
    /// Seconds of a whole run of this kind.
    public let run: Double
  }

  /// What was timed, in the order of the work of a step.
  public let samples: [Sample]
  /// Seconds of all runs, one after the other on one processor; an upper bound where stop rules end runs early.
  public let seconds: Double
  /// Seconds of the longest run.
  public let longestRun: Double
  /// Bytes of the store.
  public let bytes: Double
  /// How many runs could not even be begun, of those that were tried, with the first one's reason; nil when all could.
  public let failure: String?

  /// A row's bytes, measured; a record's with `keep: {series: true}`; facts beside them.
  private static let (rowBytes, recordBytes, factsBytes) = (700.0, 192.0, 4000.0)
  /// Kinds that are timed at most, and seconds given to each.
  private static let (mostSamples, patience) = (6, 0.6)

  /// Begins runs of at most six kinds, for some seconds in all, on the threads that `WorkSharing` has.
  ///
  /// - Throws: `SweepFileError` for a point that no run can have.
  /// - Complexity: O(n) for n runs, some microseconds each, and at most about 5 seconds.
  public init(_ description: SweepDescription) throws {
    struct Kind: Hashable {
      let dimension: Int?
      let batch: Int?
      let gradient: String
      let detail: String
      let cadence: Int
    }
    var kinds: [Kind: (request: RunRequest, runs: Int, steps: Int)] = [:]
    var bytes = Double(description.count) * Self.rowBytes
    for number in 0..<description.count {
      let request = try description.point(number).request
      let kind = Kind(
        dimension: request.dimension, batch: request.batch, gradient: request.gradient.rawValue,
        detail: request.stepDetail.rawValue, cadence: request.cadence)
      kinds[kind, default: (request, 0, 0)].runs += 1
      kinds[kind]?.steps += request.steps
      if request.steps > kinds[kind]?.request.steps ?? 0 { kinds[kind]?.request = request }
      let d = Double(request.dimension ?? 100)
      if description.keep.series {
        bytes += Self.factsBytes + Self.recordBytes * (Double(request.steps / request.cadence) + 1)
      }
      if description.keep.weights { bytes += 3 * 8 * d * d }
    }
    // Measured once a process, in its first run: not to be taken for that run's own time.
    _ = GEMMPeak.measuredOnce()
    let sorted = kinds.values.sorted { RunWork.step($0.request) < RunWork.step($1.request) }
    var timed: [(work: Double, preparationWork: Double, sample: Sample)] = []
    var failure: String?
    for index in Self.spread(sorted.count) {
      let request = sorted[index].request
      do {
        timed.append(
          (RunWork.step(request), RunWork.preparation(request), try Self.time(request)))
      } catch {
        failure = failure ?? (error as? any DescribedFailure)?.description ?? "\(error)"
      }
    }
    var (seconds, longest) = (0.0, 0.0)
    for kind in sorted {
      let step = Self.carried(timed.map { ($0.work, $0.sample.step) }, to: RunWork.step(kind.request))
      let preparation = Self.carried(
        timed.map { ($0.preparationWork, $0.sample.preparation) }, to: RunWork.preparation(kind.request))
      seconds += Double(kind.runs) * preparation + Double(kind.steps) * step
      longest = max(longest, preparation + Double(kind.request.steps) * step)
    }
    samples = timed.map(\.sample)
    self.seconds = seconds
    longestRun = longest
    self.bytes = bytes
    self.failure = failure
  }

  /// Places of at most `mostSamples` among `count`, the first and the last with them.
  private static func spread(_ count: Int) -> [Int] {
    guard count > mostSamples else { return Array(0..<count) }
    return (0..<mostSamples).map { $0 * (count - 1) / (mostSamples - 1) }
  }

  /// Begins a run and times its preparation and its steps.
  private static func time(_ request: RunRequest) throws -> Sample {
    func now() -> Double { Double(DispatchTime.now().uptimeNanoseconds) / 1e9 }
    let start = now()
    let prepared = try request.prepare()
    let began = now()
    let run = try prepared.run(isCancelled: { now() - began > patience })
    let ended = now()
    let steps = max(1, run.series.records.last?.step ?? 1)
    let step = (ended - began) / Double(steps)
    return Sample(
      dimension: prepared.dimension, batch: prepared.batch, steps: steps, preparation: began - start,
      step: step, run: began - start + step * Double(request.steps))
  }

  /// Measured times carried over to other work: in proportion beyond the ends, by powers in between.
  static func carried(_ times: [(work: Double, seconds: Double)], to work: Double) -> Double {
    let sorted = times.filter { $0.work > 0 && $0.seconds > 0 }.sorted { $0.work < $1.work }
    guard let first = sorted.first, let last = sorted.last else { return 0 }
    if work <= first.work { return first.seconds * (work / first.work) }
    if work >= last.work { return last.seconds * (work / last.work) }
    guard let above = sorted.firstIndex(where: { $0.work >= work }), above > 0 else { return first.seconds }
    let (low, high) = (sorted[above - 1], sorted[above])
    guard high.work > low.work else { return high.seconds }
    let share = log(work / low.work) / log(high.work / low.work)
    return low.seconds * pow(high.seconds / low.seconds, share)
  }
}
