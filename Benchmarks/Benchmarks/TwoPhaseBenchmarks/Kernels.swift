import Benchmark
import LinearAlgebra

/// Elements of an array in these benchmarks.
private let count = 65_536

/// Time per element, which a nanosecond is too coarse for.
private let perElement = BenchmarkMetric.custom(
  "Per element (ps)", polarity: .prefersSmaller, useScalingFactor: false)

/// The array kernels.
func registerKernels() {
  let stream = NormalStream(seed: 1, purpose: 3)
  kernel("normals") {
    var step: UInt64 = 0
    var matrix = Matrix(rowCount: 256, columnCount: count / 256)
    return {
      stream.fill(&matrix, step: step)
      step += 1
    }
  }
  let cosines = (0..<count).map { _ in Double.random(in: -1...1) }
  let functions: [(String, [Double], @Sendable ([Double], inout [Double]) -> Void)] = [
    ("arcsine", cosines, { ArrayFunctions.arcsine($0, into: &$1) }),
    ("arcsine within 1/2", cosines.map { $0 / 2 }, { ArrayFunctions.arcsine($0, into: &$1) }),
    ("square root", cosines.map(abs), { ArrayFunctions.squareRoot($0, into: &$1) }),
    ("lossKernel", cosines, { ArrayFunctions.lossKernel($0, into: &$1) }),
    ("lossKernel within 1/2", cosines.map { $0 / 2 }, { ArrayFunctions.lossKernel($0, into: &$1) }),
  ]
  for (name, x, function) in functions {
    kernel(name) {
      var y = [Double](repeating: 0, count: count)
      return { function(x, &y) }
    }
  }
}

/// A benchmark of one pass over the array.
private func kernel(_ name: String, make: @escaping @Sendable () -> () -> Void) {
  Benchmark(
    "Kernel: \(name), 65 536 elements",
    configuration: .init(metrics: [.wallClock, .throughput, .peakMemoryResident, perElement]),
    closure: { (benchmark: Benchmark, pass: Subject<() -> Void>) in
      let clock = ContinuousClock()
      benchmark.startMeasurement()
      let time = clock.measure(pass.value)
      benchmark.stopMeasurement()
      let (seconds, attoseconds) = time.components
      let picoseconds = seconds * 1_000_000_000_000 + attoseconds / 1_000_000
      benchmark.measurement(perElement, Int(picoseconds) / count)
    },
    setup: { Subject(make()) })
}
