import LinearAlgebra
import Testing
import TwoPhaseTheory
import TwoPhaseTraining

@Suite("A bound on the weights' norm and a distance at which to stop")
struct NormBoundTests {
  private static func request(_ change: (inout RunRequest) -> Void = { _ in }) -> RunRequest {
    var request = RunRequest()
    request.dimension = 12
    request.batch = 32
    request.learningRate = 1e-2
    request.steps = 300
    request.start = .gaussian
    request.startNorm = 2
    change(&request)
    return request
  }

  /// Weights by step.
  private final class Weights: RunObserver {
    var steps: [Matrix] = []
    func observe(_ record: StepRecord, pass: Int) throws {}
    func visit(step: Int, weights: Matrix, pass: Int) throws { steps.append(weights) }
  }

  @Test("every step is a gradient step and then the projection", arguments: RunRequest.GradientKind.allCases)
  func projected(_ gradient: RunRequest.GradientKind) throws {
    let bounded = Self.request {
      $0.gradient = gradient
      if gradient == .population { $0.batch = nil }
      $0.normBound = 0.4
      $0.steps = 40
    }
    let (weights, prepared) = (Weights(), try bounded.prepare())
    let run = try prepared.run(observers: [weights])
    #expect(run.series.records.dropFirst().allSatisfy { $0.point.studentSpectralNorm <= 0.4 * (1 + 1e-12) })
    #expect(run.series.records.filter { abs($0.point.studentSpectralNorm - 0.4) < 1e-12 }.count > 3)
    // One step without the bound from where this run was, then the projection of it.
    for step in [0, 1, 7] {
      var engine = try GramEngine(network: prepared.network, teacher: prepared.teacher)
      var student = weights.steps[step]
      _ = try engine.evaluate(student: student)
      if gradient == .population {
        var source = PopulationGradient(dimension: 12)
        _ = try source.update(student: &student, step: step, learningRate: 1e-2, engine: &engine)
      } else {
        var source = MinibatchGradient(
          inputs: .gaussian(seed: 1), batch: 32, network: prepared.network, teacher: prepared.teacher)
        _ = source.update(student: &student, step: step, learningRate: 1e-2, engine: &engine)
      }
      let expected = try student.projectedOntoSpectralBall(radius: 0.4)
      #expect(Matrix.distance(expected, weights.steps[step + 1]) < 1e-13)
    }
  }

  @Test("records at a bounded step are those of its weights: nothing is carried along past a projection")
  func exact() throws {
    let weights = Weights()
    let prepared = try Self.request { $0.normBound = 0.3 }.prepare()
    let run = try prepared.run(observers: [weights])
    var evaluator = try PointEvaluator(network: prepared.network, teacher: prepared.teacher)
    for step in stride(from: 0, through: 300, by: 37) {
      let direct = try evaluator.evaluate(student: weights.steps[step])
      let point = run.series.records[step].point
      #expect(abs(point.populationLoss - direct.populationLoss) <= 1e-12 * direct.populationLoss)
      #expect(abs(point.potential - direct.potential) <= 1e-12 * max(1, abs(direct.potential)))
      #expect(abs(point.distance - direct.distance) <= 1e-12 * direct.distance)
    }
  }

  @Test("a bound that is never reached changes nothing")
  func idle() throws {
    let free = try Self.request().prepare().run()
    let bounded = try Self.request { $0.normBound = 50 }.prepare().run()
    #expect(free.series == bounded.series)
  }

  @Test("the run stops at the first record at the distance, and every record before is that of the whole run")
  func stops() throws {
    let whole = try Self.request().prepare().run()
    let goal = whole.series.records[150].point.distance
    let stopped = try Self.request { $0.stopDistance = goal }.prepare().run()
    let first = try #require(whole.series.records.first { $0.point.distance <= goal })
    #expect(stopped.status == .reached(step: first.step, distance: goal))
    #expect(stopped.status.word == "completed" && stopped.status.hasEnded)
    #expect(stopped.series.records.dropLast() == whole.series.records.prefix(first.step))
    // No step starts at the last record.
    #expect(stopped.series.records.last?.learningRate == nil)
    #expect(stopped.series.records.last?.point == first.point)
    let never = try Self.request { $0.stopDistance = 1e-12 }.prepare().run()
    #expect(never.status == .completed && never.series == whole.series)
  }

  @Test("impossible values are refused by their option")
  func refused() {
    for (change, option) in [
      ({ $0.normBound = 0 }, "--norm-bound"), ({ $0.normBound = .nan }, "--norm-bound"),
      ({ $0.stopDistance = -1 }, "--stop-distance"),
      (
        {
          $0.stopDistance = 1
          $0.repeats = 3
        }, "--stop-distance"
      ),
    ] as [((inout RunRequest) -> Void, String)] {
      let error = #expect(throws: OptionError.self) { try Self.request(change).prepare() }
      #expect(error?.description.hasPrefix(option) == true)
    }
  }
}
