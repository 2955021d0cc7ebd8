import Foundation
import LinearAlgebra
import TestSupport
import Testing
import TwoPhaseTheory
import TwoPhaseTraining

@Suite("Instrumented SGD")
struct InstrumentedSGDTests {
  /// Runs and collects the records.
  static func records<Source: GradientSource>(
    _ sgd: inout InstrumentedSGD<Source>, steps: Int, stopAfter: Int = .max
  ) throws -> (status: RunStatus, records: [StepRecord]) {
    var records: [StepRecord] = []
    let status = try sgd.run(steps: steps, isCancelled: { records.count >= stopAfter }) { records.append($0) }
    return (status, records)
  }

  static func small(_ seed: UInt64, d: Int = 12) -> (student: Matrix, teacher: Matrix) {
    var random = TestRandom(seed)
    return (random.matrix(d, scale: 0.1), random.matrix(d, scale: 0.1))
  }

  struct GoldenRun: Decodable {
    let learningRate: Double
    let steps: Int
    let firstStepMarginAtLeast003: Int
    let rows: [Row]

    struct Row: Decodable {
      let step: Int
      let populationLoss: Double
      let potential: Double
      let sNorm: Double
      let sSum: Double
      let distance: Double
      let studentSpectralNorm: Double
      let onePointMarginPaper: Double
      let auxiliarySpectralNorm: Double
      let marginTermsPaper: MarginTerms
    }
  }

  @Test("gradient descent from the golden wrong-way start reproduces every golden row to 1e-9")
  func golden() throws {
    let folder = TestFiles.root.appendingPathComponent("Golden")
    let golden = try JSONDecoder().decode(
      GoldenRun.self, from: Data(contentsOf: folder.appendingPathComponent("wrongway_gd_d100.json")))
    var sgd = try InstrumentedSGD(
      network: try Network(),
      student: try Matrix(npy: folder.appendingPathComponent("wrongway_gd_d100_student.npy").path),
      teacher: try Matrix(npy: folder.appendingPathComponent("wrongway_gd_d100_teacher.npy").path),
      source: PopulationGradient(dimension: 100), learningRate: golden.learningRate)
    let (status, records) = try Self.records(&sgd, steps: golden.steps)
    #expect(status == .completed)
    #expect(records.count == golden.steps + 1)
    for row in golden.rows {
      let point = records[row.step].point
      let terms = try #require(point.marginTerms)
      let pairs: [(Double, Double)] = [
        (point.populationLoss, row.populationLoss), (point.potential, row.potential),
        (point.sNorm, row.sNorm),
        (point.sSum, row.sSum), (point.distance, row.distance),
        (point.studentSpectralNorm, row.studentSpectralNorm), (terms.sum, row.onePointMarginPaper),
        (point.auxiliarySpectralNorm, row.auxiliarySpectralNorm),
        (terms.constant, row.marginTermsPaper.constant), (terms.first, row.marginTermsPaper.first),
        (terms.diagonal, row.marginTermsPaper.diagonal), (terms.higher, row.marginTermsPaper.higher),
      ]
      for (k, pair) in pairs.enumerated() {
        #expect(relativeError(pair.0, pair.1) <= 1e-9, "step \(row.step), quantity \(k)")
      }
    }
    let first = records.first { ($0.point.marginTerms?.sum ?? 0) >= 0.03 }
    #expect(first?.step == golden.firstStepMarginAtLeast003)
  }

  @Test("one population step is W + eta (-grad L), and its prediction is for the next record")
  func oneStep() throws {
    let (student, teacher) = Self.small(1)
    let network = try Network(slope: 0.3)
    var sgd = try InstrumentedSGD(
      network: network, student: student, teacher: teacher, source: PopulationGradient(dimension: 12),
      learningRate: 1e-3)
    let (_, records) = try Self.records(&sgd, steps: 1)
    var evaluator = try PointEvaluator(network: network, teacher: teacher)
    _ = try evaluator.evaluate(student: student)
    var expected = student
    expected.add(evaluator.negativeGradient(.true), scaledBy: 1e-3)
    #expect(sgd.student == expected)
    #expect(records.allSatisfy { $0.batchLoss == nil })
    #expect(relativeError(try #require(records[0].predictedPotential), records[1].point.potential) < 1e-3)
    #expect(relativeError(try #require(records[0].predictedSNorm), records[1].point.sNorm) < 1e-3)
    #expect(abs(try #require(records[0].predictedPotential) - records[0].point.potential) > 1e-5)
  }

