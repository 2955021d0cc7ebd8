import LinearAlgebra
import Testing
import TwoPhaseNetworks

@Suite("Distances of deep networks up to symmetries")
struct DeepAlignmentTests {
  static let activations = [DeepActivation.linear, .prelu(slope: 0.25), .prelu(slope: 0)]

  @Test(
    "a symmetric copy of the teacher has its outputs, and aligned distance 0",
    arguments: ["1", "0", "11", "010", "1101", "000000"], activations)
  func symmetricCopy(pattern: String, activation: DeepActivation) throws {
    for seed in 1...5 as ClosedRange<UInt64> {
      let deep = try DeepFixture(pattern, activation, dimension: 6, seed: seed)
      let neurons = deep.architecture.neurons(of: deep.teacher)
      let copy = try DeepSymmetry.copy(neurons, activation, stream: NormalStream(seed: seed, purpose: 906))
      for x in deep.rows {
        let y = DeepFixture.output(x, neurons, slope: activation.slope)
        #expect(abs(DeepFixture.output(x, copy, slope: activation.slope) - y) <= 1e-12 * max(1, y))
      }
      let alignment = DeepAlignment(activation, teacher: neurons)
      #expect(alignment.distance(copy) <= 1e-10 * max(1, alignment.scale))
      #expect(alignment.distance(neurons) == 0)
      // The copy is far in the plain sense.
      #expect(layerDistance(copy, neurons) > 0.5)
    }
  }

  @Test("the distance of a student is the same for all its symmetric copies", arguments: activations)
  func invariance(activation: DeepActivation) throws {
    let deep = try DeepFixture("101", activation, dimension: 5)
    let neurons = deep.architecture.neurons(of: deep.student)
    let alignment = DeepAlignment(activation, teacher: deep.architecture.neurons(of: deep.teacher))
    let own = alignment.distance(neurons)
    let copy = try DeepSymmetry.copy(neurons, activation, stream: NormalStream(seed: 8, purpose: 906))
    #expect(own > 0.1)
    #expect(abs(alignment.distance(copy) - own) < 1e-10)
  }

  @Test("a small change of the teacher is a small distance", arguments: activations)
  func continuity(activation: DeepActivation) throws {
    let deep = try DeepFixture("110", activation, dimension: 5)
    let neurons = deep.architecture.neurons(of: deep.teacher)
    var moved = neurons
    moved[1][2, 3] += 1e-6
    let distance = DeepAlignment(activation, teacher: neurons).distance(moved)
    #expect(distance > 1e-8 && distance < 1e-5)
  }

  @Test("one PReLU layer: never more than the plain distance, equal to it near the teacher")
  func oneLayer() throws {
    let deep = try DeepFixture("1", .prelu(slope: 0.25), dimension: 6, norm: 0.2)
    let (v, target) = (
      deep.architecture.neurons(of: deep.student), deep.architecture.neurons(of: deep.teacher)
    )
    let aligned = DeepAlignment(.prelu(slope: 0.25), teacher: target).distance(v)
    #expect(abs(aligned - layerDistance(deep.student, deep.teacher)) < 1e-12)
  }

  @Test("what is not finite is infinitely far")
  func notFinite() throws {
    let deep = try DeepFixture("11", .linear)
    let neurons = deep.architecture.neurons(of: deep.teacher)
    var broken = neurons
    broken[0][0, 0] = .nan
    #expect(DeepAlignment(.linear, teacher: neurons).distance(broken) == .infinity)
  }
}
