import LinearAlgebra
import Statistics
import TwoPhaseNetworks
import TwoPhaseTheory

/// Activations outside PReLU's family ([S], other attempts): does P still approximate the gradient, and does SGD show two
/// phases, with A and f_A as they are?
///
/// At points of several norms P is compared with sampled gradients, without the bias of sampling (`ApproximationResidual`);
/// activations inside the family, whose residual is known exactly, are the control. Then SGD from the wrong-way start.
public struct ActivationExperiment: Experiment {
  /// "activations".
  public static let kind = "activations"
  /// What a file sets.
  public typealias Settings = ActivationExperimentSettings

  let settings: ActivationExperimentSettings

  /// An experiment.
  ///
  /// - Throws: `ExperimentSettingError`.
  public init(settings: ActivationExperimentSettings) throws {
    try settings.check()
    self.settings = settings
  }

  /// Compares and runs.
  ///
  /// - Throws: `ExperimentInterrupted`, `TheoryError`, `LAPACKFailure`.
  public func perform(_ context: ExperimentContext) throws -> ExperimentOutcome {
    let kinds = settings.kinds
    let (points, seeds) = (settings.points, settings.seeds)
    let comparisons = points.count * kinds.count
    let trials = try context.trials(comparisons + kinds.count * seeds) { index -> Trial in
      if index < comparisons {
        return .comparison(
          try comparison(kinds[index % kinds.count], point: index / kinds.count, seed: context.seed))
      }
      let k = index - comparisons
      let trajectory = try settings.run(kinds[k / seeds], seed: context.seed &+ UInt64(k % seeds))
        .trajectory(isCancelled: context.isCancelled)
      if context.isCancelled() { throw ExperimentInterrupted() }
      return .run(trajectory)
    }
    let compared = trials.compactMap { trial -> ActivationComparison? in
      if case .comparison(let value) = trial { return value }
      return nil
    }
    let made = trials.compactMap { trial -> ActivationTrajectory? in
      if case .run(let value) = trial { return value }
      return nil
    }
    let runs = kinds.indices.map { k in
      ActivationRuns(activation: kinds[k], trajectories: Array(made[(k * seeds)..<((k + 1) * seeds)]))
    }
    return ExperimentOutcome(
      panels: panels(compared, runs), tables: [comparisonTable(compared), runTable(runs)],
      findings: findings(compared, runs), notes: notes)
  }

  private enum Trial: Sendable {
    case comparison(ActivationComparison)
    case run(ActivationTrajectory)
  }

  /// Intervals of one comparison: residual, residual with the best kappa, cosine.
  private static let intervals = 3

  /// The confidence of each interval of a comparison: 95 % for all of them together, by Bonferroni.
  var confidence: Double {
    let count = settings.points.count * settings.kinds.count * Self.intervals
    return 1 - (1 - MeanInterval.defaultConfidence) / Double(count)
  }

  private func comparison(
    _ activation: HiddenActivation, point index: Int, seed: UInt64
  ) throws -> ActivationComparison {
    let point = settings.points[index]
    let (student, teacher) = try point.start.weights(
      dimension: settings.dimension, seed: seed, index: index + 1)
    let terms = try ApproximationTerms(student: student, teacher: teacher)
    let kappa = activation.kappa ?? 1
    var exact: ExactResidual?
    if let slope = activation.familySlope {
      var evaluator = try PointEvaluator(network: Network(slope: slope), teacher: teacher)
      try evaluator.move(to: student)
      exact = ExactResidual(gradient: evaluator.negativeGradient(.paper), terms: terms, kappa: kappa)
    }
    let sampling = ResidualSampling(
      batches: settings.residualBatches, batch: settings.residualBatch, seed: seed)
    let gradients = sampling.negativeGradients(
      activation, student: student, teacher: teacher, point: index)
    return ActivationComparison(
      activation: activation, point: point.name, norm: point.norm,
      sampled: ApproximationResidual(
        negativeGradients: gradients, terms: terms, kappa: kappa, confidence: confidence),
      exact: exact)
  }
}

/// P beside an activation's gradient at a point.
struct ActivationComparison: Sendable {
  let activation: HiddenActivation
  let point: String
  let norm: Double?
  /// Nil when the samples do not tell the gradient from zero.
  let sampled: ApproximationResidual?
  /// Inside the family.
  let exact: ExactResidual?
}

/// The runs of an activation.
struct ActivationRuns: Sendable {
  let activation: HiddenActivation
  let trajectories: [ActivationTrajectory]

  var verdicts: [ActivationVerdict] { trajectories.map(ActivationVerdict.init) }

  /// One phrase for all of them.
  var phrase: String {
    var phrases: [String] = []
    for verdict in verdicts where !phrases.contains(verdict.phrase) { phrases.append(verdict.phrase) }
    return phrases.joined(separator: "; ")
  }
}
