import LinearAlgebra
import Statistics
import TestSupport
import Testing
import TwoPhaseTheory
import TwoPhaseTraining

@Suite("Estimates on data")
struct DataEstimatorTests {
  static func networks() throws -> [Network] {
    [
      try Network(), try Network(slope: 0.25), try Network(slope: -0.5),
      try Network(slope: 0.25, readout: .l1), try Network(slope: 0, identityMapping: false),
    ]
  }

  /// A teacher and a student of a network, d x d; without identity mapping, neurons of unit size.
  static func weights(_ network: Network, _ d: Int, seed: UInt64) -> (teacher: Matrix, student: Matrix) {
    var random = TestRandom(seed)
    let scale = 0.3 / Double(d).squareRoot()
    var teacher = random.matrix(d, scale: scale)
    var student = random.matrix(d, scale: scale)
    if !network.identityMapping {
      for j in 0..<d {
        teacher[j, j] += 1
        student[j, j] += 1
      }
    }
    return (teacher, student)
  }

  /// Whether an interval, widened to `factor` of its half width, holds a value.
  static func holds(_ interval: MeanInterval?, _ value: Double, widened factor: Double) -> Bool {
    guard let interval else { return false }
    return abs(value - interval.mean) <= factor * (interval.high - interval.mean)
  }

