import LinearAlgebra
import TestSupport
import Testing
import TwoPhaseNetworks
import TwoPhaseTheory

@Suite("How far P is from a sampled gradient")
struct ApproximationResidualTests {
  private static let starts: [ActivationStart] = [
    .random(norm: 0.3), .random(norm: 1), .wrongWay(norm: 1, teacherNorm: 0.1),
    .nearTeacher(norm: 0.3, distance: 0.01),
  ]

  @Test(
    "inside the family the exact residual lies in the interval",
    arguments: [HiddenActivation.relu, .leaky, .absolute], 0..<4)
  func control(activation: HiddenActivation, index: Int) throws {
    let (student, teacher) = try Self.starts[index].weights(dimension: 12, seed: 2)
    let terms = try ApproximationTerms(student: student, teacher: teacher)
    let (slope, kappa) = (try #require(activation.familySlope), try #require(activation.kappa))
    var evaluator = try PointEvaluator(network: Network(slope: slope), teacher: teacher)
    try evaluator.move(to: student)
    let p = evaluator.approximation()
    #expect(Matrix.distance(terms.approximation(kappa: kappa), p) < 1e-12 * p.frobeniusNorm)
    let exact = try #require(
      ExactResidual(gradient: evaluator.negativeGradient(.true), terms: terms, kappa: kappa))
    // The best scale is no worse than the theory's, and the difference is of third order.
    let higher = evaluator.gradientPart(.higher, .paper).frobeniusNorm / p.frobeniusNorm
    #expect(exact.residual <= higher + 1e-14 && exact.residual > 0.8 * higher)

    let gradients = ResidualSampling(batches: 16, batch: 8192, seed: 7)
      .negativeGradients(activation, student: student, teacher: teacher, point: index)
    let found = try #require(
      ApproximationResidual(
        negativeGradients: gradients, terms: terms, kappa: kappa, confidence: 0.999))
    #expect(found.residual.low <= exact.residual && exact.residual <= found.residual.high)
    #expect(found.withBestKappa.low <= exact.withBestKappa)
    #expect(exact.withBestKappa <= found.withBestKappa.high)
    #expect(found.cosine.low <= exact.cosine && exact.cosine <= found.cosine.high)
    #expect(found.residual.high < 0.2)
  }

  @Test("noise much larger than the gradient leaves no bias")
  func noise() throws {
    var random = TestRandom(3)
    let (student, teacher) = try ActivationStart.random(norm: 0.5).weights(dimension: 8, seed: 1)
    let terms = try ApproximationTerms(student: student, teacher: teacher)
    let p = terms.approximation(kappa: 1)
    // A gradient at 45 degrees to P, and noise of twice its size in every batch.
    var aside = random.matrix(8, scale: 1)
    aside.add(p, scaledBy: -aside.innerProduct(p) / p.innerProduct(p))
    var gradient = p.scaled(by: 1 / p.frobeniusNorm)
    gradient.add(aside, scaledBy: 1 / aside.frobeniusNorm)
    let batches = (0..<64).map { _ in
      var noisy = gradient
      noisy.add(random.matrix(8, scale: 2 * 2.0.squareRoot() / 8))
      return noisy
    }
    let found = try #require(ApproximationResidual(negativeGradients: batches, terms: terms, kappa: 1))
    let exact = try #require(ExactResidual(gradient: gradient, terms: terms, kappa: 1))
    #expect(abs(exact.residual - 0.5.squareRoot()) < 1e-12)
    #expect(abs(found.residual.value - exact.residual) < 0.05)
    #expect(found.residual.low < exact.residual && exact.residual < found.residual.high)
    // What a single mean would say: the noise of all batches together adds to it.
    #expect(found.residual.high - found.residual.low < 0.25)
  }

  @Test("a gradient along P has residual 0, whatever its scale; noise alone is not resolved")
  func extremes() throws {
    let (student, teacher) = try ActivationStart.random(norm: 0.5).weights(dimension: 6, seed: 1)
    let terms = try ApproximationTerms(student: student, teacher: teacher)
    let p = terms.approximation(kappa: 1.5).scaled(by: 0.01)
    let found = try #require(
      ApproximationResidual(negativeGradients: [p, p, p, p], terms: terms, kappa: 1.5))
    #expect(found.residual.value < 1e-7 && abs(found.cosine.mean - 1) < 1e-12)
    // The plane holds every kappa, the line does not.
    let other = try #require(
      ApproximationResidual(negativeGradients: [p, p, p, p], terms: terms, kappa: 0))
    #expect(other.residual.value > 0.01 && other.withBestKappa.value < 1e-7)
    let nothing = [Matrix](repeating: Matrix(rowCount: 6, columnCount: 6), count: 4)
    #expect(ApproximationResidual(negativeGradients: nothing, terms: terms, kappa: 1) == nil)
  }

  @Test("at W = W* there is no P to compare with")
  func atTeacher() throws {
    let (_, teacher) = try ActivationStart.random(norm: 0.5).weights(dimension: 6, seed: 1)
    let terms = try ApproximationTerms(student: teacher, teacher: teacher)
    let gradient = Matrix.identity(6)
    #expect(ExactResidual(gradient: gradient, terms: terms, kappa: 1) == nil)
    #expect(
      ApproximationResidual(negativeGradients: [gradient, gradient, gradient], terms: terms, kappa: 1)
        == nil)
  }
}
