import Foundation
import LinearAlgebra

/// The experiments that are compiled in, and the kinds that a file may name.
public enum ExperimentCatalogue {
  /// Every kind.
  static let kinds: [any Experiment.Type] = [
    AccuracyExperiment.self, RecoveryExperiment.self, InitialisationExperiment.self, SlopeExperiment.self,
    DurationExperiment.self, DeepExperiment.self, ActivationExperiment.self,
  ]

  /// The described experiments, in the order of the study, with their texts.
  private static let texts: [(name: String, text: [UInt8])] = [
    ("fig5", PackageResources.fig5_yaml), ("fig6", PackageResources.fig6_yaml),
    ("fig7", PackageResources.fig7_yaml), ("fig8", PackageResources.fig8_yaml),
    ("initialisation", PackageResources.initialisation_yaml),
    ("prelu", PackageResources.prelu_yaml), ("phases", PackageResources.phases_yaml),
    ("deep", PackageResources.deep_yaml), ("activations", PackageResources.activations_yaml),
  ]

  /// The names of the described experiments, in the order of the study.
  public static var names: [String] { texts.map(\.name) }

  /// What a list shows: every described experiment's name, title and source.
  ///
  /// - Throws: `ExperimentFileError`, which is an error in this program.
  public static func list() throws -> [(name: String, title: String, source: String)] {
    try names.map(file).map { ($0.name, $0.title, $0.source) }
  }

  /// Experiments as a user names them; "all" is every described one.
  ///
  /// - Throws: `ExperimentNameError` for none, an unknown one or one twice; `FileFailure`, `ExperimentFileError`.
  public static func files(_ names: [String]) throws -> [ExperimentFile] {
    guard !names.isEmpty else { throw ExperimentNameError(name: "no name") }
    let found = try (names == ["all"] ? Self.names : names).map(file)
    for (index, experiment) in found.enumerated()
    where found[..<index].contains(where: { $0.name == experiment.name }) {
      throw ExperimentNameError(name: "\(experiment.name) twice")
    }
    return found
  }

  /// A described experiment by its name, or one from a file whose name ends in .yaml or .yml.
  ///
  /// - Throws: `ExperimentNameError` for an unknown name, `FileFailure`, `ExperimentFileError`.
  public static func file(_ name: String) throws -> ExperimentFile {
    if name.hasSuffix(".yaml") || name.hasSuffix(".yml") { return try ExperimentFile(path: name) }
    guard let found = texts.first(where: { $0.name == name }) else {
      throw ExperimentNameError(name: name)
    }
    return try ExperimentFile(
      text: String(decoding: found.text, as: UTF8.self), path: "Experiments/\(name).yaml")
  }
}

/// A name that no described experiment has.
public struct ExperimentNameError: DescribedFailure, Equatable {
  /// What was asked for.
  public let name: String

  /// The command was used wrongly.
  public var kind: FailureKind { .usage }
  /// One line.
  public var description: String {
    "reproduce: found '\(MessageText.line(name, limit: 80))', expected all, a .yaml file, or one of: "
      + ExperimentCatalogue.names.joined(separator: ", ")
  }
}

/// An experiment with its settings decoded and checked, ready to run.
public struct PreparedExperiment {
  /// Its description.
  public let file: ExperimentFile
  /// Whether it is the short form.
  public let isQuick: Bool
  private let experiment: any Experiment
  private let settings: String

  /// Decodes and checks the settings.
  ///
  /// - Throws: `ExperimentFileError` naming line and key.
  public init(_ file: ExperimentFile, isQuick: Bool) throws {
    guard let kind = ExperimentCatalogue.kinds.first(where: { $0.kind == file.kind }) else {
      let words = ExperimentCatalogue.kinds.map { $0.kind }.joined(separator: ", ")
      throw ExperimentFileError(
        path: file.path, line: nil,
        "kind: found '\(MessageText.line(file.kind, limit: 60))', expected one of: \(words)")
    }
    self.file = file
    self.isQuick = isQuick
    (experiment, settings) = try Self.make(kind, file, isQuick: isQuick)
  }

  private static func make<Kind: Experiment>(
    _ kind: Kind.Type, _ file: ExperimentFile, isQuick: Bool
  ) throws -> (any Experiment, String) {
    let (settings, text) = try file.settings(Kind.Settings.self, isQuick: isQuick)
    do {
      return (try kind.init(settings: settings), text)
    } catch let error as ExperimentSettingError {
      throw ExperimentFileError(path: file.path, line: nil, error.description)
    }
  }

  /// Runs it.
  ///
  /// - Throws: what a trial throws; `ExperimentInterrupted`.
  public func perform(_ context: ExperimentContext) throws -> ExperimentResult {
    let outcome = try experiment.perform(context)
    return ExperimentResult(
      name: file.name, title: file.title, claim: file.claim, source: file.source, isQuick: isQuick,
      settings: settings, seed: context.seed, panels: outcome.panels, tables: outcome.tables,
      findings: outcome.findings, notes: outcome.notes)
  }
}
