import LinearAlgebra
import Testing
import TwoPhaseNetworks

@Suite("Runs of deep networks")
struct DeepRunTests {
  private func run(_ pattern: String, _ activation: DeepActivation, rate: Double, steps: Int = 400) -> DeepRun
  {
    DeepRun(
      architecture: DeepArchitecture(
        dimension: 6, identities: DeepArchitecture.identities(pattern: pattern) ?? [], activation: activation),
      learningRate: rate, steps: steps, batch: 32, records: 10, measurementBatches: 4, measurementBatch: 64,
      seed: 3)
  }

  @Test(
    "one layer with the identity mapping converges, and says so",
    arguments: [DeepActivation.linear, .prelu(slope: 0.25)])
  func converges(activation: DeepActivation) throws {
    let trajectory = try run("1", activation, rate: 0.1, steps: 4000).trajectory()
    let last = try #require(trajectory.records.last)
    #expect(trajectory.ending == .converged(step: last.step))
    #expect(last.alignedDistance < 1e-7 && last.distance < 1e-7)
    #expect(abs(last.potentials[0]) < 1e-7)
  }

  @Test("a rate far too large diverges at a step, and every number kept is finite")
  func diverges() throws {
    let trajectory = try run("110", .prelu(slope: 0.25), rate: 5).trajectory()
    guard case .diverged(let step) = trajectory.ending else {
      Issue.record("expected a divergence, found \(trajectory.ending.phrase)")
      return
    }
    #expect(step >= 1 && trajectory.ending.phrase == "diverged at step \(step)")
    for record in trajectory.records {
      #expect(
        record.distance.isFinite && record.alignedDistance.isFinite && record.sampled.loss.mean.isFinite)
    }
  }

  @Test("the same seed makes the same run; measuring does not touch training")
  func deterministic() throws {
    let first = run("10", .prelu(slope: 0.25), rate: 0.02)
    var other = first
    other.measurementBatches = 2
    let (a, b, c) = (try first.trajectory(), try first.trajectory(), try other.trajectory())
    #expect(a == b)
    #expect(a.records.map(\.distance) == c.records.map(\.distance))
    var reseeded = first
    reseeded.seed = 4
    #expect(try reseeded.trajectory() != a)
  }

  @Test("a record's margin is what the gradient of its batches says, nil at W*")
  func margin() throws {
    let point = try #require(SampledPoint(losses: [1, 3], products: [2, 6], squaredDistance: 4))
    #expect(point.loss.mean == 2 && point.margin?.mean == 1)
    #expect(try #require(SampledPoint(losses: [0, 0], products: [0, 0], squaredDistance: 0)).margin == nil)
    #expect(SampledPoint(losses: [1, .nan], products: [2, 6], squaredDistance: 4) == nil)
  }

  @Test("a step is W - eta grad L of the step's batch")
  func step() throws {
    var one = run("101", .linear, rate: 0.01, steps: 1)
    one.records = 1
    let (teacher, student) = try one.start()
    let x = NormalStream(seed: one.seed, purpose: 122).matrix(rowCount: 32, columnCount: 6, step: 1)
    var pass = DeepBackpropagation(one.architecture, batch: 32)
    pass.setTargets(inputs: x, neurons: one.architecture.neurons(of: teacher))
    _ = pass.lossAndGradient(inputs: x, neurons: one.architecture.neurons(of: student))
    var moved = student
    for l in moved.indices { moved[l].add(pass.gradients[l], scaledBy: -0.01) }
    let last = try #require(try one.trajectory().records.last)
    #expect(last.step == 1 && abs(last.distance - layerDistance(moved, teacher)) < 1e-12)
  }
}
