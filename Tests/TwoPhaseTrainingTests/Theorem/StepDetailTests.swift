import Foundation
import LinearAlgebra
import TestSupport
import Testing
import TwoPhaseTheory
import TwoPhaseTraining

@Suite("What a user leaves out of the measurement of steps")
struct StepDetailTests {
  /// The scalars of a record; those that can pass through zero are measured against the margin's terms.
  private static func scalars(_ record: StepRecord) throws -> [(name: String, value: Double, scale: Double)] {
    let point = record.point
    let terms = try #require(point.marginTerms)
    let size = [terms.constant, terms.first, terms.diagonal, terms.higher].reduce(0) { $0 + abs($1) }
    let plain = [
      ("populationLoss", point.populationLoss), ("potential", point.potential), ("sNorm", point.sNorm),
      ("sSum", point.sSum), ("distance", point.distance), ("studentSpectralNorm", point.studentSpectralNorm),
      ("auxiliarySpectralNorm", point.auxiliarySpectralNorm),
      ("predictedPotential", record.predictedPotential ?? 0), ("predictedSNorm", record.predictedSNorm ?? 0),
    ]
    return plain.map { ($0.0, $0.1, abs($0.1)) } + [
      ("constant", terms.constant, size), ("first", terms.first, size), ("diagonal", terms.diagonal, size),
      ("higher", terms.higher, size), ("margin", terms.sum, size),
    ]
  }

  private struct Outcome {
    let weights: Matrix
    let records: [StepRecord]
    let account: GramEngine.Account
  }

  /// A run at d = 40 from the wrong-way start, with whatever is measured of its steps.
  private static func run(_ measurement: StepMeasurement, cadence: Int = 1) throws -> Outcome {
    var request = RunRequest()
    request.dimension = 40
    let prepared = try request.prepare()
    var sgd = try InstrumentedSGD(
      network: prepared.network, student: prepared.student, teacher: prepared.teacher,
      source: MinibatchGradient(
        inputs: .gaussian(seed: 4), batch: 16, network: prepared.network, teacher: prepared.teacher),
      learningRate: 1e-4, cadence: cadence, measurement: measurement)
    var records: [StepRecord] = []
    _ = try sgd.run(steps: 200) { records.append($0) }
    return Outcome(weights: sgd.student, records: records, account: sgd.account)
  }

  @Test(
    "the weights are the same to the last bit and every scalar to 1e-12, whatever is measured of the steps",
    arguments: [StepDetail.norms, .scalars])
  func sameSeries(_ detail: StepDetail) throws {
    let all = try Self.run(.full(steps: 200))
    let less = try Self.run(.full(steps: 200, detail: detail))
    #expect(less.weights == all.weights)
    #expect(less.records.map(\.step) == Array(0...200))
    for (found, expected) in zip(less.records, all.records) {
      #expect(found.batchLoss == expected.batchLoss)
      for (a, b) in zip(try Self.scalars(found), try Self.scalars(expected)) {
        #expect(abs(a.value - b.value) <= 1e-12 * b.scale, "\(a.name) at step \(found.step)")
      }
    }
  }

  @Test("without the noise every point far from W* is the Gram engine's")
  func engine() throws {
    let all = try Self.run(.full(steps: 200)).account
    #expect(all.directPoints == 201 && all.gramPoints == 0)
    for detail in [StepDetail.norms, .scalars] {
      let account = try Self.run(.full(steps: 200, detail: detail)).account
      #expect(account.gramPoints == 201 && account.directPoints == 0, "\(detail)")
      #expect(account.updates > 150, "the step's own products move the Gram matrices along")
    }
  }

