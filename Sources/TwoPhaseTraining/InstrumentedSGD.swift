import LinearAlgebra
import TwoPhaseTheory

/// Stochastic gradient descent that computes the theory's quantities as it goes.
///
/// An evaluator, a gradient source, a learning rate and a cadence are handed in; records come out one by one.
///
/// ```swift
/// var sgd = try InstrumentedSGD(
///   network: Network(), student: w0, teacher: target, source: PopulationGradient(dimension: 100),
///   learningRate: 5e-4)
/// let status = try sgd.run(steps: 400) { record in series.append(record) }
/// ```
public struct InstrumentedSGD<Source: GradientSource>: Sendable {
  /// W at the current step.
  public private(set) var student: Matrix
  /// Updates made so far.
  public private(set) var step = 0
  /// eta, true scale, unless `run` is given another for each step.
  public let learningRate: Double
  /// A record is made every `cadence` steps, and at the last.
  public let cadence: Int
  /// Floating-point operations in matrix products so far.
  public private(set) var productFlops = 0.0

  private var engine: GramEngine
  private var source: Source
  private var meter: StepMeter?
  private let detail: StepDetail
  private var approximation: ApproximationCadence?
  private let checkpointCadence: Int?
  private var ball: SpectralBallProjection?
  private let stopDistance: Double?

  /// A run about to start.
  ///
  /// - Parameters:
  ///   - learningRate: eta > 0, true scale: W+ = W - eta grad L.
  ///   - cadence: records every `cadence` >= 1 steps.
  ///   - measurement: what else is measured of the steps.
  ///   - checkpointCadence: the run starts afresh at every multiple of it, so that it can be continued from there; nil for
  ///     never. Part of what makes a run's last bits.
  ///   - checkpoint: where the run is continued from; nil from `student` at step 0.
  ///   - normBound: after every step W is projected onto {||W||_2 <= normBound}; nil for no projection.
  ///   - stopDistance: the run ends at the first record with ||W - W*||_F at most this; nil for all steps.
  /// - Throws: `TheoryError` when the teacher is unusable. An unusable student is reported by `run`.
  public init(
    network: Network, student: Matrix, teacher: Matrix, source: Source, learningRate: Double,
    cadence: Int = 1,
    measurement: StepMeasurement = .none, checkpointCadence: Int? = nil,
    from checkpoint: SGDCheckpoint? = nil,
    normBound: Double? = nil, stopDistance: Double? = nil
  ) throws {
    precondition(cadence >= 1, "the cadence is at least 1")
    engine = try GramEngine(network: network, teacher: teacher)
    self.student = checkpoint?.student ?? student
    step = checkpoint?.step ?? 0
    self.checkpointCadence = checkpointCadence
    ball = normBound.map { SpectralBallProjection(dimension: teacher.rowCount, radius: $0) }
    self.stopDistance = stopDistance
    self.source = source
    self.learningRate = learningRate
    self.cadence = cadence
    if measurement != .none {
      meter = StepMeter(dimension: teacher.rowCount, isExact: source.batchSize == nil)
      if !measurement.detail.includesNoise { meter?.skip() }
    }
    detail = measurement.detail
    approximation = measurement.approximationCadence.map {
      ApproximationCadence(steps: $0, next: checkpoint?.memory.nextApproximation ?? .min)
    }
    if let checkpoint { meter?.restore(checkpoint) }
  }

  /// The network.
  public var network: Network { engine.network }
  /// The teacher.
  public var teacher: Teacher { engine.teacher }
  /// How the recorded points were evaluated.
  public var account: GramEngine.Account { engine.account }

