import Foundation
import LinearAlgebra
import TwoPhaseTheory

extension PreparedRun {
  /// Runs it, and its repeats: runs from the same W_0 and W* whose samples come from the seeds that follow.
  ///
  /// - Parameters:
  ///   - isCancelled: asked before every step; true ends the run as interrupted with what was recorded.
  ///   - progress: told the number of updates made over all repeats, at every record.
  /// - Throws: `TheoryError` when the first point is unusable, `LAPACKFailure`.
  public func run(isCancelled: () -> Bool = { false }, progress: (Int) -> Void = { _ in }) throws
    -> RecordedRun
  {
    let peak = GEMMPeak.measure()
    let start = DispatchTime.now().uptimeNanoseconds
    let first = try pass(seed: request.seed, isMain: true, isCancelled: isCancelled, progress: progress)
    let seconds = Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
    var outcomes = [first.outcome(seed: sampling == .population ? nil : request.seed)]
    var repeatsWereInterrupted = false
    for repetition in 1..<max(1, request.repeats) {
      var isStopped = isCancelled()
      if !isStopped {
        let seed = request.seed &+ UInt64(repetition)
        let pass = try pass(seed: seed, isMain: false, isCancelled: isCancelled) { step in
          progress(repetition * request.steps + step)
        }
        if case .interrupted = pass.status {
          isStopped = true
        } else {
          outcomes.append(pass.outcome(seed: seed))
        }
      }
      if isStopped {
        repeatsWereInterrupted = true
        break
      }
    }
    return RecordedRun(
      setting: setting, origin: .training(self), status: first.status, series: first.series,
      analysis: RunAnalysis(
        series: first.series, phases: first.phases, network: network, dimension: dimension,
        learningRate: request.learningRate),
      theorem: try TheoremReport(
        series: first.series, setting: setting, phases: first.phases, status: first.status,
        inputs: first.inputs?.evidence ?? gaussianInputs, sampling: sampling, seeds: outcomes,
        dataEstimates: first.inputs?.estimates ?? [],
        orders: request.steps > 0
          ? try? PredictionOrders(
            step: 0, student: student, teacher: teacher, network: network, learningRate: request.learningRate)
          : nil, stepDetail: request.stepDetail),
      repeatsWereInterrupted: repeatsWereInterrupted,
      performance: RunPerformance(
        backend: .current, seconds: seconds, productFlops: first.productFlops, peakGigaflops: peak,
        steps: first.steps, account: first.account))
  }

  private var sampling: TheoremEvidence.Sampling { request.gradient == .population ? .population : .sampled }

  private var gaussianInputs: InputEvidence {
    .gaussian(
      how: sampling == .population
        ? "the population gradient is the expectation over N(0, I)" : "every batch is drawn from N(0, I)")
  }

  /// One pass from W_0 over the steps.
  private struct Pass {
    var status = RunStatus.completed
    var series = RunSeries()
    var phases: PhaseSummary
    var prescribedRate: SeedOutcome.PrescribedRate?
    var productFlops = 0.0
    var steps = 0
    var account = GramEngine.Account()
    var inputs: InputsAtHand?

    func outcome(seed: UInt64?) -> SeedOutcome {
      SeedOutcome(seed: seed, series: series, phases: phases, status: status, prescribedRate: prescribedRate)
    }
  }

  private func pass(
    seed: UInt64, isMain: Bool, isCancelled: () -> Bool, progress: (Int) -> Void
  ) throws -> Pass {
    switch request.gradient {
    case .population:
      return try pass(PopulationGradient(dimension: dimension), isMain, isCancelled, progress)
    case .sampled:
      let inputs: MinibatchGradient.Inputs = data.map { .data($0, seed: seed) } ?? .gaussian(seed: seed)
      let source = MinibatchGradient(
        inputs: inputs, batch: batch ?? RunRequest.defaultBatch, network: network, teacher: teacher)
      return try pass(source, isMain, isCancelled, progress)
    }
  }

  private func pass(
    _ source: some GradientSource, _ isMain: Bool, _ isCancelled: () -> Bool, _ progress: (Int) -> Void
  ) throws -> Pass {
    var sgd = try InstrumentedSGD(
      network: network, student: student, teacher: teacher, source: source,
      learningRate: request.learningRate, cadence: request.cadence,
      measurement: measurement(isMain: isMain))
    var detector = PhaseDetector(thresholds: setting.thresholds)
    var result = Pass(phases: detector.summary)
    if isMain, let data {
      result.inputs = InputsAtHand(
        name: request.dataFile ?? "the data", inputs: data, network: network, teacher: teacher)
    }
    result.status = try sgd.run(
      steps: request.steps, rate: { _ in result.prescribedRate.map { trueRate($0) } ?? request.learningRate },
      isCancelled: isCancelled, weights: { result.inputs?.estimate(step: $0, student: $1) }
    ) { record in
      result.series.append(record)
      detector.observe(PhaseObservation(record))
      if request.schedule == .theorem, result.prescribedRate == nil, detector.summary.transition != nil {
        result.prescribedRate = prescribedRate(after: record.step)
      }
      progress(record.step)
    }
    result.phases = detector.summary
    result.productFlops = sgd.productFlops
    result.steps = sgd.step
    result.account = sgd.account
    return result
  }

  /// What a pass measures: a repeat gives its distances and ||g||_F alone, which no noise is needed for; and what is done
  /// with the weights of some records needs data.
  private func measurement(isMain: Bool) -> StepMeasurement {
    let detail = request.stepDetail
    guard isMain else { return StepMeasurement(detail: detail.includesNorms ? .norms : .scalars) }
    return detail == .scalars && data == nil ? .none : .full(steps: request.steps, detail: detail)
  }

  /// C5's rate for the steps after the one that is under way at a record; nil when fewer than two are left.
  private func prescribedRate(after step: Int) -> SeedOutcome.PrescribedRate? {
    let left = request.steps - (step + 1)
    guard let rate = PhaseTwoRate(rateOnly: setting.constants)?.paperLearningRate(steps: left) else {
      return nil
    }
    return SeedOutcome.PrescribedRate(start: step + 1, steps: left, paperLearningRate: rate)
  }

  private func trueRate(_ prescribed: SeedOutcome.PrescribedRate) -> Double {
    prescribed.paperLearningRate / network.trueOverPaper
  }
}
