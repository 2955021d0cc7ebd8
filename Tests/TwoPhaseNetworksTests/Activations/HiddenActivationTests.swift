import Foundation
import LinearAlgebra
import TestSupport
import Testing
import TwoPhaseNetworks
import TwoPhaseTheory

@Suite("Other activations")
struct HiddenActivationTests {
  @Test("exact values")
  func values() {
    #expect(HiddenActivation.softplus.value(0) == log(2))
    #expect(abs(HiddenActivation.gelu.value(1) - 0.8413447460685429) < 1e-15)
    #expect(abs(HiddenActivation.gelu.value(-3) + 3 * 0.0013498980316300946) < 1e-17)
    #expect(HiddenActivation.absolute.value(-2) == 2 && HiddenActivation.leaky.value(-2) == -0.2)
    #expect(HiddenActivation.relu.value(-2) == 0 && HiddenActivation.tanh.value(0.5) == tanh(0.5))
  }

  @Test("no overflow far out", arguments: HiddenActivation.allCases)
  func farOut(activation: HiddenActivation) {
    for z in [-1e6, -800, 800, 1e6] {
      #expect(activation.value(z).isFinite && activation.derivative(z).isFinite)
    }
    #expect(HiddenActivation.softplus.value(800) == 800 && HiddenActivation.softplus.derivative(-800) == 0)
  }

  @Test("derivatives agree with differences", arguments: HiddenActivation.allCases)
  func derivatives(activation: HiddenActivation) {
    var random = TestRandom(4)
    for _ in 0..<200 {
      let z = random.uniform(-6...6)
      guard abs(z) > 1e-4 else { continue }
      let h = 1e-5
      let slope = (activation.value(z + h) - activation.value(z - h)) / (2 * h)
      #expect(abs(slope - activation.derivative(z)) < 1e-8)
    }
  }

  @Test("inside the family they are PReLU's sigma_a, kappa included", arguments: HiddenActivation.allCases)
  func family(activation: HiddenActivation) throws {
    guard let slope = activation.familySlope else {
      #expect(activation.kappa == nil)
      return
    }
    let network = try Network(slope: slope)
    #expect(activation.kappa == network.kappa)
    for z in [-2.5, -0.1, 0.3, 4] { #expect(activation.value(z) == network.activation(z)) }
  }

  @Test("the gradient of the loss agrees with finite differences", arguments: HiddenActivation.allCases)
  func gradient(activation: HiddenActivation) {
    var random = TestRandom(9)
    let (d, batch) = (4, 7)
    let (v, target) = (random.matrix(d, scale: 0.7), random.matrix(d, scale: 0.7))
    let x = Matrix(
      rowCount: batch, columnCount: d, columnMajor: (0..<(batch * d)).map { _ in random.normal() })
    func output(_ x: [Double], _ v: Matrix) -> Double {
      v.multiply(.transposed, x).reduce(0) { $0 + activation.value($1) }
    }
    func loss(_ v: Matrix) -> Double {
      x.rows.reduce(0) { sum, row in
        let r = output(row, v) - output(row, target)
        return sum + r * r / Double(batch)
      }
    }
    var pass = ActivationBackpropagation(activation, dimension: d, batch: batch)
    pass.setTargets(inputs: x, neurons: target)
    let found = pass.lossAndGradient(inputs: x, neurons: v)
    #expect(abs(found - loss(v)) < 1e-13 * max(1, found))
    let check = GradientCheck(
      parameters: v.elements, gradient: pass.gradient.elements, step: 1e-6
    ) { loss(Matrix(rowCount: d, columnCount: d, columnMajor: $0)) }
    #expect(check.largestError < 1e-7)
  }
}
