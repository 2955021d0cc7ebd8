import LinearAlgebra
import TwoPhaseNetworks

/// Test accuracy of classifiers that differ in activation, identity mapping or start ([S], figures 5 to 7).
///
/// Each seed has its own split of the data, its own draws for the start and its own order of epochs, the same for every
/// variant: differences between variants are taken seed by seed.
public struct AccuracyExperiment: Experiment {
  /// The word in a file.
  public static let kind = "accuracy"
  /// The part of data without a test set that is for the test.
  public static let defaultTestFraction = 0.2

  /// What was asked for.
  public let settings: AccuracySettings

  /// An experiment.
  ///
  /// - Throws: `ExperimentSettingError`.
  public init(settings: AccuracySettings) throws {
    try settings.check()
    self.settings = settings
  }

  /// Reads the data and trains every variant with every seed.
  ///
  /// - Throws: what reading throws, `ExperimentInterrupted`, `LAPACKFailure`.
  public func perform(_ context: ExperimentContext) throws -> ExperimentOutcome {
    BLASBackend.setThreads(1)  // the trials run side by side
    let data = try ClassificationDataSet(settings.data, folder: context.dataFolder)
    let variants = settings.variants.count
    let runs = try context.trials(settings.seeds * variants) { index in
      try train(settings.variants[index % variants], seed: index / variants, data, context)
    }
    let results = settings.variants.indices.map { k in
      AccuracyResult(
        variant: settings.variants[k], runs: (0..<settings.seeds).map { runs[$0 * variants + k] },
        epochs: settings.epochs,
        learningRate: settings.variants[k].learningRate ?? settings.learningRate)
    }
    let comparisons = settings.compare.count { if case .better = $0.kind { true } else { false } }
    let findings = settings.compare.map { comparison in
      AccuracyJudge(results: results, epochs: settings.epochs, comparisons: comparisons).finding(comparison)
    }
    return ExperimentOutcome(
      panels: AccuracyPanels(results: results).panels, tables: [AccuracyTable(results: results).table],
      findings: findings, notes: notes(data, findings))
  }

  private func train(
    _ variant: AccuracyVariant, seed: Int, _ data: ClassificationDataSet, _ context: ExperimentContext
  ) throws -> AccuracyTrial {
    let lane = UInt32(seed)
    let parts = try data.parts(
      testFraction: settings.testFraction ?? Self.defaultTestFraction, trainingLimit: settings.trainLimit,
      seed: context.seed, lane: lane)
    let shape = Classifier.Shape(
      dimension: parts.training.dimension, classCount: parts.training.classCount, slope: variant.slope,
      identityMapping: variant.identity)
    let start = ClassifierStart(
      weights: variant.start, spectralNorm: variant.spectralNorm, head: variant.headStart)
    let training = ClassifierTraining(
      learningRate: variant.learningRate ?? settings.learningRate, batch: settings.batch,
      epochs: settings.epochs)
    let run = try training.run(
      from: start.classifier(shape: shape, seed: context.seed, lane: lane), training: parts.training,
      test: parts.test, seed: context.seed, lane: lane
    ) { _ in
      if context.isCancelled() { throw ExperimentInterrupted() }
    }
    return AccuracyTrial(
      records: run.records, divergedAtStep: run.divergedAtStep,
      largestClass: parts.test.classFrequencies.max() ?? 0)
  }

  private func notes(_ data: ClassificationDataSet, _ findings: [ExperimentFinding]) -> [String] {
    let tested =
      data.test.map { "tested on the data set's own \($0.count) test inputs" }
      ?? "of each class, the part \(settings.testFraction ?? Self.defaultTestFraction) is for the test"
    var notes = [
      "\(data.name.rawValue): \(data.data.count) inputs of \(data.data.dimension) entries, \(data.data.classCount) classes; \(tested). "
        + "Inputs are centred by the training part's mean of each entry and divided by one number, its root mean square.",
      "Network: h = sigma_a(V^T x) with d hidden neurons, logits U^T h + b, mean cross-entropy in nats; SGD, batch "
        + "\(settings.batch), constant learning rate \(settings.learningRate)"
        + settings.variants.compactMap { v in v.learningRate.map { "; \($0) for \(v.label)" } }.joined()
        + ".",
      "sigma_a'(0) is taken as 1, the right-hand derivative. Where W = 0, U = 0 and there is no identity mapping, the other "
        + "convention, sigma_a'(0) = a, gives the same: h = 0 makes the gradient by U zero, and U = 0 the one by W.",
      "One learning rate for variants that differ also in scale: the comparisons are at this rate, not at each variant's best.",
      "Seeds differ in split, start and order of epochs and share one data set: intervals are of the mean over those draws on "
        + "these data, not over new data.",
    ]
    if findings.count > 1 {
      notes.append(
        "The intervals of the differences hold together with 95 % (Bonferroni); those of the table each by itself."
      )
    }
    return notes
  }
}
