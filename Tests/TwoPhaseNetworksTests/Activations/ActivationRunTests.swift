import LinearAlgebra
import Testing
import TwoPhaseNetworks
import TwoPhaseTheory

@Suite("Runs with other activations")
struct ActivationRunTests {
  private func run(_ activation: HiddenActivation, rate: Double = 0.02, steps: Int = 300) -> ActivationRun {
    ActivationRun(
      activation: activation, start: .random(norm: 0.3), dimension: 8, learningRate: rate, steps: steps,
      batch: 32, records: 12, measurementBatches: 4, measurementBatch: 256, seed: 2)
  }

  @Test("the distance falls, the same seed makes the same run", arguments: HiddenActivation.allCases)
  func falls(activation: HiddenActivation) throws {
    let (a, b) = (try run(activation).trajectory(), try run(activation).trajectory())
    #expect(a == b && a.ending == .finished)
    let last = try #require(a.records.last)
    #expect(last.step == 300 && last.distance < 0.97 * a.records[0].distance)
    #expect(last.sampled.loss.mean < 0.5 * a.records[0].sampled.loss.mean)
  }

  @Test("ReLU's first record is the theory's point")
  func theory() throws {
    var big = run(.relu, steps: 8)
    big.measurementBatches = 32
    big.measurementBatch = 4096
    let first = try big.trajectory().records[0]
    let (student, teacher) = try big.start.weights(dimension: 8, seed: 2)
    var exact = try PointEvaluator(network: Network(), teacher: teacher)
    let point = try exact.evaluate(student: student)
    #expect(abs(first.distance - point.distance) < 1e-13)
    #expect(abs(first.potential - point.potential) < 1e-13)
    #expect(abs(first.sampled.loss.mean / point.populationLoss - 1) < 0.03)
    let (margin, exactMargin) = (try #require(first.sampled.margin), try #require(point.margin(.true).value))
    #expect(abs(margin.mean - exactMargin) < 2 * (margin.high - margin.low))
  }

  @Test("records are densest at the start, the last step among them")
  func schedule() {
    let steps = run(.relu, steps: 300).recordSteps
    #expect(steps.first == 2 && steps.last == 300 && steps == steps.sorted())
    #expect(run(.relu, steps: 8).recordSteps == [1, 2, 3, 4, 5, 6, 8])
  }

  @Test("a rate far too large diverges at a step")
  func diverges() throws {
    #expect(try run(.relu, rate: 50).trajectory().ending.isDivergence)
  }
}