  @Test("norms are those of the full measurement, without the noise; scalars have neither")
  func whatIsMeasured() throws {
    let all = try Self.run(.full(steps: 200)).records
    let norms = try Self.run(.full(steps: 200, detail: .norms)).records
    for (found, expected) in zip(norms, all).dropLast() {
      let (a, b) = (try #require(found.gradient), try #require(expected.gradient))
      #expect(a.frobeniusNorm == b.frobeniusNorm)
      #expect(relativeError(a.spectralNorm, b.spectralNorm) <= 1e-8)
      #expect(a.accumulatedNoise == nil && b.accumulatedNoise != nil)
      #expect((found.approximationError == nil) == (expected.approximationError == nil))
    }
    let scalars = try Self.run(.full(steps: 200, detail: .scalars)).records
    #expect(scalars.allSatisfy { $0.gradient == nil && $0.approximationError == nil })
  }

  @Test("steps between the records end the noise, and the population gradient is no longer formed")
  func cadence() throws {
    let outcome = try Self.run(.full(steps: 200), cadence: 5)
    #expect(outcome.account.directPoints == 1 && outcome.account.gramPoints == 40)
    #expect(outcome.records.first?.gradient?.accumulatedNoise != nil)
    #expect(outcome.records.dropLast().allSatisfy { $0.gradient != nil })
  }

  @Test(
    "the verdicts that need what was left out are not tested, and say by which option; the others are the same"
  )
  func verdicts() throws {
    let all = try StepMeasurementTests.request { _ in }.prepare().run().theorem.verdicts
    for (detail, open) in [(StepDetail.norms, [TheoremPart.ID.h5]), (.scalars, [.h4, .h5])] {
      let run = try StepMeasurementTests.request { $0.stepDetail = detail }.prepare().run()
      for id in TheoremPart.ID.allCases {
        let finding = try #require(run.theorem.verdicts[id])
        if open.contains(id) {
          #expect(finding.verdict == .notTested, "\(id)")
          #expect(finding.deciding.reason.contains("--measure \(detail.rawValue)"), "\(id)")
        } else {
          #expect(finding.verdict == all[id]?.verdict, "\(id)")
        }
      }
      #expect(run.performance.account.gramPoints > 0)
    }
  }

  @Test("the population gradient's noise is zero even where it is not measured")
  func population() throws {
    let run = try StepMeasurementTests.request {
      $0.gradient = .population
      $0.batch = nil
      $0.stepDetail = .norms
    }.prepare().run()
    #expect(run.theorem.verdicts[.h5]?.verdict == .holds)
  }

  @Test("inputs that are not Gaussian are looked at as often, whatever is measured of the steps")
  func dataEstimates() throws {
    var random = TestRandom(3)
    let inputs = Matrix(
      rowCount: 2000, columnCount: 12,
      columnMajor: (0..<24000).map { _ in random.uniform(-3.0.squareRoot()...3.0.squareRoot()) })
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("twophase-inputs-\(UUID().uuidString).npy").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try inputs.writeNPY(to: path)
    func run(_ detail: StepDetail) throws -> RecordedRun {
      try StepMeasurementTests.request {
        $0.dataFile = path
        $0.stepDetail = detail
      }.prepare().run()
    }
    let all = try run(.all).theorem.dataEstimates
    #expect(all.count > 20)
    for detail in [StepDetail.norms, .scalars] {
      #expect(try run(detail).theorem.dataEstimates == all, "\(detail)")
    }
  }

  @Test("repeats are the same runs, whatever is measured of their steps")
  func repeats() throws {
    func seeds(_ detail: StepDetail) throws -> [SeedOutcome] {
      try StepMeasurementTests.request {
        $0.repeats = 3
        $0.stepDetail = detail
      }.prepare().run().theorem.seeds
    }
    let all = try seeds(.all)
    for detail in [StepDetail.norms, .scalars] {
      let less = try seeds(detail)
      #expect(less.map(\.seed) == all.map(\.seed) && less.map(\.phaseTwoStart) == all.map(\.phaseTwoStart))
      for (a, b) in zip(less, all) { #expect(relativeError(a.distances, b.distances) <= 1e-13) }
    }
  }
}
