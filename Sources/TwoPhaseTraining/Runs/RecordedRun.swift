import TwoPhaseTheory

/// A run with everything a report needs: ended, however it ended, or under way. It follows from facts and records alone.
public struct RecordedRun: Sendable {
  /// What is known beside the records.
  public private(set) var facts: RunFacts
  /// The records.
  public let series: RunSeries
  /// What the records say about the phases.
  public let analysis: RunAnalysis
  /// What the records say of the theorem.
  public let theorem: TheoremReport

  /// What facts and records say.
  ///
  /// - Parameter series: the records of each pass, in the facts' order; a repeat that has not ended is left out of the seeds.
  /// - Throws: `OptionError` when the constants fitted to the run are no constants.
  /// - Complexity: O(n) for n records.
  public init(facts: RunFacts, series passes: [RunSeries]) throws {
    self.facts = facts
    series = passes.first ?? RunSeries()
    let thresholds = facts.setting.thresholds
    let phases = passes.map { PhaseDetector.summary(of: $0, thresholds: thresholds) }
    let first = phases.first ?? PhaseDetector(thresholds: thresholds).summary
    analysis = RunAnalysis(
      series: series, phases: first, network: facts.setting.network, dimension: facts.setting.dimension,
      learningRate: facts.learningRate)
    let outcomes = zip(passes, phases).enumerated().compactMap { index, found -> SeedOutcome? in
      let pass = facts.passes[index]
      guard index == 0 || pass.status.hasEnded else { return nil }
      return SeedOutcome(
        seed: pass.seed, series: found.0, phases: found.1, status: pass.status,
        prescribedRate: pass.prescribedRate)
    }
    theorem = try TheoremReport(
      series: series, setting: facts.setting, phases: first, status: facts.status, inputs: facts.inputs,
      sampling: facts.sampling, seeds: outcomes, dataEstimates: facts.dataEstimates, orders: facts.orders,
      stepDetail: facts.origin.stepDetail, precision: facts.precision, impliedRate: facts.impliedRate)
  }

  /// The same run with the number that a store gave it.
  public func kept(as id: Int64) -> RecordedRun {
    var run = self
    run.facts.provenance.id = id
    return run
  }

  /// Network, norms, constants and predicate.
  public var setting: RunSetting { facts.setting }
  /// Where the weights came from.
  public var origin: RunOrigin { facts.origin }
  /// How it ended, or how far it is.
  public var status: RunStatus { facts.status }
  /// True when the user stopped it before all its repeats were made.
  public var repeatsWereInterrupted: Bool { facts.repeatsWereInterrupted }
  /// Where it ran and how fast.
  public var performance: RunPerformance { facts.performance }
  /// Who made it, when and how.
  public var provenance: RunProvenance { facts.provenance }
  /// What was measured of the steps.
  public var stepDetail: StepDetail { facts.origin.stepDetail }
}

extension PhaseDetector {
  /// The summary of a whole series.
  static func summary(of series: RunSeries, thresholds: PhaseThresholds) -> PhaseSummary {
    var detector = PhaseDetector(thresholds: thresholds)
    for record in series.records { detector.observe(PhaseObservation(record)) }
    return detector.summary
  }
}
