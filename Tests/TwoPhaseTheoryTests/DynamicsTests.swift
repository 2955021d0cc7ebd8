import Foundation
import LinearAlgebra
import TestSupport
import Testing
import TwoPhaseTheory

@Suite("Dynamics: Hessian at the origin, reduced model, one-step predictions")
struct DynamicsTests {
  /// The Hessian at W = W* = 0 as a d^2 x d^2 matrix, paper scale, from central differences of the gradient.
  ///
  /// Next to W* the gradient has a term of second order that is odd, so the differences err by O(h); h can be this
  /// small because the gradient keeps its relative accuracy there.
  static func numericalHessian(_ d: Int, _ network: Network) throws -> Matrix {
    let zero = Matrix(rowCount: d, columnCount: d)
    var evaluator = try PointEvaluator(network: network, teacher: zero)
    var hessian = Matrix(rowCount: d * d, columnCount: d * d)
    let h = 1e-9
    for k in 0..<(d * d) {
      var moved = zero
      moved.elements[k] = h
      _ = try evaluator.evaluate(student: moved)
      let plus = evaluator.negativeGradient(.paper)
      moved.elements[k] = -h
      _ = try evaluator.evaluate(student: moved)
      let minus = evaluator.negativeGradient(.paper)
      for m in 0..<(d * d) { hessian[m, k] = -(plus.elements[m] - minus.elements[m]) / (2 * h) }
    }
    return hessian
  }

  @Test(
    "the Hessian's action and spectrum at the origin are theory.md section 6's",
    arguments: [0.0, -1, -0.5, 0.4])
  func originHessian(_ slope: Double) throws {
    let network = try Network(slope: slope)
    for d in [3, 5, 12] {
      let origin = OriginHessian(dimension: d, network: network)
      let numerical = try Self.numericalHessian(d, network)
      var random = TestRandom(UInt64(d))
      let direction = random.matrix(d, scale: 1)
      let image = numerical.multiply(.plain, direction.elements)
      #expect(relativeError(image, origin.apply(direction).elements) <= 1e-8)

      let found = Array(try numerical.symmetricEigenvalues().reversed())
      let expected = origin.spectrum.flatMap { [Double](repeating: $0.value, count: $0.multiplicity) }
      #expect(expected.count == d * d)
      for (value, reference) in zip(found, expected) {
        #expect(abs(value - reference) <= 1e-8 * max(1, found[0]))
      }
      #expect(abs((expected.last ?? 0) - OriginHessian.smallestEigenvalue) < 1e-12)
    }
  }

  @Test("the spectrum at d = 12 for ReLU is the one in theory.md")
  func knownSpectrum() throws {
    let values = OriginHessian(dimension: 12, network: try Network()).spectrum.map(\.value)
    for (value, reference) in zip(values, [22.9358, 20.3060, 11.0553, 2.5708, 1.6851, 0.5708]) {
      #expect(abs(value - reference) < 5e-5)
    }
  }

  @Test("the reduced model's eigenvalues for ReLU at d = 100 are 162.1 and 98.1")
  func reducedEigenvalues() throws {
    let model = ReducedModel(dimension: 100, network: try Network())
    let eigenvalues = try #require(model.eigenvalues)
    #expect(abs(eigenvalues.fast - 162.1) < 0.1 && abs(eigenvalues.slow - 98.1) < 0.1)
    // Slow mode (S, f_A) of M decays by 1 - etahat lambda exactly.
    let vector = (s: eigenvalues.slow - model.m.ff, f: model.m.fs)
    let next = model.step(vector, paperLearningRate: 1e-3)
    #expect(relativeError(next.s, vector.s * (1 - 1e-3 * eigenvalues.slow)) < 1e-12)
    #expect(relativeError(next.f, vector.f * (1 - 1e-3 * eigenvalues.slow)) < 1e-12)
    let governing = try #require(model.eigenvalueGoverningPotential(from: (s: 17.6, f: 6.23)))
    #expect(governing == eigenvalues.slow)
    let pureFast = (s: eigenvalues.fast - model.m.ff, f: model.m.fs)
    #expect(model.eigenvalueGoverningPotential(from: pureFast) == eigenvalues.fast)
  }

