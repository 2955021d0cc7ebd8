import LinearAlgebra
import Statistics
import TwoPhaseNetworks

/// Deeper networks with patterns of identity mappings ([S], other attempts): in which does the two-phase picture survive?
///
/// Each pattern is run with each activation from several seeds; a run that diverges is repeated at half its rate, up to
/// `halvings` times. `DeepVerdict` says of each run whether the picture survives; a pattern survives, or fails, when all
/// its runs do.
public struct DeepExperiment: Experiment {
  /// "deep".
  public static let kind = "deep"
  /// What a file sets.
  public typealias Settings = DeepExperimentSettings

  let settings: DeepExperimentSettings

  /// An experiment.
  ///
  /// - Throws: `ExperimentSettingError`.
  public init(settings: DeepExperimentSettings) throws {
    try settings.check()
    self.settings = settings
  }

  /// Runs all patterns.
  ///
  /// - Throws: `ExperimentInterrupted`, `LAPACKFailure`.
  public func perform(_ context: ExperimentContext) throws -> ExperimentOutcome {
    let architectures = settings.architectures
    let seeds = settings.seeds
    let trials = try context.trials(architectures.count * seeds) { index in
      try trial(architectures[index / seeds], seed: context.seed &+ UInt64(index % seeds), context)
    }
    let patterns = architectures.indices.map { k in
      DeepPattern(architectures[k], Array(trials[(k * seeds)..<((k + 1) * seeds)]))
    }
    return ExperimentOutcome(
      panels: panels(patterns), tables: [table(patterns)], findings: findings(patterns),
      notes: notes(patterns))
  }

  private func trial(
    _ architecture: DeepArchitecture, seed: UInt64, _ context: ExperimentContext
  ) throws -> DeepTrial {
    var run = settings.run(architecture, seed: seed)
    var halvings = 0
    while true {
      let trajectory = try run.trajectory(isCancelled: context.isCancelled)
      if context.isCancelled() { throw ExperimentInterrupted() }
      guard trajectory.ending.isDivergence, halvings < settings.halvings else {
        return DeepTrial(
          trajectory: trajectory, verdict: DeepVerdict(trajectory), learningRate: run.learningRate,
          halvings: halvings)
      }
      run.learningRate /= 2
      halvings += 1
    }
  }
}

/// A run and what is said of it.
struct DeepTrial: Sendable {
  let trajectory: DeepTrajectory
  let verdict: DeepVerdict
  let learningRate: Double
  let halvings: Int
}

/// All runs of a network.
struct DeepPattern: Sendable {
  let architecture: DeepArchitecture
  let trials: [DeepTrial]

  init(_ architecture: DeepArchitecture, _ trials: [DeepTrial]) {
    self.architecture = architecture
    self.trials = trials
  }

  /// "linear 110".
  var label: String { "\(architecture.activation.label) \(architecture.pattern)" }

  /// True when all runs survive.
  var survives: Bool { trials.allSatisfy { $0.verdict == .survives } }
  /// True when all runs fail.
  var fails: Bool { trials.allSatisfy(\.verdict.isFailure) }
  /// True when one run or more diverged at every rate.
  var hasDivergence: Bool { trials.contains { $0.verdict == .fails(.diverged) } }

  /// One phrase for all runs.
  var phrase: String {
    var counts: [(phrase: String, count: Int)] = []
    for trial in trials {
      if let k = counts.firstIndex(where: { $0.phrase == trial.verdict.phrase }) {
        counts[k].count += 1
      } else {
        counts.append((trial.verdict.phrase, 1))
      }
    }
    if counts.count == 1 { return counts[0].phrase }
    let word = fails ? "fails" : "undecided"
    let parts = counts.map { part -> String in
      let short = part.phrase.split(separator: ":").last.map { $0.trimmingPrefix(" ") } ?? ""
      return "\(short) in \(part.count)"
    }
    return "\(word): \(parts.joined(separator: ", ")) of \(trials.count)"
  }
}
