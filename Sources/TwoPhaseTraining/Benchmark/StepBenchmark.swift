import Foundation
import LinearAlgebra
import TwoPhaseTheory

/// What one SGD step costs on this machine, bare and with every scalar of the theory, beside the machine's own rates.
///
/// Bare and instrumented steps are timed in turn in short blocks, so that a change of the machine's speed meets both; medians
/// are reported. W and W* have independent entries of standard deviation 0.3/sqrt(d), ReLU, fresh Gaussian batches.
public struct StepBenchmark: Sendable {
  /// What was measured.
  public struct Result: Sendable, Equatable {
    /// d.
    public let dimension: Int
    /// B.
    public let batch: Int
    /// Threads that shared the work.
    public let threads: Int
    /// The BLAS library.
    public let backend: String
    /// Milliseconds of a bare step: each block's mean.
    public let bareSamples: [Double]
    /// Milliseconds of a step with every scalar of the theory: each block's mean.
    public let instrumentedSamples: [Double]
    /// The machine's matrix-product rate, GF/s.
    public let gemmGigaflops: Double
    /// Nanoseconds for each normal draw.
    public let normalsNanoseconds: Double
    /// Nanoseconds for each arcsine of an array, one thread.
    public let arcsineNanoseconds: Double
    /// How the instrumented steps were evaluated.
    public let account: GramEngine.Account

    /// The median bare step, milliseconds.
    public var bare: Double { bareSamples.median }
    /// The median instrumented step, milliseconds.
    public var instrumented: Double { instrumentedSamples.median }
    /// Instrumented over bare.
    public var ratio: Double { instrumented / bare }
    /// 6 B d^2 floating-point operations over the bare step's time, GF/s.
    public var bareGigaflops: Double {
      6 * Double(batch) * Double(dimension) * Double(dimension) / (bare * 1e6)
    }
  }

  private let dimension: Int
  private let batch: Int
  private let seconds: Double
  private static let scale = 0.3
  /// eta, true scale: less where 1e-4 would diverge (small batches in large dimensions).
  private var learningRate: Double {
    min(1e-4, Double(batch) / (2.5 * Double(dimension) * Double(dimension)))
  }

  /// A benchmark to run.
  ///
  /// - Parameter seconds: time to spend on steps, about; at least three blocks are timed.
  /// - Throws: `OptionError` for sizes that make no sense.
  public init(dimension: Int, batch: Int, seconds: Double = 2) throws {
    guard (2...10_000).contains(dimension) else {
      throw OptionError("--dimension", found: "\(dimension)", expected: "2 to 10000")
    }
    guard (1...100_000).contains(batch) else {
      throw OptionError("--batch", found: "\(batch)", expected: "1 to 100000")
    }
    guard seconds > 0, seconds <= 3600 else {
      throw OptionError("--seconds", found: "\(seconds)", expected: "a number in (0, 3600]")
    }
    self.dimension = dimension
    self.batch = batch
    self.seconds = seconds
  }

  /// Measures.
  ///
  /// - Parameter progress: told the part of the time that has passed.
  /// - Throws: `TheoryError`, `LAPACKFailure`.
  public func run(progress: (Double) -> Void = { _ in }) throws -> Result {
    let start = NormalStream(seed: 7, purpose: 0)
    let factor = Self.scale / Double(dimension).squareRoot()
    func weights(_ step: UInt64) -> Matrix {
      start.matrix(rowCount: dimension, columnCount: dimension, step: step).scaled(by: factor)
    }
    let (student, teacher, network) = (weights(0), weights(1), try Network())
    func sgd(cadence: Int) throws -> InstrumentedSGD<MinibatchGradient> {
      try InstrumentedSGD(
        network: network, student: student, teacher: teacher,
        source: MinibatchGradient(
          inputs: .gaussian(seed: 1), batch: batch, network: network, teacher: teacher),
        learningRate: learningRate, cadence: cadence)
    }
    var bare = try sgd(cadence: .max)
    var instrumented = try sgd(cadence: 1)
    let once = try (Self.time(&bare, steps: 2), Self.time(&instrumented, steps: 2))
    let steps = max(1, min(200, Int(seconds * 1000 / (30 * (once.0 + once.1)))))
    var (bareSamples, instrumentedSamples, peaks) = ([Double](), [Double](), [Double]())
    let began = DispatchTime.now().uptimeNanoseconds
    var passed = 0.0
    repeat {
      bareSamples.append(try Self.time(&bare, steps: steps))
      instrumentedSamples.append(try Self.time(&instrumented, steps: steps))
      if peaks.count < 3 { peaks.append(GEMMPeak.measure()) }
      passed = Double(DispatchTime.now().uptimeNanoseconds - began) / 1e9
      progress(min(1, passed / seconds))
    } while passed < seconds || bareSamples.count < 3
    return Result(
      dimension: dimension, batch: batch, threads: WorkSharing.threads, backend: BLASBackend.current.name,
      bareSamples: bareSamples, instrumentedSamples: instrumentedSamples, gemmGigaflops: peaks.max() ?? 0,
      normalsNanoseconds: Self.normals(), arcsineNanoseconds: Self.arcsine(), account: instrumented.account)
  }

  /// Milliseconds of one step, the mean of several.
  private static func time(_ sgd: inout InstrumentedSGD<MinibatchGradient>, steps: Int) throws -> Double {
    let start = DispatchTime.now().uptimeNanoseconds
    let status = try sgd.run(steps: steps, recordsEnd: false) { _ in }
    guard status == .completed else {
      throw OptionError(
        "--batch", found: "a run that \(status.phrase)", expected: "one that can go on: more samples")
    }
    return Double(DispatchTime.now().uptimeNanoseconds - start) / 1e6 / Double(steps)
  }

  private static func normals() -> Double {
    var batch = Matrix(rowCount: 256, columnCount: 256)
    let stream = NormalStream(seed: 1, purpose: 0)
    return nanoseconds(elements: 256 * 256) { stream.fill(&batch, step: UInt64($0)) }
  }

  private static func arcsine() -> Double {
    let x = NormalStream(seed: 2, purpose: 0).matrix(rowCount: 128, columnCount: 128).elements.map {
      0.1 * $0
    }
    .map { max(-1, min(1, $0)) }
    var y = x
    return nanoseconds(elements: x.count) { _ in ArrayFunctions.arcsine(x, into: &y) }
  }

  /// The fastest of a few dozen passes, nanoseconds for each element.
  private static func nanoseconds(elements: Int, _ body: (Int) -> Void) -> Double {
    var best = Double.infinity
    for k in 0..<40 {
      let start = DispatchTime.now().uptimeNanoseconds
      body(k)
      best = min(best, Double(DispatchTime.now().uptimeNanoseconds - start))
    }
    return best / Double(elements)
  }
}

extension Array where Element == Double {
  /// The median; 0 for none.
  var median: Double {
    guard !isEmpty else { return 0 }
    let sorted = sorted()
    return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2
  }
}