  @Test(
    "the reduced model follows gradient descent to first order: its error falls with the square of the norm")
  func reducedModelOrder() throws {
    let network = try Network(slope: 0.2)
    let etahat = 1e-3
    func error(_ scale: Double) throws -> Double {
      var random = TestRandom(21)
      let d = 30
      var w = random.matrix(d, scale: scale)
      let teacher = random.matrix(d, scale: scale)
      var evaluator = try PointEvaluator(network: network, teacher: teacher)
      let before = try evaluator.evaluate(student: w)
      w.add(evaluator.negativeGradient(.paper), scaledBy: etahat)
      let after = try evaluator.evaluate(student: w)
      let model = ReducedModel(dimension: d, network: network)
      let predicted = model.step((s: before.sSum, f: before.potential), paperLearningRate: etahat)
      return abs(predicted.f - after.potential) + abs(predicted.s - after.sSum)
    }
    let (large, small) = (try error(1e-3), try error(1e-4))
    #expect(small < large / 50, "\(large) \(small)")
  }

  @Test(
    "one step's s and f_A are predicted from P to about 1e-4 at gamma = 0.2, d = 100",
    arguments: [0.0, 0.3, -0.6])
  func oneStep(_ slope: Double) throws {
    let network = try Network(slope: slope)
    var random = TestRandom(31)
    var w = random.matrix(100, scale: 0.01)
    let teacher = random.matrix(100, scale: 0.01)
    w.scale(by: 0.15 / (try w.spectralNorm()))
    for i in 0..<100 { w[i, i] -= 0.05 }  // a potential of about 5
    var evaluator = try PointEvaluator(
      network: network, teacher: teacher.scaled(by: 0.2 / (try teacher.spectralNorm())))
    let before = try evaluator.evaluate(student: w)
    let etahat = 5e-4
    // P's own sums, from the matrix itself.
    let p = evaluator.approximation()
    let columnSum = p.multiply(.plain, [Double](repeating: 1, count: 100))
    let predictedS = zip(evaluator.s, columnSum).map { $0 - etahat * $1 }
    #expect(
      relativeError(before.rates.predictedSNorm(paperLearningRate: etahat), norm(of: predictedS)) < 1e-12)
    var alongP = 0.0
    for j in 0..<100 {
      var neuron = w.column(j)
      neuron[j] += 1
      alongP += dotProduct(neuron, p.column(j)) / norm(of: neuron)
    }
    #expect(relativeError(before.rates.potentialRate, alongP) < 1e-12)

    w.add(evaluator.negativeGradient(.paper), scaledBy: etahat)
    let after = try evaluator.evaluate(student: w)
    let sError = abs(before.rates.predictedSNorm(paperLearningRate: etahat) - after.sNorm) / before.sNorm
    let fError = relativeError(before.rates.predictedPotential(paperLearningRate: etahat), after.potential)
    #expect(sError < 5e-4, "\(sError)")
    #expect(fError < 5e-4, "\(fError)")
  }

  @Test("P approximates Ghat to second order in the norms")
  func approximationOrder() throws {
    func ratio(_ gamma: Double) throws -> Double {
      var random = TestRandom(41)
      let (w, t) = (random.matrix(100, scale: 0.1), random.matrix(100, scale: 0.1))
      var evaluator = try PointEvaluator(
        network: try Network(), teacher: t.scaled(by: gamma / (try t.spectralNorm())))
      _ = try evaluator.evaluate(student: w.scaled(by: gamma / (try w.spectralNorm())))
      return try evaluator.gradientPart(.higher, .paper).spectralNorm()
    }
    let (a, b) = (try ratio(0.02), try ratio(0.2))
    let order = log(b / a) / log(10)
    #expect(order > 1.8, "order \(order)")
  }
}