  @Test(
    "a minibatch step is the gradient of the batch loss",
    arguments: [(0.0, Readout.sum), (0.4, .sum), (0.4, .l1)])
  func minibatchStep(_ setting: (slope: Double, readout: Readout)) throws {
    let d = 5
    let (student, teacher) = Self.small(2, d: d)
    let network = try Network(slope: setting.slope, readout: setting.readout)
    var random = TestRandom(9)
    let batch = 30
    let x = Matrix(
      rowCount: batch, columnCount: d, columnMajor: (0..<(batch * d)).map { _ in random.normal() })
    func output(_ w: Matrix, _ row: Int) -> Double {
      (0..<d).reduce(0) { sum, j in
        let z = (0..<d).reduce(0) { $0 + x[row, $1] * (w[$1, j] + ($1 == j ? 1 : 0)) }
        let value = z > 0 ? z : setting.slope * z
        return sum + (setting.readout == .l1 ? abs(value) : value)
      }
    }
    func loss(_ w: Matrix) -> Double {
      (0..<batch).reduce(0) { sum, row in
        let residual = output(w, row) - output(teacher, row)
        return sum + residual * residual
      } / Double(batch)
    }
    var sgd = try InstrumentedSGD(
      network: network, student: student, teacher: teacher,
      source: MinibatchGradient(
        inputs: .data(x, seed: 1), batch: 1000, network: network, teacher: teacher), learningRate: 1e-2)
    let (_, records) = try Self.records(&sgd, steps: 1)
    #expect(relativeError(try #require(records[0].batchLoss), loss(student)) < 1e-12)
    #expect(records[1].batchLoss == nil)
    for j in 0..<d {
      for k in 0..<d {
        let h = 1e-6
        var (plus, minus) = (student, student)
        plus[k, j] += h
        minus[k, j] -= h
        let gradient = (loss(plus) - loss(minus)) / (2 * h)
        #expect(abs((student[k, j] - sgd.student[k, j]) / 1e-2 - gradient) < 1e-7)
      }
    }
  }

  @Test("batch losses average to the population loss within their own confidence interval")
  func batchLossMean() throws {
    let (student, teacher) = Self.small(3)
    let network = try Network(slope: -0.2)
    var sgd = try InstrumentedSGD(
      network: network, student: student, teacher: teacher,
      source: MinibatchGradient(inputs: .gaussian(seed: 4), batch: 64, network: network, teacher: teacher),
      learningRate: 1e-12)
    let (_, records) = try Self.records(&sgd, steps: 400)
    let losses = records.compactMap(\.batchLoss)
    #expect(losses.count == 400)
    let mean = losses.reduce(0, +) / 400
    let variance = losses.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 399
    #expect(abs(mean - records[0].point.populationLoss) < 4 * (variance / 400).squareRoot())
  }

  @Test("the same seed gives the same run at every cadence, and another seed another run")
  func cadence() throws {
    let (student, teacher) = Self.small(5)
    let network = try Network()
    func run(seed: UInt64, cadence: Int) throws -> (Matrix, [StepRecord]) {
      var sgd = try InstrumentedSGD(
        network: network, student: student, teacher: teacher,
        source: MinibatchGradient(
          inputs: .gaussian(seed: seed), batch: 32, network: network, teacher: teacher),
        learningRate: 1e-3, cadence: cadence)
      let (_, records) = try Self.records(&sgd, steps: 50)
      return (sgd.student, records)
    }
    let (every, all) = try run(seed: 6, cadence: 1)
    let (seventh, some) = try run(seed: 6, cadence: 7)
    #expect(every == seventh)
    #expect(some.map(\.step) == [0, 7, 14, 21, 28, 35, 42, 49, 50])
    for record in some {
      let same = all[record.step]
      #expect(record.batchLoss == same.batchLoss)
      #expect(record.point.populationLoss == same.point.populationLoss)
      #expect(relativeError(record.point.auxiliarySpectralNorm, same.point.auxiliarySpectralNorm) < 1e-10)
    }
    #expect(try run(seed: 7, cadence: 1).0 != every)
  }

  @Test("a run can be continued, and is the run that was not interrupted")
  func continued() throws {
    let (student, teacher) = Self.small(5)
    let network = try Network()
    func sgd() throws -> InstrumentedSGD<MinibatchGradient> {
      try InstrumentedSGD(
        network: network, student: student, teacher: teacher,
        source: MinibatchGradient(inputs: .gaussian(seed: 8), batch: 32, network: network, teacher: teacher),
        learningRate: 1e-3)
    }
    var (whole, parts) = (try sgd(), try sgd())
    _ = try Self.records(&whole, steps: 30)
    _ = try Self.records(&parts, steps: 11)
    #expect(try Self.records(&parts, steps: 19).status == .completed)
    #expect(whole.student == parts.student)
    var stopped = try sgd()
    let (status, records) = try Self.records(&stopped, steps: 30, stopAfter: 12)
    #expect(status == .interrupted(step: 11))
    #expect(records.count == 12)
  }

