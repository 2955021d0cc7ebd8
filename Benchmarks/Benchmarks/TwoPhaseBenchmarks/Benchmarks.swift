import Benchmark

let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = .init(
    metrics: [.wallClock, .throughput, .peakMemoryResident], warmupIterations: 5,
    maxDuration: .seconds(2), maxIterations: 10_000)
  registerKernels()
  registerProducts()
  for d in [100, 300] { registerSteps(dimension: d) }
}

/// What a benchmark works on, made once before its iterations.
final class Subject<Value> {
  var value: Value
  init(_ value: Value) { self.value = value }
}
