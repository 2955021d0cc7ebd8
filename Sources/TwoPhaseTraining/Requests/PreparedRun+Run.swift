import LinearAlgebra
import TwoPhaseTheory

extension RunRequest {
  /// Steps between two points at which a run starts afresh, and from which it can be continued. Part of what makes the
  /// last bits of a run reproducible: it never depends on whether anything is stored.
  public static let checkpointCadence = 128
}

extension PreparedRun {
  /// Runs it, and its repeats: runs from the same W_0 and W* whose samples come from the seeds that follow.
  ///
  /// - Parameters:
  ///   - provenance: who makes it, for reports.
  ///   - stopped: a stopped run of the same request, to go on with; nil from the start.
  ///   - observers: told of everything as it is made.
  ///   - isCancelled: asked before every step; true ends the run as interrupted with what was recorded.
  ///   - progress: told the number of updates made over all repeats, at every record.
  /// - Throws: `TheoryError` when the first point is unusable, `LAPACKFailure`, and what an observer throws.
  public func run(
    provenance: RunProvenance = RunProvenance(), continuing stopped: RunContinuation? = nil,
    observers: [any RunObserver] = [], isCancelled: () -> Bool = { false },
    progress: (Int) -> Void = { _ in }
  ) throws -> RecordedRun {
    let conductor = try RunConductor(
      self, provenance: provenance, continuing: stopped, observers: observers)
    return try conductor.conduct(isCancelled: isCancelled, progress: progress)
  }

  /// The run without its weights.
  var description: TrainingDescription {
    TrainingDescription(request: request, startNorm: startNorm, batch: batch, data: data.map(DataDigest.init))
  }

  /// What is known of inputs that are drawn.
  var gaussianInputs: InputEvidence {
    .gaussian(
      how: request.gradient == .population
        ? "the population gradient is the expectation over N(0, I)" : "every batch is drawn from N(0, I)")
  }

  /// The user's inputs, tested; nil without any.
  var inputsAtHand: InputsAtHand? {
    data.map {
      InputsAtHand(name: request.dataFile ?? "the data", inputs: $0, network: network, teacher: teacher)
    }
  }

  /// What a pass measures: a repeat gives its distances and ||g||_F alone, which no noise is needed for; and what is done
  /// with the weights of some records needs data.
  func measurement(isMain: Bool) -> StepMeasurement {
    let detail = request.stepDetail
    guard isMain else { return StepMeasurement(detail: detail.includesNorms ? .norms : .scalars) }
    return detail == .scalars && data == nil ? .none : .full(steps: request.steps, detail: detail)
  }

  /// C5's rate for the steps after the one that is under way at a record; nil when fewer than two are left.
  func prescribedRate(after step: Int) -> SeedOutcome.PrescribedRate? {
    let left = request.steps - (step + 1)
    guard let rate = PhaseTwoRate(rateOnly: setting.constants)?.paperLearningRate(steps: left) else {
      return nil
    }
    return SeedOutcome.PrescribedRate(start: step + 1, steps: left, paperLearningRate: rate)
  }

  /// A prescribed rate as eta, true scale.
  func trueRate(_ prescribed: SeedOutcome.PrescribedRate) -> Double {
    prescribed.paperLearningRate / network.trueOverPaper
  }
}

extension DataDigest {
  /// The digest of a matrix.
  init(_ matrix: Matrix) {
    let hash = FNV1a.hash(matrix.elements.lazy.map(\.bitPattern))
    self.init(rows: matrix.rowCount, digest: String(hash, radix: 16))
  }
}
