// swift-tools-version: 6.0
import PackageDescription

let package = Package(
  name: "TwoPhase",
  products: [
    .executable(name: "twophase", targets: ["twophase"]),
    .library(name: "LinearAlgebra", targets: ["LinearAlgebra"]),
    .library(name: "Statistics", targets: ["Statistics"]),
    .library(name: "TwoPhaseTheory", targets: ["TwoPhaseTheory"]),
    .library(name: "TwoPhaseTraining", targets: ["TwoPhaseTraining"]),
    .library(name: "TwoPhaseLemmas", targets: ["TwoPhaseLemmas"]),
    .library(name: "TwoPhaseNetworks", targets: ["TwoPhaseNetworks"]),
    .library(name: "TwoPhaseExperiments", targets: ["TwoPhaseExperiments"]),
    .library(name: "TwoPhaseSweeps", targets: ["TwoPhaseSweeps"]),
    .library(name: "TwoPhaseStore", targets: ["TwoPhaseStore"]),
    .library(name: "TwoPhaseCluster", targets: ["TwoPhaseCluster"]),
    .library(name: "TwoPhaseReport", targets: ["TwoPhaseReport"]),
    .library(name: "TwoPhaseLive", targets: ["TwoPhaseLive"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.0.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
  ],
  targets: [
    .systemLibrary(
      name: "CLAPACKE", pkgConfig: "lapacke",
      providers: [.apt(["liblapacke-dev", "libopenblas-dev"])]),
    .systemLibrary(
      name: "CSLEEF", pkgConfig: "sleef",
      providers: [.apt(["libsleef-dev"])]),
    .systemLibrary(
      name: "CZip", pkgConfig: "libzip",
      providers: [.apt(["libzip-dev"])]),
    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib",
      providers: [.apt(["zlib1g-dev"])]),
    .target(name: "CVectorKernels", dependencies: ["CLAPACKE", "CSLEEF"]),
    .target(
      name: "LinearAlgebra", dependencies: ["CLAPACKE", "CVectorKernels", "CZip"],
      exclude: ["README.md"]),
    .target(name: "Statistics", exclude: ["README.md"]),
    .target(
      name: "TwoPhaseTheory", dependencies: ["LinearAlgebra", "Statistics"], exclude: ["README.md"]),
    .target(
      name: "TwoPhaseTraining", dependencies: ["TwoPhaseTheory", "Statistics", "Yams"],
      exclude: ["README.md"]),
    .target(
      name: "TwoPhaseLemmas", dependencies: ["TwoPhaseTheory", "Statistics"], exclude: ["README.md"]),
    .target(
      name: "TwoPhaseNetworks",
      dependencies: ["LinearAlgebra", "Statistics", "TwoPhaseTheory", "CZlib"], exclude: ["README.md"]),
    .target(
      name: "TwoPhaseExperiments",
      dependencies: ["TwoPhaseNetworks", "TwoPhaseTraining", "Statistics", "Yams"], exclude: ["README.md"],
      // The described experiments, compiled in: the program runs them from any folder.
      resources: [.embedInCode("Configurations")]),
    .target(
      name: "TwoPhaseSweeps", dependencies: ["TwoPhaseTraining", "Statistics", "Yams"],
      exclude: ["README.md"]),
    .target(
      name: "TwoPhaseStore",
      dependencies: [
        "TwoPhaseTraining", "TwoPhaseExperiments", "TwoPhaseSweeps",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      exclude: ["README.md"]),
    .target(
      name: "TwoPhaseCluster",
      dependencies: ["TwoPhaseStore", .product(name: "Subprocess", package: "swift-subprocess")],
      exclude: ["README.md"]),
    .target(
      name: "TwoPhaseReport",
      dependencies: [
        "TwoPhaseTraining", "TwoPhaseLemmas", "TwoPhaseExperiments", "TwoPhaseSweeps",
        .product(name: "Mustache", package: "swift-mustache"),
        .product(name: "Subprocess", package: "swift-subprocess"),
      ],
      exclude: ["README.md"],
      // Templates, scripts and styles of the HTML pages, compiled in: the program stays one file.
      resources: [.embedInCode("HTML/Assets")]),
    .target(
      name: "TwoPhaseLive",
      dependencies: ["TwoPhaseReport", .product(name: "FlyingFox", package: "FlyingFox")],
      exclude: ["README.md"]),
    .executableTarget(
      name: "twophase",
      dependencies: [
        "TwoPhaseReport", "TwoPhaseLive", "TwoPhaseLemmas", "TwoPhaseExperiments", "TwoPhaseStore",
        "TwoPhaseSweeps", "TwoPhaseCluster",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      exclude: ["README.md"]),
    // The user's package in Examples/MyLemmas, built here too so that the tests run it.
    .executableTarget(
      name: "example-my-lemmas", dependencies: ["TwoPhaseLemmas", "TwoPhaseReport"],
      path: "Examples/MyLemmas/Sources/my-lemmas"),

    .target(
      name: "TestSupport", dependencies: ["TwoPhaseTraining"], path: "Tests/TestSupport"),
    .target(
      name: "ReportTestSupport", dependencies: ["TwoPhaseReport"], path: "Tests/ReportTestSupport"),
    // Random123's own Philox, to compare with: header-only, from librandom123-dev. Only tests link it.
    .target(name: "CRandom123", path: "Tests/CRandom123"),
    .testTarget(name: "StatisticsTests", dependencies: ["Statistics", "TestSupport"]),
    .testTarget(
      name: "LinearAlgebraTests",
      dependencies: ["LinearAlgebra", "CVectorKernels", "CRandom123", "TestSupport"]),
    .testTarget(
      name: "TwoPhaseTheoryTests", dependencies: ["TwoPhaseTheory", "TestSupport"]),
    .testTarget(
      name: "TwoPhaseTrainingTests", dependencies: ["TwoPhaseTraining", "Statistics", "TestSupport"]),
    .testTarget(
      name: "TwoPhaseNetworksTests", dependencies: ["TwoPhaseNetworks", "Statistics", "TestSupport"]),
    .testTarget(
      name: "TwoPhaseExperimentsTests", dependencies: ["TwoPhaseExperiments", "TestSupport", "Yams"]),
    .testTarget(
      name: "TwoPhaseSweepsTests", dependencies: ["TwoPhaseSweeps", "Statistics", "TestSupport"]),
    .testTarget(
      name: "TwoPhaseLemmasTests", dependencies: ["TwoPhaseLemmas", "TestSupport"]),
    .testTarget(
      name: "TwoPhaseStoreTests",
      dependencies: ["TwoPhaseStore", "TestSupport", .product(name: "GRDB", package: "GRDB.swift")]),
    .testTarget(
      name: "TwoPhaseClusterTests", dependencies: ["TwoPhaseCluster", "TestSupport"]),
    .testTarget(
      name: "TwoPhaseReportTests", dependencies: ["TwoPhaseReport", "TestSupport", "ReportTestSupport"]),
    .testTarget(name: "BrowserTests", dependencies: ["TwoPhaseReport", "TestSupport", "ReportTestSupport"]),
    .testTarget(
      name: "TwoPhaseLiveTests", dependencies: ["TwoPhaseLive", "TestSupport"]),
    .testTarget(
      name: "CommandLineTests",
      dependencies: [
        "TwoPhaseReport", "TwoPhaseLemmas", "TestSupport", .product(name: "GRDB", package: "GRDB.swift"),
      ]),
  ],
  swiftLanguageModes: [.v6]
)

// Without optimisation a test target is built in half the time or less. These do arithmetic of their own and keep it.
let optimized = ["StatisticsTests", "LinearAlgebraTests", "TwoPhaseTheoryTests"]
for target in package.targets where target.type == .test && !optimized.contains(target.name) {
  target.swiftSettings = [.unsafeFlags(["-Onone"])]
}
