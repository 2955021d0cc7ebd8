import LinearAlgebra

/// Where a run ran and how fast.
public struct RunPerformance: Sendable, Equatable, Codable {
  /// The BLAS library.
  public let backend: BLASBackend
  /// Seconds in the loop.
  public internal(set) var seconds: Double
  /// Floating-point operations in matrix products.
  public internal(set) var productFlops: Double
  /// The machine's measured matrix-product rate, GF/s.
  public let peakGigaflops: Double
  /// Updates made, or snapshots read.
  public internal(set) var steps: Int
  /// How the recorded points were evaluated.
  public internal(set) var account: GramEngine.Account

  /// Matrix products over the whole loop's time, GF/s; nil when nothing was timed.
  public var gigaflops: Double? { seconds > 0 ? productFlops / seconds / 1e9 : nil }

  /// Nothing done yet on this machine, whose products' rate this process measures once.
  static func begun() -> RunPerformance {
    RunPerformance(
      backend: .current, seconds: 0, productFlops: 0, peakGigaflops: GEMMPeak.measuredOnce(), steps: 0,
      account: GramEngine.Account())
  }

  /// Counts the work that another process did on the same run before.
  mutating func take(_ earlier: RunPerformance) {
    self = with(
      seconds: earlier.seconds, productFlops: earlier.productFlops, steps: earlier.steps,
      account: earlier.account)
  }

  /// With further work.
  func with(seconds: Double, productFlops: Double, steps: Int, account: GramEngine.Account) -> RunPerformance
  {
    var result = self
    result.seconds += seconds
    result.productFlops += productFlops
    result.steps += steps
    result.account.add(account)
    return result
  }
}
