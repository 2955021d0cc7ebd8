import Foundation
import TwoPhaseTraining

/// A `StepBenchmark`'s result as JSON (schema twophase.bench/1) and as text.
public struct BenchmarkDocument: Sendable, Encodable {
  /// "twophase.bench/1".
  public let schema = "twophase.bench/1"
  /// d.
  public let dimension: Int
  /// B.
  public let batch: Int
  /// Threads that shared the work.
  public let threads: Int
  /// The BLAS library.
  public let backend: String
  /// The median bare step, milliseconds.
  public let bareMs: Double
  /// The median step with every scalar of the theory, milliseconds.
  public let instrumentedMs: Double
  /// Instrumented over bare.
  public let ratio: Double
  /// The machine's matrix-product rate, GF/s.
  public let gemmGflops: Double
  /// The bare step's matrix products over its time, GF/s.
  public let bareGflops: Double
  /// Nanoseconds for each normal draw, all threads.
  public let normalsNs: Double
  /// Nanoseconds for each arcsine of an array, one thread.
  public let arcsinNs: Double
  /// Each block's mean bare step, milliseconds.
  public let bareSamplesMs: [Double]
  /// Each block's mean instrumented step, milliseconds.
  public let instrumentedSamplesMs: [Double]
  /// Points evaluated from Gram matrices.
  public let gramPoints: Int
  /// Points that needed the direct evaluation.
  public let directPoints: Int
  /// The largest drift of the Gram matrices' diagonals.
  public let largestDrift: Double
  /// The largest relative residual of a spectral norm.
  public let largestResidual: Double

  /// The document of a result.
  public init(_ result: StepBenchmark.Result) {
    dimension = result.dimension
    batch = result.batch
    threads = result.threads
    backend = result.backend
    bareMs = result.bare
    instrumentedMs = result.instrumented
    ratio = result.ratio
    gemmGflops = result.gemmGigaflops
    bareGflops = result.bareGigaflops
    normalsNs = result.normalsNanoseconds
    arcsinNs = result.arcsineNanoseconds
    bareSamplesMs = result.bareSamples
    instrumentedSamplesMs = result.instrumentedSamples
    gramPoints = result.account.gramPoints
    directPoints = result.account.directPoints
    largestDrift = result.account.largestDrift
    largestResidual = result.account.largestResidual
  }

  /// The JSON text.
  ///
  /// - Throws: an encoding error.
  public func json() throws -> String {
    String(decoding: try JSONText.data(self, pretty: true), as: UTF8.self)
  }

  /// A few lines for people.
  public var text: String {
    func number(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }
    let share =
      gemmGflops > 0
      ? " (\(number(100 * bareGflops / gemmGflops, 0)) % of the GEMM peak, \(number(gemmGflops, 0)) GF/s)"
      : ""
    return """
      d = \(dimension), B = \(batch), \(threads) thread\(threads == 1 ? "" : "s"), \(backend)
      bare SGD step        \(number(bareMs, 3)) ms, \(number(bareGflops, 0)) GF/s\(share)
      with every scalar    \(number(instrumentedMs, 3)) ms, \(number(ratio, 2)) times the bare step
      normal draws         \(number(normalsNs, 2)) ns each
      arcsine of an array  \(number(arcsinNs, 2)) ns each
      evaluated from Gram matrices at \(gramPoints) points, directly at \(directPoints); drift at most \(String(format: "%.1e", largestDrift)), residual of the norms at most \(String(format: "%.1e", largestResidual))

      """
  }
}
