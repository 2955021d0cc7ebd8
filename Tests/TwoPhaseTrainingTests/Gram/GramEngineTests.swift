import Foundation
import LinearAlgebra
import TestSupport
import Testing
import TwoPhaseTheory
import TwoPhaseTraining

/// The engine against the direct evaluation of the same definitions, and against golden values.
@Suite("Gram engine")
struct GramEngineTests {
  /// Every scalar of a point with a scale for its error: the quantity itself, and where terms of both signs make it up, what
  /// they are made of.
  private static func scalars(_ point: PointQuantities) throws -> [(
    name: String, value: Double, scale: Double
  )] {
    let terms = try #require(point.marginTerms)
    let size = abs(terms.constant) + abs(terms.first) + abs(terms.diagonal) + abs(terms.higher)
    let rates = point.rates
    return [
      ("populationLoss", point.populationLoss, point.populationLoss),
      ("potential", point.potential, abs(point.potential)), ("sNorm", point.sNorm, point.sNorm),
      ("sSum", point.sSum, abs(point.sSum)), ("distance", point.distance, point.distance),
      ("constant", terms.constant, terms.constant),
      ("first", terms.first, max(abs(terms.first), 0.01 * size)),
      ("diagonal", terms.diagonal, max(abs(terms.diagonal), 0.01 * size)),
      ("higher", terms.higher, max(abs(terms.higher), 0.01 * size)),
      ("margin", terms.sum, max(abs(terms.sum), 0.01 * size)),
      ("potentialRate", rates.potentialRate, max(abs(rates.potentialRate), 0.01 * abs(point.potential))),
      ("sAlongRate", rates.sAlongRate, max(abs(rates.sAlongRate), 0.01 * rates.sSquare)),
      ("rateSquare", rates.rateSquare, rates.rateSquare),
      ("studentSpectralNorm", point.studentSpectralNorm, point.studentSpectralNorm),
      ("auxiliarySpectralNorm", point.auxiliarySpectralNorm, point.auxiliarySpectralNorm),
    ]
  }

  /// The largest error of each scalar, relative to its scale.
  private static func compare(_ found: PointQuantities, _ expected: PointQuantities) throws -> [String:
    Double]
  {
    var errors: [String: Double] = [:]
    for (a, b) in zip(try scalars(found), try scalars(expected)) {
      errors[a.name] = a.value == b.value ? 0 : abs(a.value - b.value) / b.scale
    }
    return errors
  }

  private static func evaluator(_ network: Network, _ teacher: Matrix) throws -> PointEvaluator {
    try PointEvaluator(network: network, teacher: teacher, spectralMethod: .dense)
  }

  @Test(
    "every scalar equals the direct evaluation's to 1e-12 from near W* to far, for every slope and dimension",
    arguments: [(2, 0.0), (3, 0.3), (7, -0.5), (30, 0.0), (33, 0.9), (64, -1.0), (101, 0.1), (130, 0.0)])
  func agreesAtPoints(dimension: Int, slope: Double) throws {
    var random = TestRandom(UInt64(dimension))
    for identity in [true, false] {
      let network = try Network(slope: slope, identityMapping: identity)
      let scale = 0.4 / Double(dimension).squareRoot()
      let teacher = random.matrix(dimension, scale: identity ? scale : 1)
      var engine = try GramEngine(network: network, teacher: teacher)
      var direct = try Self.evaluator(network, teacher)
      for exponent in stride(from: 0.0, through: -9, by: -0.5) {
        var student = teacher
        student.add(random.matrix(dimension, scale: scale), scaledBy: pow(10, exponent))
        let expected = try direct.evaluate(student: student)
        for (name, error) in try Self.compare(try engine.evaluate(student: student), expected) {
          #expect(
            error <= 1e-12, "\(name) at d = \(dimension), slope \(slope), distance \(expected.distance)")
        }
      }
      if identity, dimension >= 7 { #expect(engine.account.gramPoints > 0) }
      #expect(engine.account.directPoints > 0)  // the nearest ones
    }
  }

