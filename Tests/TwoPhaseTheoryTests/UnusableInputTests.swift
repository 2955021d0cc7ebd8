import LinearAlgebra
import TestSupport
import Testing
import TwoPhaseTheory

@Suite("Points where the theory is undefined")
struct UnusableInputTests {
  @Test(
    "at W = W* the loss and gradient are zero and the margin is undefined: converged",
    arguments: [0.0, -1, 0.7])
  func converged(_ slope: Double) throws {
    var random = TestRandom(3)
    let teacher = random.matrix(9, scale: 0.2)
    var evaluator = try PointEvaluator(network: try Network(slope: slope), teacher: teacher)
    let point = try evaluator.evaluate(student: teacher)
    #expect(point.populationLoss == 0)
    #expect(point.potential == 0 && point.sNorm == 0 && point.sSum == 0 && point.distance == 0)
    #expect(point.auxiliarySpectralNorm == 0)
    #expect(point.margin(.paper) == .converged && point.margin(.true) == .converged)
    #expect(point.marginTerms == nil)
    #expect(evaluator.negativeGradient(.true).elements.allSatisfy { $0 == 0 })
    #expect(point.rates.predictedPotential(paperLearningRate: 0.1) == 0)
    #expect(point.rates.predictedSNorm(paperLearningRate: 0.1) == 0)
  }

  @Test("a zero neuron is an error that names it")
  func zeroNeuron() throws {
    var random = TestRandom(4)
    let teacher = random.matrix(5, scale: 0.2)
    var student = random.matrix(5, scale: 0.2)
    for k in 0..<5 { student[k, 3] = k == 3 ? -1 : 0 }
    var evaluator = try PointEvaluator(network: try Network(), teacher: teacher)
    #expect(throws: TheoryError.zeroNeuron(name: "student", index: 3)) {
      try evaluator.evaluate(student: student)
    }
    #expect("\(TheoryError.zeroNeuron(name: "student", index: 3))".contains("v_3"))
    #expect(throws: TheoryError.zeroNeuron(name: "teacher", index: 3)) {
      try PointEvaluator(network: try Network(), teacher: student)
    }
    let vanilla = try Network(identityMapping: false)
    var plain = try PointEvaluator(network: vanilla, teacher: teacher)
    #expect(throws: TheoryError.zeroNeuron(name: "student", index: 0)) {
      try plain.evaluate(student: Matrix(rowCount: 5, columnCount: 5))
    }
  }

  @Test("slopes outside [-1, 1) are refused", arguments: [1.0, 1.5, -1.01, .nan, .infinity])
  func slope(_ slope: Double) {
    #expect(throws: TheoryError.self) { try Network(slope: slope) }
  }

  @Test("shapes and entries that are not a student's are refused")
  func shapes() throws {
    var random = TestRandom(4)
    let teacher = random.matrix(3, scale: 0.2)
    var evaluator = try PointEvaluator(network: try Network(), teacher: teacher)
    #expect(throws: TheoryError.notSquare(name: "student", rows: 3, columns: 2)) {
      try evaluator.evaluate(student: Matrix(rowCount: 3, columnCount: 2))
    }
    #expect(throws: TheoryError.dimensionMismatch(student: 4, teacher: 3)) {
      try evaluator.evaluate(student: Matrix(rowCount: 4, columnCount: 4))
    }
    #expect(throws: TheoryError.emptyNetwork(name: "teacher")) {
      try PointEvaluator(network: try Network(), teacher: Matrix(rowCount: 0, columnCount: 0))
    }
    for bad in [Double.nan, .infinity, -.infinity] {
      var student = teacher
      student[1, 2] = bad
      #expect(throws: TheoryError.notFinite(name: "student", row: 1, column: 2)) {
        try evaluator.evaluate(student: student)
      }
    }
  }

  @Test("the evaluator is as good as new after a refused point")
  func recovers() throws {
    var random = TestRandom(8)
    let (teacher, student) = (random.matrix(5, scale: 0.2), random.matrix(5, scale: 0.2))
    var evaluator = try PointEvaluator(network: try Network(), teacher: teacher, spectralMethod: .dense)
    let before = try evaluator.evaluate(student: student)
    var bad = student
    bad[0, 0] = .nan
    _ = try? evaluator.evaluate(student: bad)
    #expect(try evaluator.evaluate(student: student) == before)
  }

  @Test("norms at the edge of double precision are refused, and just inside it everything is finite")
  func range() throws {
    let teacher = Matrix.identity(4).scaled(by: 0.1)
    var evaluator = try PointEvaluator(network: try Network(), teacher: teacher)
    for size in [1e141, 1e300] {
      #expect(throws: TheoryError.normOutOfRange(name: "student", index: 0)) {
        try evaluator.evaluate(student: Matrix(rowCount: 4, columnCount: 4, repeating: size))
      }
    }
    var random = TestRandom(2)
    let point = try evaluator.evaluate(student: random.matrix(4, scale: 1e138))
    #expect(point.populationLoss.isFinite && point.distance.isFinite && point.potential.isFinite)
    #expect(point.studentSpectralNorm.isFinite && point.auxiliarySpectralNorm.isFinite)
    #expect(try #require(point.margin(.paper).value).isFinite)
  }
}
