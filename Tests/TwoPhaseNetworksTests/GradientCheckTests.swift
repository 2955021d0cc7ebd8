import Testing
import TwoPhaseNetworks

@Suite("Gradient checks")
struct GradientCheckTests {
  @Test("a right gradient passes, a wrong entry is found")
  func cubic() {
    let point = [0.5, -1.25, 2]
    let loss = { (p: [Double]) in p[0] * p[0] * p[1] + p[2] * p[2] * p[2] }
    let right = [2 * 0.5 * -1.25, 0.25, 12]
    #expect(GradientCheck(parameters: point, gradient: right, loss: loss).largestError < 1e-8)
    let wrong = GradientCheck(parameters: point, gradient: [right[0], 0.26, 12], loss: loss)
    #expect(abs(wrong.largestError - 0.01 / 12) < 1e-6 && wrong.parameter == 1)
  }
}