  /// Makes up to `steps` updates, with a record at step 0, at every multiple of the cadence and at the end.
  ///
  /// - Parameters:
  ///   - steps: updates to make from here.
  ///   - recordsEnd: whether the point after the last update is recorded whatever the cadence; false leaves that to the call
  ///     that continues the run.
  ///   - rate: eta of the step with the given number, true scale; nil is the run's own. Asked once a step, after the
  ///     records before it.
  ///   - isCancelled: asked before every step; true stops the run as interrupted.
  ///   - weights: called with the step and W, after the record, at the records of the measurement's `approximationCadence`.
  ///   - visit: called with every step and W, before the record and the update of that step.
  ///   - checkpoint: called at each multiple of the checkpoint cadence, before the record of that step, with what makes the
  ///     checkpoint.
  ///   - ends: asked with every recorded step and point, before the record: how the run ends with that record, or nil when it
  ///     goes on.
  ///   - observe: called with each record.
  /// - Returns: how the run ended. A run that diverges keeps every record made before.
  /// - Throws: `TheoryError` when the very first point is unusable (shape, zero neuron), `LAPACKFailure`, and what the closures
  ///   throw.
  /// - Complexity: a record is the engine's (`GramEngine.evaluate`); one whose noise is measured costs about 6 d^3 operations
  ///   in products. Allocates nothing after the first step.
  public mutating func run(
    steps: Int, recordsEnd: Bool = true, rate: ((Int) -> Double)? = nil,
    isCancelled: () -> Bool = { false }, weights: ((Int, Matrix) throws -> Void)? = nil,
    visit: ((Int, Matrix) throws -> Void)? = nil, checkpoint: ((() -> SGDCheckpoint) throws -> Void)? = nil,
    ends: ((Int, PointQuantities) -> RunStatus?)? = nil,
    observe: (StepRecord) throws -> Void
  ) throws -> RunStatus {
    let last = step + steps
    var isFirst = step == 0
    while true {
      if step == last, !recordsEnd { return .completed }
      let hasConverged = isStuck || student == engine.teacher.weights
      var isLast = step == last || hasConverged
      if let checkpointCadence, step > 0, step % checkpointCadence == 0 {
        engine.startAfresh()
        meter?.startAfresh()
        try checkpoint?({ kept })
      }
      try visit?(step, student)
      let measuresNoise = meter?.needsPopulation ?? false
      let records = step % cadence == 0 || isLast
      var point: PointQuantities?
      var early: RunStatus?
      if records {
        do {
          let found = try engine.evaluate(
            student: student, directly: measuresNoise || source.needsEvaluation)
          guard found.isFinite else { return .diverged(step: step) }
          point = found
          if let stopDistance, found.distance <= stopDistance {
            early = .reached(step: step, distance: stopDistance)
          } else {
            early = ends?(step, found)
          }
          if early != nil { isLast = true }
        } catch let error as TheoryError where !isFirst {
          return Self.end(error, step: step)
        }
      } else {
        engine.displace(to: student)
      }
      isFirst = false
      let current = step
      var batchLoss: Double?
      var gradient: StepGradient?
      var wasProjected = false
      let eta = rate?(step) ?? learningRate
      let etahat = network.paperLearningRate(eta)
      if !isLast {
        if point != nil { meter?.begin(student) }
        do {
          batchLoss = try source.update(
            student: &student, step: step, learningRate: eta, engine: &engine)
        } catch let error as TheoryError where current > 0 {
          return Self.end(error, step: step)
        }
        productFlops += source.productFlops
        step += 1
        if point == nil {
          meter?.skip()
        } else if detail.includesNorms {
          if measuresNoise, let before = meter?.before {
            try engine.withDirect(before) { meter?.takePopulation(&$0) }
          }
          gradient = try meter?.measure(after: student, paperLearningRate: etahat)
        }
        wasProjected = try ball?.project(&student) ?? false
      }
      if let point {
        let due = approximation?.isDue(at: current, isLast: isLast) ?? false
        let here = due ? isLast ? student : meter?.before : nil
        var error: Double?
        if let here, detail.includesNorms {
          error = try engine.withDirect(here) { try meter?.approximationError(&$0) }
        }
        try observe(
          StepRecord(
            step: current, batchLoss: batchLoss.flatMap(\.ifFinite), learningRate: isLast ? nil : eta,
            point: point,
            predictionRate: etahat, gradient: gradient,
            approximationError: error))
        if let here, let weights { try weights(current, here) }
      }
      if let early { return early }
      if hasConverged { return .converged(step: current) }
      if isLast { return .completed }
      if isCancelled() { return .interrupted(step: current) }
      if !student.isBounded(by: Self.divergedMagnitude) { return .diverged(step: step) }
      // The Gram matrices cannot be moved along with a projection.
      if !wasProjected, step % cadence == 0 || (step == last && recordsEnd) { source.advance(&engine) }
    }
  }
}

extension InstrumentedSGD {
  /// What a run continued from here needs.
  private var kept: SGDCheckpoint {
    var (noise, memory) = meter?.kept ?? (nil, SGDCheckpoint.Memory())
    memory.nextApproximation = approximation?.next
    return SGDCheckpoint(step: step, student: student, noise: noise, memory: memory)
  }

  /// How a run ends at a point that the theory cannot evaluate.
  private static func end(_ error: TheoryError, step: Int) -> RunStatus {
    switch error {
    case .zeroNeuron: .undefined(step: step, reason: error)
    default: .diverged(step: step)
    }
  }

  /// How near to W*, relative to ||V*||_F, a step that changes nothing counts as converged.
  private static var convergedDistance: Double { 1e-8 }

  /// Weights beyond this have diverged: the loss, a sum of their squares, is about to leave double precision. A bound on
  /// the weights alone, so that the verdict is the same at every cadence.
  private static var divergedMagnitude: Double { 1e140 }

  /// True when the last step changed no weight, within rounding of W*: every later step would be the same.
  private var isStuck: Bool {
    guard source.isStationary else { return false }
    let distance = Matrix.distance(student, engine.teacher.weights)
    return distance <= Self.convergedDistance * engine.teacher.neurons.frobeniusNorm
  }
}

extension Double {
  /// The number, or nil when it is infinite or NaN.
  var ifFinite: Double? { isFinite ? self : nil }
}

extension PointQuantities {
  /// False when some quantity overflowed.
  var isFinite: Bool {
    populationLoss.isFinite && potential.isFinite && sNorm.isFinite && distance.isFinite
      && studentSpectralNorm.isFinite && auxiliarySpectralNorm.isFinite
      && (marginTerms.map { $0.sum.isFinite } ?? true) && rates.potentialRate.isFinite
      && rates.rateSquare.isFinite
  }
}