  @Test(
    "thousands of steps moved along with W agree with the direct evaluation to 1e-12, and the drift is small",
    arguments: [(40, 4, 3000), (100, 16, 1500)])
  func agreesAlongRuns(dimension: Int, batch: Int, steps: Int) throws {
    var random = TestRandom(9)
    let network = try Network(slope: 0.2)
    let scale = 0.5 / Double(dimension).squareRoot()
    let (student, teacher) = (random.matrix(dimension, scale: scale), random.matrix(dimension, scale: scale))
    var direct = try PointEvaluator(network: network, teacher: teacher)
    var sgd = try InstrumentedSGD(
      network: network, student: student, teacher: teacher,
      source: MinibatchGradient(inputs: .gaussian(seed: 3), batch: batch, network: network, teacher: teacher),
      learningRate: 2e-4 / Double(dimension) * 10)
    var worst: [String: Double] = [:]
    for _ in 0..<steps {
      var record: StepRecord?
      let here = sgd.student
      _ = try sgd.run(steps: 1, recordsEnd: false) { record = $0 }
      let found = try #require(record?.point)
      for (name, error) in try Self.compare(found, try direct.evaluate(student: here)) {
        worst[name] = max(worst[name] ?? 0, error)
      }
    }
    for (name, error) in worst { #expect(error <= 1e-12, "\(name)") }
    let account = sgd.account
    #expect(account.updates > steps / 2)
    #expect(account.gramPoints > steps / 2)
    #expect(account.refreshes < steps / 50)
    #expect(account.largestDrift > 0 && account.largestDrift < 5e-14)
    #expect(account.largestResidual <= GramEngine.spectralTolerance)
  }

  @Test("every golden point of the design, through the engine, to 1e-12")
  func goldenPoints() throws {
    for point in GoldenPoint.load("Golden/points.json") {
      var engine = try GramEngine(network: try point.network, teacher: point.target)
      let found = try engine.evaluate(student: point.w)
      let expected = point.expected
      var pairs = [
        ("populationLoss", found.populationLoss, expected.populationLoss.value),
        ("potential", found.potential, expected.potential.value),
        ("sNorm", found.sNorm, expected.sNorm.value),
        ("sSum", found.sSum, expected.sSum.value), ("distance", found.distance, expected.distance.value),
        ("studentSpectralNorm", found.studentSpectralNorm, expected.studentSpectralNorm.value),
        ("auxiliarySpectralNorm", found.auxiliarySpectralNorm, expected.auxiliarySpectralNorm.value),
      ]
      if let terms = expected.marginTermsPaper, let margin = expected.onePointMarginPaper {
        pairs.append(("margin", found.margin(.paper).value ?? .infinity, margin.value))
        pairs.append(("constant", found.marginTerms?.constant ?? .infinity, terms.constant.value))
        pairs.append(("first", found.marginTerms?.first ?? .infinity, terms.first.value))
        pairs.append(("diagonal", found.marginTerms?.diagonal ?? .infinity, terms.diagonal.value))
        pairs.append(("higher", found.marginTerms?.higher ?? .infinity, terms.higher.value))
      } else {
        #expect(found.marginTerms == nil)
      }
      for (name, value, reference) in pairs {
        #expect(relativeError(value, reference) <= 1e-12, "\(point.name): \(name)")
      }
    }
  }

  @Test("the golden run, every one of its points through the engine, to 1e-9")
  func goldenRun() throws {
    let folder = TestFiles.root.appendingPathComponent("Golden")
    let golden = try JSONDecoder().decode(
      InstrumentedSGDTests.GoldenRun.self,
      from: Data(contentsOf: folder.appendingPathComponent("wrongway_gd_d100.json")))
    var student = try Matrix(npy: folder.appendingPathComponent("wrongway_gd_d100_student.npy").path)
    let teacher = try Matrix(npy: folder.appendingPathComponent("wrongway_gd_d100_teacher.npy").path)
    var engine = try GramEngine(network: try Network(), teacher: teacher)
    var rows = golden.rows[...]
    for step in 0...golden.steps {
      let point = try engine.evaluate(student: student)
      if let row = rows.first, row.step == step {
        rows.removeFirst()
        let terms = try #require(point.marginTerms)
        let pairs = [
          (point.populationLoss, row.populationLoss), (point.potential, row.potential),
          (point.sNorm, row.sNorm),
          (point.sSum, row.sSum), (point.distance, row.distance),
          (point.studentSpectralNorm, row.studentSpectralNorm),
          (point.auxiliarySpectralNorm, row.auxiliarySpectralNorm), (terms.sum, row.onePointMarginPaper),
          (terms.constant, row.marginTermsPaper.constant), (terms.first, row.marginTermsPaper.first),
          (terms.diagonal, row.marginTermsPaper.diagonal), (terms.higher, row.marginTermsPaper.higher),
        ]
        for (k, pair) in pairs.enumerated() {
          #expect(relativeError(pair.0, pair.1) <= 1e-9, "step \(step), quantity \(k)")
        }
      }
      let gradient = try engine.withDirect(student) { $0.negativeGradient(.true) }
      student.add(gradient, scaledBy: golden.learningRate)
    }
    #expect(rows.isEmpty)
    #expect(engine.account.gramPoints == golden.steps + 1)
  }

  @Test("the numbers of a point do not depend on the path to it")
  func independentOfPath() throws {
    var random = TestRandom(21)
    let network = try Network()
    let (student, teacher) = (random.matrix(50, scale: 0.06), random.matrix(50, scale: 0.06))
    var sgd = try InstrumentedSGD(
      network: network, student: student, teacher: teacher,
      source: MinibatchGradient(inputs: .gaussian(seed: 3), batch: 8, network: network, teacher: teacher),
      learningRate: 1e-4)
    var last: StepRecord?
    _ = try sgd.run(steps: 100) { last = $0 }
    var fresh = try GramEngine(network: network, teacher: teacher)
    let errors = try Self.compare(try #require(last?.point), try fresh.evaluate(student: sgd.student))
    for (name, error) in errors { #expect(error <= 1e-13, "\(name)") }
    #expect(sgd.account.updates == 100)
  }

  @Test("one thread and two give the same numbers to rounding", arguments: [1, 2, 3])
  func threads(count: Int) throws {
    var random = TestRandom(5)
    let network = try Network(slope: -0.3)
    let (student, teacher) = (random.matrix(90, scale: 0.05), random.matrix(90, scale: 0.05))
    var engine = try GramEngine(network: network, teacher: teacher)
    var direct = try Self.evaluator(network, teacher)
    let expected = try direct.evaluate(student: student)
    let found = try WorkSharing.with(threads: count) { try engine.evaluate(student: student) }
    for (name, error) in try Self.compare(found, expected) { #expect(error <= 1e-12, "\(name)") }
  }

  @Test("a point that no engine can evaluate is refused as the direct evaluation refuses it")
  func refusals() throws {
    let network = try Network(identityMapping: false)
    let teacher = Matrix.identity(4)
    var engine = try GramEngine(network: network, teacher: teacher)
    #expect(throws: TheoryError.zeroNeuron(name: "student", index: 0)) {
      try engine.evaluate(student: Matrix(rowCount: 4, columnCount: 4))
    }
    #expect(throws: TheoryError.dimensionMismatch(student: 3, teacher: 4)) {
      try engine.evaluate(student: .identity(3))
    }
    var bad = Matrix.identity(4)
    bad[2, 1] = .nan
    #expect(throws: TheoryError.notFinite(name: "student", row: 2, column: 1)) {
      try engine.evaluate(student: bad)
    }
    #expect(try engine.evaluate(student: teacher).margin(.paper) == .converged)
  }

  /// W* = 0 and a W: with the signs of W's entries off the diagonal turned, every |D_j| and v*_j . D_j is the same, and
  /// little else is.
  private static func twins() -> (teacher: Matrix, first: Matrix, second: Matrix) {
    var random = TestRandom(4)
    let first = random.matrix(20, scale: 0.1)
    var second = first
    for j in 0..<20 {
      for i in 0..<20 where i > j { second[i, j] = -second[i, j] }
    }
    return (Matrix(rowCount: 20, columnCount: 20), first, second)
  }

  @Test("one engine at two points in turn is at the second, even where no diagonal tells them apart")
  func twoPoints() throws {
    let (teacher, first, second) = Self.twins()
    var engine = try GramEngine(network: try Network(), teacher: teacher)
    var direct = try Self.evaluator(try Network(), teacher)
    for point in [first, second, first, first] {
      let found = try engine.evaluate(student: point)
      for (name, error) in try Self.compare(found, try direct.evaluate(student: point)) {
        #expect(error <= 1e-12, "\(name)")
      }
    }
    #expect(engine.account.gramPoints == 4)
  }

  @Test("the gradient asked for is that of the weights given, whatever was evaluated or refused before")
  func gradientOfTheGivenWeights() throws {
    let (teacher, first, second) = Self.twins()
    var engine = try GramEngine(network: try Network(), teacher: teacher)
    var direct = try Self.evaluator(try Network(), teacher)
    func check(_ weights: Matrix) throws {
      _ = try direct.evaluate(student: weights)
      let found = try engine.withDirect(weights) { $0.negativeGradient(.true) }
      #expect(relativeError(found, direct.negativeGradient(.true)) <= 1e-13)
    }
    try check(first)
    try check(second)
    _ = try engine.evaluate(student: first, directly: true)
    try check(second)
    try check(first)
    var zero = first
    for i in 0..<20 { zero[i, 3] = i == 3 ? -1 : 0 }  // I + W has a zero neuron
    #expect(throws: TheoryError.self) { try engine.evaluate(student: zero, directly: true) }
    #expect(throws: TheoryError.self) { try engine.withDirect(zero) { $0.negativeGradient(.true) } }
    try check(first)
  }

  @Test("a run stopped between two records goes on with the numbers of its own weights")
  func afterInterruption() throws {
    let (teacher, first, _) = Self.twins()
    let network = try Network()
    var sgd = try InstrumentedSGD(
      network: network, student: first, teacher: teacher,
      source: MinibatchGradient(inputs: .gaussian(seed: 3), batch: 4, network: network, teacher: teacher),
      learningRate: 1e-3)
    var stop = false
    _ = try sgd.run(steps: 20, isCancelled: { stop }) { stop = $0.step == 5 }
    let here = sgd.student
    var record: StepRecord?
    _ = try sgd.run(steps: 1, recordsEnd: false) { record = $0 }
    var direct = try Self.evaluator(network, teacher)
    let errors = try Self.compare(try #require(record?.point), try direct.evaluate(student: here))
    for (name, error) in errors { #expect(error <= 1e-12, "\(name)") }
  }
}
