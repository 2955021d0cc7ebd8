import LinearAlgebra
import TestSupport
import Testing
import TwoPhaseTheory
import TwoPhaseTraining

@Suite("What is measured of each step")
struct StepMeasurementTests {
  static func request(_ change: (inout RunRequest) -> Void) -> RunRequest {
    var request = RunRequest()
    request.dimension = 12
    request.steps = 25
    request.batch = 40
    change(&request)
    return request
  }

  /// The weights before every step, by our own loop over runs of 0, 1, 2, ... steps.
  static func weights(_ request: RunRequest) throws -> [Matrix] {
    let prepared = try request.prepare()
    let source = MinibatchGradient(
      inputs: .gaussian(seed: request.seed), batch: 40, network: prepared.network, teacher: prepared.teacher)
    var sgd = try InstrumentedSGD(
      network: prepared.network, student: prepared.student, teacher: prepared.teacher, source: source,
      learningRate: request.learningRate)
    var result = [prepared.student]
    for _ in 0..<request.steps {
      _ = try sgd.run(steps: 1) { _ in }
      result.append(sgd.student)
    }
    return result
  }

  @Test("gradient norms and accumulated noise are those of the weights' differences", arguments: [0.0, 0.4])
  func sampled(_ slope: Double) throws {
    let request = Self.request { $0.slope = slope }
    let run = try request.prepare().run()
    let weights = try Self.weights(request)
    let network = run.setting.network
    let etahat = network.paperLearningRate(request.learningRate)
    let teacher = try request.prepare().teacher
    var evaluator = try PointEvaluator(network: network, teacher: teacher)
    var noise = Matrix(rowCount: 12, columnCount: 12)
    for (k, record) in run.series.records.enumerated().dropLast() {
      var gradient = weights[k]
      gradient.add(weights[k + 1], scaledBy: -1)
      gradient.scale(by: 1 / etahat)
      let measured = try #require(record.gradient)
      #expect(relativeError(measured.frobeniusNorm, gradient.frobeniusNorm) < 1e-9)
      #expect(relativeError(measured.spectralNorm, try gradient.spectralNorm()) < 1e-4)
      try evaluator.move(to: weights[k])
      noise.add(gradient, scaledBy: etahat)
      noise.add(evaluator.negativeGradient(.paper), scaledBy: etahat)
      #expect(relativeError(try #require(measured.accumulatedNoise), try noise.spectralNorm()) < 1e-4)
      let error = try evaluator.gradientPart(.higher, .paper).spectralNorm()
      #expect(relativeError(try #require(record.approximationError), error) < 1e-4)
    }
    #expect(run.series.records.last?.gradient == nil)
    #expect(run.series.records.last?.learningRate == nil)
  }

  @Test("the population gradient has no noise, and its norms are Ghat's")
  func population() throws {
    let request = Self.request {
      $0.gradient = .population
      $0.batch = nil
    }
    let prepared = try request.prepare()
    let run = try prepared.run()
    var evaluator = try PointEvaluator(network: prepared.network, teacher: prepared.teacher)
    try evaluator.move(to: prepared.student)
    let first = try #require(run.series.records.first?.gradient)
    #expect(relativeError(first.frobeniusNorm, evaluator.negativeGradient(.paper).frobeniusNorm) < 1e-9)
    #expect(run.series.records.dropLast().allSatisfy { $0.gradient?.accumulatedNoise == 0 })
    #expect(run.theorem.verdicts[.h5]?.verdict == .holds)
  }

  @Test("noise is unknown, and H5 not tested, when steps between records are not seen")
  func cadence() throws {
    let run = try Self.request { $0.cadence = 5 }.prepare().run()
    let noises = run.series.records.map { $0.gradient?.accumulatedNoise }
    #expect(noises.dropFirst().allSatisfy { $0 == nil })
    #expect(run.theorem.verdicts[.h5]?.verdict == .notTested)
    #expect(run.theorem.verdicts[.h4]?.verdict != .notTested, "G_2 is known at the records")
  }

  @Test("the higher-order error of P is second order in gamma, and predictions first order in small eta")
  func orders() throws {
    let run = try Self.request {
      $0.dimension = 30
      $0.gradient = .population
      $0.batch = nil
      $0.startNorm = 0.2
      $0.teacherNorm = 0.1
      $0.learningRate = 1e-5
    }.prepare().run()
    let orders = try #require(run.theorem.phaseOne.orders)
    #expect(abs(try #require(orders.approximationInGamma) - 2) < 0.1)
    #expect(abs(try #require(orders.potentialInEta) - 1) < 0.05)
    // A learning rate large enough for the step's own curvature shows the second order.
    let large = try Self.request {
      $0.gradient = .population
      $0.batch = nil
      $0.start = .gaussian
      $0.startNorm = 0.02
      $0.teacherNorm = 0.01
      $0.learningRate = 2
      $0.steps = 1
    }.prepare().run()
    #expect(abs(try #require(large.theorem.phaseOne.orders?.potentialInEta) - 2) < 0.1)
  }
}