  @Test("a run whose weights blow up ends as diverged, with everything before kept and finite")
  func diverged() throws {
    let (student, teacher) = Self.small(10)
    let network = try Network()
    var population = try InstrumentedSGD(
      network: network, student: student, teacher: teacher, source: PopulationGradient(dimension: 12),
      learningRate: 5)
    var sampled = try InstrumentedSGD(
      network: network, student: student, teacher: teacher,
      source: MinibatchGradient(inputs: .gaussian(seed: 1), batch: 16, network: network, teacher: teacher),
      learningRate: 5, cadence: 3)
    for (status, records) in [
      try Self.records(&population, steps: 5000), try Self.records(&sampled, steps: 5000),
    ] {
      guard case .diverged(let step) = status else {
        Issue.record("ended as \(status)")
        continue
      }
      #expect(step > 2 && step < 5000)
      #expect(records.count >= 2)
      #expect(records.allSatisfy { $0.step < step })
      for record in records {
        #expect(record.point.populationLoss.isFinite && record.point.distance.isFinite)
        #expect(record.predictedPotential?.isFinite ?? true && record.predictedSNorm?.isFinite ?? true)
        #expect(record.point.marginTerms.map { $0.sum.isFinite } ?? true)
      }
    }
  }

  @Test("starting at the teacher converges at step 0")
  func startsConverged() throws {
    let (_, teacher) = Self.small(10)
    let network = try Network()
    var sgd = try InstrumentedSGD(
      network: network, student: teacher, teacher: teacher,
      source: MinibatchGradient(inputs: .gaussian(seed: 1), batch: 16, network: network, teacher: teacher),
      learningRate: 1e-3)
    let (status, records) = try Self.records(&sgd, steps: 10)
    #expect(status == .converged(step: 0))
    #expect(records.count == 1 && records[0].point.marginTerms == nil)
  }

  @Test("gradient descent goes on converging, at a margin of Phase 2, down to rounding, and then says so")
  func convergesToRounding() throws {
    let (student, teacher) = Self.small(12, d: 6)
    let network = try Network()
    var sgd = try InstrumentedSGD(
      network: network, student: student, teacher: teacher, source: PopulationGradient(dimension: 6),
      learningRate: 0.3)
    let (status, records) = try Self.records(&sgd, steps: 20_000)
    guard case .converged = status else {
      Issue.record("ended as \(status) at distance \(records.last?.point.distance ?? -1)")
      return
    }
    #expect((records.last?.point.distance ?? 1) < 1e-14)
    for (before, after) in zip(records, records.dropFirst()) where before.point.distance > 1e-14 {
      #expect(after.point.distance < before.point.distance)
      let margin = try #require(before.point.marginTerms?.sum)
      #expect(margin > 0.03)
      // The loss near W* is a quadratic form whose eigenvalues lie between the Hessian's.
      let ratio = before.point.populationLoss / (before.point.distance * before.point.distance)
      #expect(ratio > 0.02 && ratio < 5)
    }
  }

  @Test("near the teacher the sampled step keeps its relative accuracy")
  func sampledNearTeacher() throws {
    let (_, teacher) = Self.small(13, d: 8)
    let network = try Network(slope: 0.1)
    var random = TestRandom(2)
    let direction = random.matrix(8, scale: 1)
    func change(_ size: Double) throws -> Matrix {
      var student = teacher
      student.add(direction, scaledBy: size)
      var sgd = try InstrumentedSGD(
        network: network, student: student, teacher: teacher,
        source: MinibatchGradient(inputs: .gaussian(seed: 3), batch: 64, network: network, teacher: teacher),
        learningRate: 0.1)
      _ = try Self.records(&sgd, steps: 1)
      var moved = sgd.student
      moved.add(student, scaledBy: -1)
      return moved.scaled(by: 1 / size)
    }
    // Both sizes are powers of two, so that W is exact; only second-order terms tell them apart.
    #expect(relativeError(try change(0x1p-30), try change(0x1p-34)) < 1e-4)
  }

  @Test("a neuron that is zero at the start is an error")
  func zeroNeuron() throws {
    let (_, teacher) = Self.small(1)
    let network = try Network(identityMapping: false)
    var sgd = try InstrumentedSGD(
      network: network, student: Matrix(rowCount: 12, columnCount: 12), teacher: teacher,
      source: PopulationGradient(dimension: 12), learningRate: 1e-3)
    #expect(throws: TheoryError.zeroNeuron(name: "student", index: 0)) { try sgd.run(steps: 3) { _ in } }
  }

  @Test("inputs so large that the batch loss overflows end as diverged, without an infinite number")
  func hugeInputs() throws {
    let (student, teacher) = Self.small(1, d: 3)
    let network = try Network()
    let x = Matrix(rowCount: 4, columnCount: 3, repeating: 1e200)
    var sgd = try InstrumentedSGD(
      network: network, student: student, teacher: teacher,
      source: MinibatchGradient(inputs: .data(x, seed: 1), batch: 4, network: network, teacher: teacher),
      learningRate: 1e-3)
    let (status, records) = try Self.records(&sgd, steps: 5)
    #expect(status == .diverged(step: 1))
    #expect(records.map(\.batchLoss) == [nil])
  }
}
