// swift-tools-version: 6.0
import PackageDescription

let package = Package(
  name: "MyLemmas",
  dependencies: [
    // Outside this repository: .package(url: "<where TwoPhase is>", branch: "main")
    .package(name: "TwoPhase", path: "../..")
  ],
  targets: [
    .executableTarget(
      name: "my-lemmas",
      dependencies: [
        .product(name: "TwoPhaseLemmas", package: "TwoPhase"),
        .product(name: "TwoPhaseReport", package: "TwoPhase"),
      ])
  ],
  swiftLanguageModes: [.v6]
)
