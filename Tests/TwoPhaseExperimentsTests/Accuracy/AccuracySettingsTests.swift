import Foundation
import Testing
import TwoPhaseExperiments
import TwoPhaseNetworks
import Yams

@Suite("Settings of accuracy experiments")
struct AccuracySettingsTests {
  private func file(_ change: (String) -> String = { $0 }) throws -> AccuracySettings {
    let text = """
      data: digits
      learningRate: 0.1
      batch: 32
      epochs: 4
      seeds: 2
      variants:
        - {label: A}
        - {label: B, slope: 0.25, identity: false, start: zero, headStart: equal, learningRate: 0.5}
      compare:
        - {better: A, than: B, claim: one, epoch: 1, measure: trainingLoss, source: whose}
        - {stationary: B, claim: two}
        - {symmetric: B, claim: three}
      """
    return try YAMLDecoder().decode(AccuracySettings.self, from: change(text))
  }

  @Test("a file's settings are decoded")
  func decoded() throws {
    let settings = try file()
    #expect(
      settings.variants == [
        AccuracyVariant(label: "A"),
        AccuracyVariant(
          label: "B", slope: 0.25, identity: false, start: .zero, headStart: .equal, learningRate: 0.5),
      ])
    #expect(
      settings.compare == [
        AccuracyComparison(
          .better("A", than: "B", epoch: 1, by: .trainingLoss), claim: "one", source: "whose"),
        AccuracyComparison(.stationary("B"), claim: "two"),
        AccuracyComparison(.symmetric("B"), claim: "three"),
      ])
    #expect(settings.testFraction == nil && AccuracySettings.keys.contains("trainLimit"))
    _ = try AccuracyExperiment(settings: settings)
  }

  @Test(
    "what cannot be decoded says what was found and expected",
    arguments: [
      ("data: digits", "data: letters", "found 'letters', expected digits, mnist"),
      ("start: zero", "start: nought", "found 'nought', expected zero, standard, equal"),
      ("slope: 0.25", "slop: 0.25", "found the key 'slop', expected only label"),
      (
        "{stationary: B, claim: two}", "{stationary: B, better: A, claim: two}",
        "found the keys better, claim, stationary"
      ),
      ("{symmetric: B, claim", "{symmetric: B, epoch: 1, claim", "found the keys claim, epoch, symmetric"),
      ("measure: trainingLoss", "measure: luck", "found 'luck', expected testAccuracy, trainingLoss"),
      ("{symmetric: B, claim: three}", "{symetric: B, claim: three}", "found the key 'symetric'"),
    ])
  func undecodable(old: String, new: String, message: String) throws {
    do {
      _ = try file { $0.replacingOccurrences(of: old, with: new) }
      Issue.record("accepted")
    } catch DecodingError.dataCorrupted(let context) {
      #expect(context.debugDescription.hasPrefix(message))
    }
  }

  @Test(
    "what no experiment can have names its key",
    arguments: [
      ("learningRate: 0.1", "learningRate: 0", "learningRate: found 0.0, expected a positive number"),
      ("batch: 32", "batch: 0", "batch: found 0, expected a whole number from 1 to 1000000"),
      ("label: B", "label: A", "variants[1].label: found 'A' again, expected a label for each variant"),
      ("slope: 0.25", "slope: 1.5", "variants[1].slope: found 1.5, expected a number from -1 to 1"),
      ("better: A", "better: C", "compare[0]: found 'C', expected a variant's label: A, B"),
      ("epoch: 1", "epoch: 5", "compare[0].epoch: found 5, expected a number from 0 to epochs (4)"),
      ("than: B", "than: A", "compare[0].than: found 'A' again, expected another variant than better"),
      (
        "data: digits", "data: mnist\ntestFraction: 0.1",
        "testFraction: found 0.1, expected none: mnist has a test set of its own"
      ),
      (
        "data: digits", "data: digits\ntestFraction: 1",
        "testFraction: found 1.0, expected a number between 0 and 1"
      ),
      (
        "label: A", "label: A, start: zero, spectralNorm: 1",
        "variants[0].spectralNorm: found 1.0, expected a positive number, and a start other than zero"
      ),
    ])
  func refused(old: String, new: String, message: String) throws {
    let settings = try file { $0.replacingOccurrences(of: old, with: new) }
    do {
      _ = try AccuracyExperiment(settings: settings)
      Issue.record("accepted")
    } catch let error as ExperimentSettingError {
      #expect(error.description == message)
    }
  }

  @Test("figures 5 to 7 can be run, in full and in short", arguments: ["fig5", "fig6", "fig7"])
  func configurations(name: String) throws {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../../Sources/TwoPhaseExperiments/Configurations/\(name).yaml")
    let root = try #require(
      try Yams.load(yaml: String(contentsOf: path, encoding: .utf8)) as? [String: Any])
    #expect(root["kind"] as? String == AccuracyExperiment.kind && root["name"] as? String == name)
    let full = try #require(root["settings"] as? [String: Any])
    let quick = full.merging(try #require(root["quick"] as? [String: Any])) { $1 }
    for settings in [full, quick] {
      #expect(Set(settings.keys).isSubset(of: AccuracySettings.keys))
      let decoded = try YAMLDecoder().decode(AccuracySettings.self, from: try Yams.dump(object: settings))
      _ = try AccuracyExperiment(settings: decoded)
    }
  }
}
