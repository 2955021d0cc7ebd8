import LinearAlgebra
import TwoPhaseTheory
import TwoPhaseTraining

/// One teacher-student run of an experiment: its request and the name under which it is kept.
struct TeacherStudentTrial: Sendable {
  let name: String
  let request: RunRequest

  /// Makes the run.
  func conduct(_ context: ExperimentContext, observers: [any RunObserver] = []) throws -> RecordedRun {
    let run = try context.conduct(try request.prepare(), name, observers)
    // A run that was stopped is no result.
    guard run.status.hasEnded else { throw ExperimentInterrupted() }
    return run
  }
}

/// What the experiments read off a run.
struct RunOutcome: Sendable {
  /// Steps and quantities of the records.
  let steps: [Int]
  let losses: [Double]
  let distances: [Double]
  let potentials: [Double]
  let norms: [Double]
  /// Paper scale; nil where W = W*.
  let margins: [Double?]
  /// How it ended, in words.
  let status: String
  /// Whether it ended in order: completed, at the distance asked for, or converged.
  let isInOrder: Bool
  /// The first record in Phase 2 of a confirmed transition; nil without one.
  let transition: Int?
  let returns: Int
  /// The decay of |f_A| a step before the knee of its logarithm; nil without a knee.
  let phaseOneRate: Double?
  /// True when no |f_A| of the run exceeds tau: what the theorem says of Phase 1 is vacuous then.
  let isPhaseOneVacuous: Bool
  /// The last record's step when the run reached the distance at which it was to stop; nil otherwise.
  let reachedAt: Int?

  init(_ run: RecordedRun) {
    let records = run.series.records
    steps = records.map(\.step)
    losses = records.map(\.point.populationLoss)
    distances = records.map(\.point.distance)
    potentials = records.map(\.point.potential)
    norms = records.map(\.point.studentSpectralNorm)
    margins = records.map { $0.point.marginTerms?.sum }
    status = run.status.phrase
    (reachedAt, isInOrder) =
      switch run.status {
      case .reached(let step, _): (step, true)
      case .completed, .stopped, .converged: (nil, true)
      case .running, .interrupted, .diverged, .undefined: (nil, false)
      }
    transition = run.analysis.phases.transition?.heldSince
    returns = run.analysis.phases.returns.count
    if case .found(let knee) = run.analysis.knee { phaseOneRate = knee.rate } else { phaseOneRate = nil }
    isPhaseOneVacuous = !run.analysis.phases.potentialThresholdWasBinding
  }

  /// One quantity against the step.
  func against(_ values: [Double]) -> [(x: Double, y: Double?)] {
    zip(steps, values).map { (x: Double($0), y: $1) }
  }
}

extension RunRequest {
  /// eta, true scale, for a step of `paper` / d along Ghat.
  mutating func setRate(paperTimesDimension paper: Double, dimension: Int) throws {
    let network = try Network(slope: slope, readout: readout, identityMapping: identityMapping)
    learningRate = paper / Double(dimension) / network.trueOverPaper
  }
}
