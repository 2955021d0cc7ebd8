// swift-tools-version: 6.1
// A package of its own: who uses TwoPhase need not fetch the benchmark harness.
import PackageDescription

let package = Package(
  name: "TwoPhaseBenchmarks",
  platforms: [.macOS(.v13)],  // the harness's own
  dependencies: [
    .package(name: "TwoPhase", path: ".."),
    // Without its default traits, which interpose malloc and the Swift runtime.
    .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
  ],
  targets: [
    .executableTarget(
      name: "TwoPhaseBenchmarks",
      dependencies: [
        .product(name: "LinearAlgebra", package: "TwoPhase"),
        .product(name: "TwoPhaseTheory", package: "TwoPhase"),
        .product(name: "TwoPhaseTraining", package: "TwoPhase"),
        .product(name: "Benchmark", package: "benchmark"),
      ],
      // The harness looks for its targets in a folder called Benchmarks of the package.
      path: "Benchmarks/TwoPhaseBenchmarks",
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")])
  ],
  swiftLanguageModes: [.v6]
)
