import Dispatch
import LinearAlgebra
import TwoPhaseTheory

/// Makes the passes of a prepared run, or what is left of them, and tells the observers.
final class RunConductor {
  private let run: PreparedRun
  private let observers: [any RunObserver]
  private let resumed: RunContinuation?
  private var facts: RunFacts
  private var series: [RunSeries]
  /// The work done before this process took over.
  private let before: RunPerformance

  private var request: RunRequest { run.request }
  private var isSampled: Bool { request.gradient == .sampled }

  /// A run from its start, or one that goes on.
  ///
  /// - Throws: `LAPACKFailure`.
  init(
    _ run: PreparedRun, provenance: RunProvenance, continuing resumed: RunContinuation?,
    observers: [any RunObserver]
  ) throws {
    self.run = run
    self.resumed = resumed
    self.observers = observers
    let request = run.request
    var performance = RunPerformance.begun()
    if let resumed {
      facts = resumed.facts
      facts.repeatsWereInterrupted = false
      performance.take(resumed.facts.performance)
      facts.performance = performance
      series = resumed.series
      let last = series.indices.contains(resumed.pass) ? series[resumed.pass].records.last?.step : nil
      if facts.passes.indices.contains(resumed.pass) {
        facts.passes[resumed.pass].status = .running(step: last ?? 0)
      }
    } else {
      facts = RunFacts(
        setting: run.setting, origin: .training(run.description),
        sampling: request.gradient == .population ? .population : .sampled, passes: [],
        inputs: run.gaussianInputs, performance: performance)
      facts.provenance = provenance
      facts.orders =
        request.steps > 0
        ? try? PredictionOrders(
          step: 0, student: run.student, teacher: run.teacher, network: run.network,
          learningRate: request.learningRate)
        : nil
      series = []
    }
    before = performance
  }

  /// Makes the passes.
  ///
  /// - Throws: `TheoryError` when the first point is unusable, `LAPACKFailure`, and what an observer throws.
  func conduct(isCancelled: () -> Bool, progress: (Int) -> Void) throws -> RecordedRun {
    let first = resumed?.pass ?? 0
    if facts.passes.isEmpty { addPass(0) }
    for observer in observers { try observer.begin(facts, series: series) }
    for index in first..<max(1, request.repeats) {
      if index > first, isCancelled() {
        facts.repeatsWereInterrupted = true
        break
      }
      if index == facts.passes.count { addPass(index) }
      try pass(index, isCancelled: isCancelled) { progress(index * self.request.steps + $0) }
      if case .interrupted = facts.passes[index].status {
        facts.repeatsWereInterrupted = request.repeats > 1
        break
      }
    }
    let recorded = try RecordedRun(facts: facts, series: series)
    for observer in observers { try observer.end(recorded) }
    return recorded
  }

  private func addPass(_ index: Int) {
    facts.passes.append(
      RunFacts.Pass(
        seed: isSampled ? request.seed &+ UInt64(index) : nil, status: .running(step: 0), prescribedRate: nil)
    )
    series.append(RunSeries())
  }

  private func pass(_ index: Int, isCancelled: () -> Bool, progress: (Int) -> Void) throws {
    switch request.gradient {
    case .population:
      let source = PopulationGradient(dimension: run.dimension)
      try pass(index, source, isCancelled: isCancelled, progress: progress)
    case .sampled:
      let seed = request.seed &+ UInt64(index)
      let inputs: MinibatchGradient.Inputs = run.data.map { .data($0, seed: seed) } ?? .gaussian(seed: seed)
      let source = MinibatchGradient(
        inputs: inputs, batch: run.batch ?? RunRequest.defaultBatch, network: run.network,
        teacher: run.teacher)
      try pass(index, source, isCancelled: isCancelled, progress: progress)
    }
  }

  /// One pass from W_0, or from a checkpoint, over the steps.
  private func pass(
    _ index: Int, _ source: some GradientSource, isCancelled: () -> Bool, progress: (Int) -> Void
  ) throws {
    let checkpoint = index == resumed?.pass ? resumed?.checkpoint : nil
    let isMain = index == 0
    let started = DispatchTime.now().uptimeNanoseconds
    var sgd = try InstrumentedSGD(
      network: run.network, student: run.student, teacher: run.teacher, source: source,
      learningRate: request.learningRate, cadence: request.cadence,
      measurement: run.measurement(isMain: isMain), checkpointCadence: RunRequest.checkpointCadence,
      from: checkpoint, normBound: request.normBound, stopDistance: request.stopDistance)
    var detector = PhaseDetector(thresholds: run.setting.thresholds)
    var watch = StopWatch(request, thresholds: run.setting.thresholds)
    var inputs = isMain ? run.inputsAtHand : nil
    if let inputs { facts.inputs = inputs.evidence }
    facts.passes[index].prescribedRate = nil

    func take(_ record: StepRecord) {
      series[index].append(record)
      detector.observe(PhaseObservation(record))
      if request.schedule == .theorem, facts.passes[index].prescribedRate == nil,
        detector.summary.transition != nil
      {
        facts.passes[index].prescribedRate = run.prescribedRate(after: record.step)
      }
    }
    let known = series[index].records
    series[index] = RunSeries()
    if let checkpoint {
      for record in known where record.step < checkpoint.step {
        take(record)
        _ = watch?.ending(at: record.step, record.point)
      }
      inputs?.restore(facts.dataEstimates.filter { $0.step < checkpoint.step })
    }
    if isMain { facts.dataEstimates = inputs?.estimates ?? [] }

    func account(_ productFlops: Double, _ steps: Int, _ account: GramEngine.Account) {
      guard isMain else { return }
      let seconds = Double(DispatchTime.now().uptimeNanoseconds - started) / 1e9
      facts.performance = before.with(
        seconds: seconds, productFlops: productFlops, steps: steps - (checkpoint?.step ?? 0), account: account
      )
    }
    let status = try sgd.run(
      steps: request.steps - sgd.step,
      rate: { [self] _ in facts.passes[index].prescribedRate.map(run.trueRate) ?? request.learningRate },
      isCancelled: isCancelled,
      weights: { [self] step, student in
        inputs?.estimate(step: step, student: student)
        if let inputs { facts.dataEstimates = inputs.estimates }
      },
      visit: { [observers] step, student in
        for observer in observers { try observer.visit(step: step, weights: student, pass: index) }
      },
      checkpoint: { [self] make in
        for observer in observers { try observer.offer(pass: index, facts: { facts }, checkpoint: make) }
      },
      ends: watch == nil ? nil : { watch?.ending(at: $0, $1) }
    ) { record in
      take(record)
      facts.passes[index].status = .running(step: record.step)
      for observer in observers { try observer.observe(record, pass: index) }
      progress(record.step)
    }
    facts.passes[index].status = status
    account(sgd.productFlops, sgd.step, sgd.account)
    for observer in observers { try observer.endPass(index, facts: facts, weights: sgd.student) }
  }
}
