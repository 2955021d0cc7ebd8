import LinearAlgebra
import TwoPhaseTheory

/// One pass over the snapshots of a trajectory, in order, holding two of them at a time.
struct TrajectoryPass {
  private let prepared: PreparedTrajectory
  private let trajectory: Trajectory
  private(set) var engine: GramEngine
  private var meter: StepMeter
  private var approximation: ApproximationCadence
  private var current: Matrix
  private var next: Matrix

  private(set) var series = RunSeries()
  private(set) var detector: PhaseDetector
  private(set) var status = RunStatus.completed
  private(set) var productFlops = 0.0
  private(set) var inputs: InputsAtHand?

  init(_ prepared: PreparedTrajectory) throws {
    self.prepared = prepared
    trajectory = prepared.trajectory
    engine = try GramEngine(network: prepared.setting.network, teacher: prepared.teacher)
    meter = StepMeter(dimension: prepared.setting.dimension, isExact: false)
    if !prepared.request.stepDetail.includesNoise { meter.skip() }
    let span = (trajectory.steps.last ?? 0) - (trajectory.steps.first ?? 0)
    approximation = ApproximationCadence(steps: StepMeasurement.full(steps: span).approximationCadence ?? 1)
    current = prepared.first
    next = prepared.first
    detector = PhaseDetector(thresholds: prepared.setting.thresholds)
    inputs = prepared.inputs.map {
      InputsAtHand(
        name: prepared.request.inputsFile ?? "the inputs", inputs: $0, network: prepared.setting.network,
        teacher: prepared.teacher)
    }
  }

  /// What the steps say of the learning rate.
  var impliedRate: ImpliedRate? {
    guard let factor = meter.impliedFactor else { return nil }
    guard let given = prepared.learningRate(at: 0) else {
      return ImpliedRate(learningRate: factor / prepared.setting.network.trueOverPaper, factor: nil)
    }
    let rates = trajectory.steps.indices.dropLast().map { prepared.learningRate(at: $0) }
    return ImpliedRate(learningRate: rates.allSatisfy { $0 == given } ? factor * given : nil, factor: factor)
  }

  var inputEvidence: InputEvidence {
    inputs?.evidence ?? .unknown(why: "a trajectory says nothing of its inputs (--inputs X.npy)")
  }

  var dataEstimates: [RecordedDataEstimate] { inputs?.estimates ?? [] }

  mutating func run(isCancelled: () -> Bool, progress: (Int) -> Void) throws {
    let steps = trajectory.steps
    let d = Double(prepared.setting.dimension)
    for index in steps.indices {
      if index > 0, isCancelled() {
        status = .interrupted(step: steps[index - 1])
        return
      }
      guard current.firstNonFinite == nil else { return try diverge(at: index) }
      let isLast = index == steps.count - 1
      let isDue = approximation.isDue(at: steps[index], isLast: isLast)
      let directly = needsGradient(isDue: isDue)
      let point: PointQuantities
      do {
        point = try engine.evaluate(student: current, directly: directly)
      } catch let error as TheoryError where index > 0 {
        if case .zeroNeuron = error {
          status = .undefined(step: steps[index], reason: error)
          return
        }
        status = .diverged(step: steps[index])
        return
      }
      guard point.isFinite else {
        status = .diverged(step: steps[index])
        return
      }
      productFlops += (directly ? 4 : 3) * d * d * d
      if !isLast { try trajectory.read(index + 1, into: &next) }
      try record(index, point, isLast: isLast, isDue: isDue)
      swap(&current, &next)
      progress(index + 1)
    }
    if let last = series.records.last, last.point.marginTerms == nil {
      let converged = series.records.reversed().prefix { $0.point.marginTerms == nil }.last ?? last
      status = .converged(step: converged.step)
    }
  }

  /// Whether Ghat is wanted at a snapshot: for the noise everywhere, and else for the implied rate and ||Ghat - P||_2 where
  /// they are due.
  private func needsGradient(isDue: Bool) -> Bool {
    switch prepared.request.stepDetail {
    case .all: true
    case .norms: isDue
    case .scalars: false
    }
  }

  private mutating func record(
    _ index: Int, _ point: PointQuantities, isLast: Bool, isDue: Bool
  ) throws {
    let steps = trajectory.steps
    let detail = prepared.request.stepDetail
    let rate = prepared.learningRate(at: index)
    var gradient: StepGradient?
    if !isLast, detail.includesNorms {
      if steps[index + 1] == steps[index] + 1, next.firstNonFinite == nil {
        meter.begin(current)
        if needsGradient(isDue: isDue) {
          try engine.withDirect(current) { meter.takePopulation(&$0) }
        }
        gradient = try meter.measure(
          after: next, paperLearningRate: rate.map(prepared.setting.network.paperLearningRate))
      } else {
        meter.skip()
      }
    }
    if isDue { inputs?.estimate(step: steps[index], student: current) }
    var error: Double?
    if isDue, detail.includesNorms {
      error = try engine.withDirect(current) { try meter.approximationError(&$0) }
    }
    let record = StepRecord(
      step: steps[index], batchLoss: nil, learningRate: isLast ? nil : rate, point: point,
      predictionRate: rate.map(prepared.setting.network.paperLearningRate), gradient: gradient,
      approximationError: error)
    series.append(record)
    detector.observe(PhaseObservation(record))
  }

  /// A snapshot that is not finite: the run diverged there, unless a later one is finite, which no run can do.
  private mutating func diverge(at index: Int) throws {
    let bad = current.firstNonFinite ?? (0, 0)
    for later in trajectory.steps.indices.dropFirst(index + 1) {
      try trajectory.read(later, into: &next)
      guard next.firstNonFinite != nil else {
        throw SnapshotError(
          path: prepared.request.path, snapshot: trajectory.nameOfSnapshot(index),
          step: trajectory.steps[index], row: bad.row, column: bad.column)
      }
    }
    status = .diverged(step: trajectory.steps[index])
  }
}
