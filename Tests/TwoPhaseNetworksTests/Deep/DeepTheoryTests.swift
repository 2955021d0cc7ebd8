import LinearAlgebra
import Statistics
import Testing
import TwoPhaseNetworks
import TwoPhaseTheory

@Suite("One layer with the identity mapping is the theory's network")
struct DeepTheoryTests {
  /// The l1 norm of PReLU with slope a is the sum with slope -|a|, and of the linear network the sum of |z|: slope -1.
  @Test(
    "loss, margin and every entry of the gradient agree with the closed form",
    arguments: [(DeepActivation.prelu(slope: 0.25), 0.25), (.prelu(slope: 0), 0), (.linear, -1)])
  func closedForm(activation: DeepActivation, slope: Double) throws {
    let (batches, batch, d) = (40, 5000, 5)
    let deep = try DeepFixture("1", activation, dimension: d, batch: batch, norm: 0.4)
    let (w, target) = (deep.student[0], deep.teacher[0])
    var exact = try PointEvaluator(network: Network(slope: slope, readout: .l1), teacher: target)
    let point = try exact.evaluate(student: w)
    let gradient = exact.negativeGradient(.true)

    var pass = DeepBackpropagation(deep.architecture, batch: batch)
    let stream = NormalStream(seed: 5, purpose: 904)
    var entries = [[Double]](repeating: [], count: d * d)
    var (losses, products) = ([Double](), [Double]())
    var difference = target
    difference.add(w, scaledBy: -1)
    for k in 0..<batches {
      let x = stream.matrix(rowCount: batch, columnCount: d, step: UInt64(k))
      pass.setTargets(inputs: x, neurons: deep.architecture.neurons(of: deep.teacher))
      losses.append(pass.lossAndGradient(inputs: x, neurons: deep.architecture.neurons(of: deep.student)))
      products.append(-pass.gradients[0].innerProduct(difference))
      for (j, value) in pass.gradients[0].elements.enumerated() { entries[j].append(-value) }
    }
    // 99.99 % intervals: about 80 of them in this test.
    func contains(_ values: [Double], _ value: Double) throws -> Bool {
      let interval = try #require(MeanInterval(values, confidence: 0.9999))
      return interval.low <= value && value <= interval.high
    }
    #expect(try contains(losses, point.populationLoss))
    let margin = try #require(point.margin(.true).value)
    let square = difference.innerProduct(difference)
    #expect(try contains(products.map { $0 / square }, margin))
    for (values, value) in zip(entries, gradient.elements) { #expect(try contains(values, value)) }
    // And the intervals are narrow enough to say something.
    let sampled = try #require(SampledPoint(losses: losses, products: products, squaredDistance: square))
    #expect(abs(sampled.loss.mean / point.populationLoss - 1) < 0.02)
    let found = try #require(sampled.margin)
    #expect(found.high - found.low < 0.05 * margin)
  }

  @Test("f_A of its layer is the theory's")
  func potential() throws {
    let deep = try DeepFixture("1", .prelu(slope: 0.25))
    var exact = try PointEvaluator(network: Network(slope: 0.25, readout: .l1), teacher: deep.teacher[0])
    let point = try exact.evaluate(student: deep.student[0])
    let own = deep.architecture.potentials(student: deep.student, teacher: deep.teacher)
    #expect(own.count == 1 && abs(own[0] - point.potential) < 1e-13)
  }
}
