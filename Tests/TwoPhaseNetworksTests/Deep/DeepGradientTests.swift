import LinearAlgebra
import Testing
import TwoPhaseNetworks

@Suite("Gradients of deep networks")
struct DeepGradientTests {
  static let patterns = [
    "1", "0", "11", "10", "01", "00", "111", "101", "010", "000", "1111", "1010", "0110", "0000",
  ]
  static let activations = [DeepActivation.linear, .prelu(slope: 0.25), .prelu(slope: 0)]

  @Test("agree with finite differences of the definition", arguments: patterns, activations)
  func finiteDifferences(pattern: String, activation: DeepActivation) throws {
    let deep = try DeepFixture(pattern, activation)
    var pass = DeepBackpropagation(deep.architecture, batch: deep.inputs.rowCount)
    pass.setTargets(inputs: deep.inputs, neurons: deep.architecture.neurons(of: deep.teacher))
    let loss = pass.lossAndGradient(
      inputs: deep.inputs, neurons: deep.architecture.neurons(of: deep.student))
    #expect(abs(loss - deep.loss(deep.student)) < 1e-12 * max(1, loss))
    let check = GradientCheck(
      parameters: deep.student.flatMap(\.elements), gradient: pass.gradients.flatMap(\.elements), step: 1e-6
    ) { deep.loss(deep.unpacked($0)) }
    #expect(check.largestError < 1e-7)
  }

  @Test("vanish at the teacher, as the loss does", arguments: activations)
  func atTeacher(activation: DeepActivation) throws {
    let deep = try DeepFixture("101", activation)
    let neurons = deep.architecture.neurons(of: deep.teacher)
    var pass = DeepBackpropagation(deep.architecture, batch: deep.inputs.rowCount)
    pass.setTargets(inputs: deep.inputs, neurons: neurons)
    #expect(pass.lossAndGradient(inputs: deep.inputs, neurons: neurons) == 0)
    #expect(pass.gradients.allSatisfy { $0.largestMagnitude == 0 })
  }

  @Test("all patterns of a depth, each once, in order")
  func patternsOfDepth() {
    #expect(DeepArchitecture.patterns(depth: 2) == ["11", "10", "01", "00"])
    #expect(Set(DeepArchitecture.patterns(depth: 6)).count == 64)
    #expect(DeepArchitecture.identities(pattern: "102") == nil)
    #expect(DeepArchitecture.identities(pattern: "") == nil)
  }
}
