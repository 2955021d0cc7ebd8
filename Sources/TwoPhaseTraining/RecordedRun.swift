import Foundation
import LinearAlgebra
import TwoPhaseTheory

/// A run that has ended, however it ended, with everything a report needs.
public struct RecordedRun: Sendable {
  /// What was run.
  public let prepared: PreparedRun
  /// How it ended.
  public let status: RunStatus
  /// The records.
  public let series: RunSeries
  /// What the records say about the phases.
  public let analysis: RunAnalysis
  /// Where it ran and how fast.
  public let performance: RunPerformance
}

/// Where a run ran and how fast.
public struct RunPerformance: Sendable, Equatable {
  /// The BLAS library.
  public let backend: BLASBackend
  /// Seconds in the loop.
  public let seconds: Double
  /// Floating-point operations in matrix products.
  public let productFlops: Double
  /// The machine's measured matrix-product rate, GF/s.
  public let peakGigaflops: Double
  /// Updates made.
  public let steps: Int

  /// Matrix products over the whole loop's time, GF/s; nil when nothing was timed.
  public var gigaflops: Double? { seconds > 0 ? productFlops / seconds / 1e9 : nil }
}

extension PreparedRun {
  /// Up to this dimension one BLAS thread is faster than two: handing 0.1 ms of work to another thread costs more than it
  /// saves (d = 100, B = 256, 2 cores: 435 steps/s with one, 301 with two; even at d = 200 and 300). OPENBLAS_NUM_THREADS wins.
  static let singleThreadedDimension = 300

  /// Runs it.
  ///
  /// - Parameters:
  ///   - isCancelled: asked before every step; true ends the run as interrupted with what was recorded.
  ///   - progress: told the number of updates made, at every record.
  /// - Throws: `TheoryError` when the first point is unusable, `LAPACKFailure`.
  public func run(isCancelled: () -> Bool = { false }, progress: (Int) -> Void = { _ in }) throws
    -> RecordedRun
  {
    switch request.gradient {
    case .population:
      return try run(source: PopulationGradient(dimension: dimension), isCancelled, progress)
    case .sampled:
      let inputs: MinibatchGradient.Inputs =
        data.map { .data($0, seed: request.seed) } ?? .gaussian(seed: request.seed)
      let source = MinibatchGradient(
        inputs: inputs, batch: batch ?? RunRequest.defaultBatch, network: network, teacher: teacher)
      return try run(source: source, isCancelled, progress)
    }
  }

  private func run(
    source: some GradientSource, _ isCancelled: () -> Bool, _ progress: (Int) -> Void
  ) throws -> RecordedRun {
    BLASBackend.preferThreads(dimension <= Self.singleThreadedDimension ? 1 : nil)
    let peak = GEMMPeak.measure()
    var sgd = try InstrumentedSGD(
      network: network, student: student, teacher: teacher, source: source,
      learningRate: request.learningRate,
      cadence: request.cadence)
    var series = RunSeries()
    var detector = PhaseDetector(thresholds: thresholds)
    let start = DispatchTime.now().uptimeNanoseconds
    let status = try sgd.run(steps: request.steps, isCancelled: isCancelled) { record in
      series.append(record)
      detector.observe(PhaseObservation(record))
      progress(record.step)
    }
    let seconds = Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
    return RecordedRun(
      prepared: self, status: status, series: series,
      analysis: RunAnalysis(
        series: series, phases: detector.summary, network: network, dimension: dimension,
        learningRate: request.learningRate),
      performance: RunPerformance(
        backend: .current, seconds: seconds, productFlops: sgd.productFlops, peakGigaflops: peak,
        steps: sgd.step))
  }
}
