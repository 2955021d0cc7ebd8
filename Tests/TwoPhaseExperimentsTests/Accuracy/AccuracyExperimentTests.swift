import Foundation
import LinearAlgebra
import Testing
import TwoPhaseExperiments
import TwoPhaseNetworks
import Yams

@Suite("Accuracy experiments")
struct AccuracyExperimentTests {
  /// A folder with separable data of three classes as digits-*.npy, removed with it.
  final class Folder {
    let path = NSTemporaryDirectory() + "twophase-accuracy-" + UUID().uuidString

    init() throws {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      var inputs = NormalStream(seed: 6, purpose: 1).matrix(rowCount: 150, columnCount: 5)
      for i in 0..<150 { inputs[i, i % 3] += 4 }
      try inputs.writeNPY(to: path + "/digits-inputs.npy")
      try NPYArray(shape: [150], values: (0..<150).map { Double($0 % 3) }).write(
        to: path + "/digits-labels.npy")
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
  }

  private let variants = [
    AccuracyVariant(label: "identity"), AccuracyVariant(label: "again"),
    AccuracyVariant(label: "stuck", identity: false, start: .zero, headStart: .zero),
    AccuracyVariant(
      label: "equal", slope: 0.25, identity: false, start: .equal, headStart: .equal, learningRate: 0.02),
    AccuracyVariant(label: "wild", learningRate: 1e9),
  ]

  private func settings(_ compare: [AccuracyComparison] = [], seeds: Int = 3, epochs: Int = 4)
    -> AccuracySettings
  {
    AccuracySettings(
      variants: variants, compare: compare, learningRate: 0.1, batch: 16, epochs: epochs, seeds: seeds)
  }

  private func outcome(_ settings: AccuracySettings, workers: Int = 1, seed: UInt64 = 1) throws
    -> ExperimentOutcome
  {
    let folder = try Folder()
    return try AccuracyExperiment(settings: settings).perform(
      ExperimentContext(seed: seed, dataFolder: folder.path, workers: workers))
  }

  @Test("outcomes do not depend on the workers, and depend on the seed")
  func workers() throws {
    let one = try outcome(settings())
    #expect(try outcome(settings(), workers: 2) == one)
    #expect(try outcome(settings(), seed: 2) != one)
  }

  @Test("claims are judged by what was run")
  func findings() throws {
    let compare = [
      AccuracyComparison(.better("identity", than: "stuck"), claim: "1", source: "[S]"),
      AccuracyComparison(.better("stuck", than: "identity", epoch: 2), claim: "2"),
      AccuracyComparison(.better("identity", than: "again"), claim: "3"),
      AccuracyComparison(.stationary("stuck"), claim: "4"),
      AccuracyComparison(.stationary("identity"), claim: "5"),
      AccuracyComparison(.symmetric("equal"), claim: "6"),
      AccuracyComparison(.symmetric("identity"), claim: "7"),
      AccuracyComparison(.better("identity", than: "wild"), claim: "8"),
      AccuracyComparison(.stationary("equal"), claim: "9"),
      AccuracyComparison(.better("identity", than: "stuck", epoch: 3, by: .trainingLoss), claim: "10"),
      AccuracyComparison(.better("stuck", than: "identity", by: .trainingLoss), claim: "11"),
    ]
    let findings = try outcome(settings(compare, seeds: 8)).findings
    #expect(
      findings.map(\.verdict) == [
        .holds, .violated, .notTested, .holds, .violated, .holds, .violated, .notTested, .violated, .holds,
        .violated,
      ])
    #expect(findings.map(\.claim) == (1...11).map(String.init))
    #expect(findings[0].source == "[S]" && findings[0].evidence.contains("over 8 paired seeds"))
    #expect(findings[1].evidence.contains("after epoch 2"))
    // Equal variants: equal runs, which decide nothing.
    #expect(findings[2].evidence.hasPrefix("8 seeds do not decide: "))
    #expect(findings[3].evidence.contains("exactly 0") && findings[3].evidence.contains("33.33 %"))
    #expect(findings[9].evidence.hasPrefix("training loss after epoch 3: identity 0."))
    #expect(findings[7].evidence.contains("wild diverged at step"))
    #expect(findings.allSatisfy { !$0.evidence.lowercased().contains("nan") })
  }

  @Test("more comparisons widen each interval: they hold together")
  func joint() throws {
    let one = AccuracyComparison(.better("identity", than: "stuck"), claim: "1")
    func text(_ count: Int) throws -> String {
      try outcome(settings([AccuracyComparison](repeating: one, count: count), seeds: 4)).findings[0].evidence
    }
    let (alone, among) = (try text(1), try text(6))
    #expect(alone != among)
    #expect(alone.prefix { $0 != "(" } == among.prefix { $0 != "(" }, "the mean is the same")
  }

  @Test("one seed decides nothing")
  func oneSeed() throws {
    let compare = [AccuracyComparison(.better("identity", than: "stuck"), claim: "1")]
    let finding = try outcome(settings(compare, seeds: 1)).findings[0]
    #expect(finding.verdict == .notTested && finding.evidence.contains("one seed has no interval"))
  }

  @Test("panels and table have every variant; diverged ones have no numbers but words")
  func shapes() throws {
    let outcome = try outcome(settings())
    #expect(outcome.panels.map(\.id) == ["a", "b", "c"])
    for panel in outcome.panels {
      #expect(panel.curves.map(\.label) == variants.map(\.label))
      for curve in panel.curves {
        #expect(curve.points.map(\.x) == [0, 1, 2, 3, 4])
        for point in curve.points {
          if let y = point.y, let low = point.low, let high = point.high { #expect(low <= y && y <= high) }
        }
      }
      #expect(panel.curves[0].points.allSatisfy { $0.y != nil })
      #expect(panel.curves[4].points[4].y == nil)
    }
    #expect(outcome.panels[1].y.isLogarithmic)
    let table = try #require(outcome.tables.first)
    #expect(table.rows.allSatisfy { $0.count == table.columns.count })
    guard case .text(let words) = table.rows[4][4] else {
      Issue.record("a diverged run has no accuracy")
      return
    }
    #expect(words.hasPrefix("diverged at step"))
  }

  @Test("a cancelled experiment ends as interrupted, data that are missing are named")
  func ends() throws {
    let folder = try Folder()
    let experiment = try AccuracyExperiment(settings: settings())
    #expect(throws: ExperimentInterrupted.self) {
      try experiment.perform(ExperimentContext(dataFolder: folder.path, isCancelled: { true }))
    }
    #expect(throws: DataSetError.self) {
      try experiment.perform(ExperimentContext(dataFolder: folder.path + "/none"))
    }
  }
}
