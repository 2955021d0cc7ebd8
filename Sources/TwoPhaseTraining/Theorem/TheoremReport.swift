import LinearAlgebra
import TwoPhaseTheory

/// Everything a run says of the theorem: verdicts, the constants they were reached with, and the phases' other claims.
public struct TheoremReport: Sendable, Equatable {
  /// The constants, those measured from the run included.
  public let constants: TheoremConstants
  /// The constants fitted to this run.
  public let observed: TheoremConstants
  /// H1 to H5 and C1 to C5.
  public let verdicts: TheoremVerdicts
  /// The run in plain words.
  public let story: RunStory
  /// Phase 1's rates and predictions.
  public let phaseOne: PhaseOneClaims
  /// Whether Phase 2's steps get closer to W*.
  public let distance: TheoremCheck
  /// Other seeds of the run and this one, as many as were made.
  public let seeds: [SeedOutcome]
  /// The learning rate that fits the steps best; nil for our own runs and without consecutive steps.
  public let impliedRate: ImpliedRate?
  /// What was estimated on the user's own inputs; empty for Gaussian ones.
  public let dataEstimates: [RecordedDataEstimate]

  /// Reaches the verdicts.
  ///
  /// - Complexity: O(n) for n records.
  init(
    series: RunSeries, setting: RunSetting, phases: PhaseSummary, status: RunStatus, inputs: InputEvidence,
    sampling: TheoremEvidence.Sampling, seeds: [SeedOutcome], dataEstimates: [RecordedDataEstimate] = [],
    orders: PredictionOrders?, stepDetail: StepDetail, precision: StoredPrecision = StoredPrecision(),
    impliedRate: ImpliedRate? = nil
  ) throws {
    var evidence = TheoremEvidence(
      dimension: setting.dimension, constants: setting.constants, startNorm: setting.studentSpectralNorm,
      teacherNorm: setting.teacherSpectralNorm, inputs: inputs, sampling: sampling,
      points: series.records.map { TheoremEvidence.Point($0, network: setting.network) },
      stepDetail: stepDetail, phaseTwoStart: phases.transition?.heldSince,
      returns: phases.returns.map(\.step),
      ending: status.divergedAt.map { .diverged(step: $0) } ?? .ended, seeds: seeds,
      rounding: precision.rounding(setting, series), dataMargins: dataEstimates.compactMap(\.margin))
    observed = .observed(evidence)
    if setting.resolved.profile == .observed { evidence.constants = try setting.resolved.over(observed) }
    evidence = evidence.measured
    constants = evidence.constants
    verdicts = Theorem.assess(evidence)
    story = RunStory(series: series, phases: phases, status: status)
    phaseOne = PhaseOneClaims(series, evidence: evidence, network: setting.network, orders: orders)
    distance = DistanceCheck.check(evidence)
    self.seeds = seeds
    self.dataEstimates = dataEstimates
    self.impliedRate = impliedRate
  }
}

/// How finely weights were stored.
struct StoredPrecision: Sendable, Equatable, Codable {
  /// True for float32 files.
  var isSingle = false
  /// True when the stored matrix is I + W.
  var includesIdentity = false

  /// What rounding the entries of the largest W of a run can change in ||W||_F.
  func rounding(_ setting: RunSetting, _ series: RunSeries) -> Double {
    let unit = isSingle ? Double(Float.ulpOfOne) : Double.ulpOfOne
    let norm = series.records.reduce(0) { max($0, $1.point.studentSpectralNorm) }
    return unit * Double(setting.dimension).squareRoot() * (norm + (includesIdentity ? 1 : 0))
  }
}

extension TheoremEvidence.Point {
  /// A record as evidence.
  init(_ record: StepRecord, network: Network) {
    self.init(
      step: record.step, potential: record.point.potential, margin: record.point.marginTerms?.sum,
      weightNorm: record.point.studentSpectralNorm, distance: record.point.distance,
      paperLearningRate: record.learningRate.map(network.paperLearningRate), gradient: record.gradient)
  }
}

extension RunStatus {
  /// True when W = W* was reached.
  var hasConverged: Bool {
    if case .converged = self { return true }
    return false
  }

  /// The step at which the weights stopped being finite; nil when they did not.
  var divergedAt: Int? {
    if case .diverged(let step) = self { return step }
    return nil
  }
}

extension SeedOutcome {
  /// What a run's records and phases say of it as one seed among others.
  init(
    seed: UInt64?, series: RunSeries, phases: PhaseSummary, status: RunStatus, prescribedRate: PrescribedRate?
  ) {
    let start = phases.transition?.heldSince
    let phaseTwo = series.records.drop { $0.step < start ?? .max }
    self.init(
      seed: seed, phaseTwoStart: start, steps: series.column(\.step),
      distances: series.column(\.point.distance),
      prescribedRate: prescribedRate,
      gradientFrobeniusBound: phaseTwo.compactMap { $0.gradient?.frobeniusNorm }.max(),
      hasConverged: status.hasConverged, divergedAt: status.divergedAt)
  }
}