  @Test("on Gaussian inputs the closed forms lie inside the intervals", arguments: [1, 2, 3] as [UInt64])
  func closedForms(seed: UInt64) throws {
    let (n, d) = (20_000, 8)
    let inputs = SampleInputs.gaussian(n, d, seed: seed)
    for network in try Self.networks() {
      let (teacher, student) = Self.weights(network, d, seed: 10 + seed)
      var evaluator = try PointEvaluator(network: network, teacher: teacher)
      let point = try evaluator.evaluate(student: student)
      var estimator = DataEstimator(inputs: inputs, network: network, teacher: teacher)
      let estimate = estimator.estimate(student: student)
      #expect(estimate.sampleCount == n && estimate.confidence == 0.95)
      // 1.8 half widths of 95 % are 3.5 standard errors.
      #expect(Self.holds(estimate.lossInterval, point.populationLoss, widened: 1.8))
      let margin = try #require(point.margin(.paper).value)
      #expect(Self.holds(estimate.marginInterval, margin, widened: 1.8))
      let interval = try #require(estimate.marginInterval)
      #expect(interval.high - interval.low < 0.2 * abs(margin) + 0.5)
      let error = try #require(estimate.gradientErrorPaper)
      let gradient = evaluator.negativeGradient(.paper)
      let distance = Matrix.distance(estimator.meanNegativeGradient, gradient)
      #expect(distance < 1.6 * error && distance > 0.5 * error)
      #expect(abs(estimate.gradientFrobeniusNormPaper - gradient.frobeniusNorm) < 1.6 * error)
      #expect(
        relativeError(estimator.meanNegativeGradient.frobeniusNorm, estimate.gradientFrobeniusNormPaper)
          < 1e-12)
    }
  }

  @Test("the estimates are the plain means of the per-sample definitions, for any number of samples")
  func plainDefinitions() throws {
    let d = 3
    for network in try Self.networks() {
      let (teacher, student) = Self.weights(network, d, seed: 5)
      for n in [1, 2, 7, 1024, 1025, 2500] {
        let inputs = SampleInputs.uniform(n, d, seed: 3)
        let plain = PlainSamples(network: network, teacher: teacher, student: student, inputs: inputs)
        var estimator = DataEstimator(inputs: inputs, network: network, teacher: teacher)
        let estimate = estimator.estimate(student: student)
        #expect(relativeError(estimate.loss, plain.loss) < 1e-12)
        #expect(relativeError(try #require(estimate.marginPaper), plain.marginPaper) < 1e-10)
        #expect(relativeError(estimator.meanNegativeGradient, plain.negativeGradientPaper) < 1e-11)
        #expect((estimate.lossInterval == nil) == (n == 1))
        #expect((estimate.marginInterval == nil) == (n == 1))
        if let error = estimate.gradientErrorPaper {
          #expect(abs(error - plain.gradientErrorPaper) < 1e-9 * plain.gradientErrorPaper)
        } else {
          #expect(n == 1)
        }
      }
    }
  }

  @Test("about 95 of 100 intervals hold the expectation")
  func coverage() throws {
    let (n, d, repetitions) = (400, 4, 1000)
    let network = try Network()
    let (teacher, student) = Self.weights(network, d, seed: 6)
    var evaluator = try PointEvaluator(network: network, teacher: teacher)
    let point = try evaluator.evaluate(student: student)
    let margin = try #require(point.margin(.paper).value)
    var held = (loss: 0, margin: 0)
    for seed in 0..<repetitions {
      var estimator = DataEstimator(
        inputs: SampleInputs.gaussian(n, d, seed: UInt64(seed)), network: network, teacher: teacher)
      let estimate = estimator.estimate(student: student)
      if Self.holds(estimate.lossInterval, point.populationLoss, widened: 1) { held.loss += 1 }
      if Self.holds(estimate.marginInterval, margin, widened: 1) { held.margin += 1 }
    }
    // The losses are skewed, which costs an interval of 400 of them a little of its coverage.
    #expect((920...970).contains(held.loss))
    #expect((925...970).contains(held.margin))
  }

  @Test("on inputs that are not Gaussian the closed forms can lie outside the intervals")
  func notGaussian() throws {
    let (n, d) = (20_000, 4)
    let network = try Network()
    // Along one axis a uniform input has E max(x, 0)^2 = 1/2 as a normal one has, but another E of the cross terms.
    let teacher = Matrix(rowCount: d, columnCount: d)
    var student = Matrix(rowCount: d, columnCount: d)
    for j in 0..<d { student[j, j] = j < 2 ? 0.5 : -0.5 }
    var evaluator = try PointEvaluator(network: network, teacher: teacher)
    let point = try evaluator.evaluate(student: student)
    var estimator = DataEstimator(
      inputs: SampleInputs.uniform(n, d, seed: 4), network: network, teacher: teacher)
    let estimate = estimator.estimate(student: student)
    #expect(!Self.holds(estimate.lossInterval, point.populationLoss, widened: 1.8))
    #expect(!Self.holds(estimate.marginInterval, try #require(point.margin(.paper).value), widened: 1.8))
  }

  @Test("near W* the estimates keep their relative accuracy")
  func nearTeacher() throws {
    let (n, d) = (500, 5)
    let network = try Network(slope: 0.1)
    let (teacher, other) = Self.weights(network, d, seed: 7)
    var direction = other
    direction.add(teacher, scaledBy: -1)
    let inputs = SampleInputs.gaussian(n, d, seed: 5)
    func estimate(_ step: Double) -> (DataEstimate, Double) {
      var student = teacher
      student.add(direction, scaledBy: step)
      var estimator = DataEstimator(inputs: inputs, network: network, teacher: teacher)
      return (estimator.estimate(student: student), Matrix.distance(student, teacher))
    }
    let (near, distance) = estimate(1e-9)
    let (nearer, shorter) = estimate(1e-12)
    #expect(relativeError(near.loss / (distance * distance), nearer.loss / (shorter * shorter)) < 1e-3)
    #expect(relativeError(try #require(near.marginPaper), try #require(nearer.marginPaper)) < 1e-3)
    #expect(try #require(near.marginPaper) > 0)
  }

  @Test("at W* the margin is undefined, and loss and gradient are zero")
  func converged() throws {
    let network = try Network()
    let (teacher, student) = Self.weights(network, 4, seed: 8)
    var estimator = DataEstimator(
      inputs: SampleInputs.gaussian(50, 4, seed: 6), network: network, teacher: teacher)
    let before = estimator.estimate(student: student)
    let estimate = estimator.estimate(student: teacher)
    #expect(estimate.loss == 0 && estimate.lossInterval?.high == 0)
    #expect(estimate.marginPaper == nil && estimate.marginInterval == nil)
    #expect(estimate.gradientFrobeniusNormPaper == 0 && estimate.gradientErrorPaper == 0)
    #expect(estimator.estimate(student: student) == before)
  }

  @Test("a higher confidence gives wider intervals around the same means")
  func confidence() throws {
    let network = try Network()
    let (teacher, student) = Self.weights(network, 4, seed: 9)
    let inputs = SampleInputs.gaussian(50, 4, seed: 7)
    var narrow = DataEstimator(inputs: inputs, network: network, teacher: teacher, confidence: 0.5)
    var wide = DataEstimator(inputs: inputs, network: network, teacher: teacher, confidence: 0.99)
    let (a, b) = (narrow.estimate(student: student), wide.estimate(student: student))
    #expect(a.loss == b.loss && a.confidence == 0.5)
    #expect(try #require(a.lossInterval).high < (try #require(b.lossInterval).high))
  }
}
