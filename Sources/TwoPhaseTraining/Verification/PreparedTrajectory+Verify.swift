import Foundation
import LinearAlgebra
import TwoPhaseTheory

extension PreparedTrajectory {
  /// Steps that differ from the population gradient's by less than this part of the path count as population steps.
  private static let exactness = 1e-5

  /// Evaluates every snapshot and reaches the verdicts.
  ///
  /// - Parameters:
  ///   - isCancelled: asked before every snapshot; true ends the verification with what was read.
  ///   - progress: told the number of snapshots read.
  /// - Throws: `SnapshotError` for NaN amid finite snapshots, `TheoryError` when the first snapshot is unusable, or what
  ///   reading throws.
  /// - Complexity: a snapshot costs about 10 d^3 operations in products, 3 d^3 without its noise; memory is that of a few snapshots.
  public func verify(
    provenance: RunProvenance = RunProvenance(), isCancelled: () -> Bool = { false },
    progress: (Int) -> Void = { _ in }
  ) throws -> RecordedRun {
    let peak = GEMMPeak.measure()
    var reader = try TrajectoryPass(self)
    let start = DispatchTime.now().uptimeNanoseconds
    try reader.run(isCancelled: isCancelled, progress: progress)
    let seconds = Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
    let phases = reader.detector.summary
    let rate = learningRate(at: 0)
    var facts = RunFacts(
      setting: setting, origin: .trajectory(description), sampling: sampling(reader.series),
      passes: [RunFacts.Pass(seed: nil, status: reader.status, prescribedRate: prescribedRate(phases))],
      inputs: reader.inputEvidence,
      performance: RunPerformance(
        backend: .current, seconds: seconds, productFlops: reader.productFlops, peakGigaflops: peak,
        steps: reader.series.count, account: reader.engine.account))
    facts.provenance = provenance
    facts.dataEstimates = reader.dataEstimates
    facts.orders = rate.flatMap { rate in
      trajectory.count > 1
        ? try? PredictionOrders(
          step: trajectory.steps[0], student: first, teacher: teacher, network: setting.network,
          learningRate: rate) : nil
    }
    facts.precision = StoredPrecision(
      isSingle: trajectory.sourceIsSinglePrecision, includesIdentity: request.options.includesIdentity)
    facts.impliedRate = reader.impliedRate
    return try RecordedRun(facts: facts, series: [reader.series])
  }

  /// How the steps were made: as told, else population when they are the population gradient's to rounding.
  private func sampling(_ series: RunSeries) -> TheoremEvidence.Sampling {
    switch request.gradient {
    case .population: return .population
    case .sampled: return .sampled
    case .auto: break
    }
    var path = 0.0
    var noise: Double?
    for record in series.records {
      guard let rate = record.learningRate, let gradient = record.gradient else { continue }
      path += setting.network.paperLearningRate(rate) * gradient.spectralNorm
      noise = gradient.accumulatedNoise
    }
    guard let noise, path > 0 else { return .unknown }
    return noise <= Self.exactness * path ? .population : .sampled
  }

  /// Phase 2's rate when the file's learning rates end in the one that C5 prescribes.
  private func prescribedRate(_ phases: PhaseSummary) -> SeedOutcome.PrescribedRate? {
    guard let began = phases.transition?.heldSince, let rates = trajectory.learningRates,
      request.learningRate == nil, trajectory.count >= 2,
      let formula = PhaseTwoRate(rateOnly: setting.constants)
    else { return nil }
    let last = trajectory.count - 1
    var from = last - 1
    while from > 0, rates[from - 1] == rates[from] { from -= 1 }
    let (start, steps) = (trajectory.steps[from], trajectory.steps[last] - trajectory.steps[from])
    let used = SeedOutcome.PrescribedRate(
      start: start, steps: steps, paperLearningRate: setting.network.paperLearningRate(rates[from]))
    return start >= began && formula.prescribes(used) ? used : nil
  }
}
