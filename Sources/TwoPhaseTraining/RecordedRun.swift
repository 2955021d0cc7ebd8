import LinearAlgebra
import TwoPhaseTheory

/// A run that has ended, however it ended, with everything a report needs.
public struct RecordedRun: Sendable {
  /// Where the weights came from.
  public enum Origin: Sendable {
    /// Our own instrumented SGD.
    case training(PreparedRun)
    /// Weights that another program saved.
    case trajectory(PreparedTrajectory)
  }

  /// Network, norms, constants and predicate.
  public let setting: RunSetting
  /// Where the weights came from.
  public let origin: Origin
  /// How it ended.
  public let status: RunStatus
  /// The records.
  public let series: RunSeries
  /// What the records say about the phases.
  public let analysis: RunAnalysis
  /// What the records say of the theorem.
  public let theorem: TheoremReport
  /// True when the user stopped it before all its repeats were made.
  public let repeatsWereInterrupted: Bool
  /// Where it ran and how fast.
  public let performance: RunPerformance
  /// Who made it, when and how.
  public var provenance = RunProvenance()

  /// What was measured of the steps.
  public var stepDetail: StepDetail {
    switch origin {
    case .training(let prepared): prepared.request.stepDetail
    case .trajectory(let prepared): prepared.request.stepDetail
    }
  }
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
  /// Updates made, or snapshots read.
  public let steps: Int
  /// How the recorded points were evaluated.
  public let account: GramEngine.Account

  /// Matrix products over the whole loop's time, GF/s; nil when nothing was timed.
  public var gigaflops: Double? { seconds > 0 ? productFlops / seconds / 1e9 : nil }
}
