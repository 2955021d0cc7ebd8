import Foundation
import LinearAlgebra
import Testing
import TwoPhaseTheory
import TwoPhaseTraining

@Suite("The theorem on real runs")
struct TheoremOfRunsTests {
  static func run(_ change: (inout RunRequest) -> Void) throws -> RecordedRun {
    var request = RunRequest()
    request.dimension = 30
    request.gradient = .population
    request.steps = 300
    change(&request)
    return try request.prepare().run()
  }

  @Test("a learning rate that is too large violates C1 where |f_A| grew, as the series shows")
  func tooLarge() throws {
    let run = try Self.run {
      $0.learningRate = 0.2
      $0.constants.gamma = 0.05
      $0.steps = 30
    }
    let finding = try #require(run.theorem.verdicts[.c1])
    #expect(finding.verdict == .violated)
    // Worked out again from the series alone.
    let etahat = 0.2 / Double.pi
    let bound = 1 - 0.5 * etahat * 30
    let tau = 197 * 0.05 * 0.05
    let potentials = run.series.column { abs($0.point.potential) }
    let factors = zip(potentials, potentials.dropFirst()).enumerated().filter { $0.element.0 > tau }.map {
      (step: $0.offset, factor: $0.element.1 / $0.element.0)
    }
    let first = try #require(factors.first { $0.factor > bound })
    let worst = try #require(factors.max { $0.factor < $1.factor })
    let violation = try #require(finding.deciding.firstViolation)
    #expect(violation.step == first.step)
    #expect(abs(violation.required - bound) < 1e-12)
    #expect(abs(try #require(violation.observed) - first.factor) <= 1e-12 * first.factor)
    #expect(finding.deciding.step == worst.step)
    #expect(abs(try #require(finding.deciding.margin) - (bound - worst.factor)) <= 1e-9 * worst.factor)
  }

  @Test("at gamma = 0.5 the bound 197 gamma^2 is vacuous, and the run is not said to keep it")
  func vacuous() throws {
    let run = try Self.run { $0.constants.gamma = 0.5 }
    for id in [TheoremPart.ID.c1, .c2] {
      let finding = try #require(run.theorem.verdicts[id])
      #expect(finding.verdict == .vacuous && finding.deciding.required == 49.25)
    }
  }

  @Test("small start, small steps: every hypothesis and conclusion holds at d = 100, and none is vacuous")
  func paperRegime() throws {
    let d = 100
    var start = Matrix(rowCount: d, columnCount: d)
    var teacher = start
    for i in 0..<d { start[i, i] = -0.0045 }
    for i in stride(from: 0, to: d, by: 2) {
      teacher[i, i + 1] = 0.0045
      teacher[i + 1, i] = -0.0045
    }
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let files = (folder.appendingPathComponent("W0.npy").path, folder.appendingPathComponent("T.npy").path)
    try start.writeNPY(to: files.0)
    try teacher.writeNPY(to: files.1)
    let run = try Self.run {
      $0.dimension = nil
      $0.start = .file(files.0)
      $0.teacherFile = files.1
      $0.learningRate = 4e-5
      $0.steps = 70_000
      $0.cadence = 10
      $0.schedule = .theorem
      $0.constants.gamma = 0.005
      $0.constants.theorem.overrides = [.init(.initialNormBound, 0.0046)]
    }
    for finding in run.theorem.verdicts.hypotheses + run.theorem.verdicts.conclusions {
      #expect(finding.verdict == .holds, "\(finding.part.id): \(finding.deciding.reason)")
      #expect(finding.deciding.margin ?? 1 >= 0)
    }
    #expect(run.theorem.story.kind == .twoPhases)
    #expect(run.theorem.distance.verdict == .holds)
    let prescribed = try #require(run.theorem.seeds.first?.prescribedRate)
    let t = Double(prescribed.steps)
    #expect(abs(prescribed.paperLearningRate - 1.1 * log(t) / (0.03 * t)) < 1e-15)
    #expect(prescribed.start + prescribed.steps == 70_000)
  }

  @Test("repeats differ in their samples alone and decide the distance's expectation")
  func repeats() throws {
    let run = try Self.run {
      $0.gradient = .sampled
      $0.batch = 400
      $0.repeats = 8
      $0.start = .gaussian
      $0.steps = 60
      $0.learningRate = 2e-3
    }
    let seeds = run.theorem.seeds
    #expect(seeds.map(\.seed) == [1, 2, 3, 4, 5, 6, 7, 8])
    #expect(Set(seeds.map { $0.distances[0] }).count == 1, "the same W_0 and W*")
    #expect(Set(seeds.compactMap(\.distances.last)).count == 8, "different samples")
    #expect(seeds[0].distances == run.series.column(\.point.distance))
    #expect(run.theorem.distance.verdict == .holds, "\(run.theorem.distance.reason)")
    let alone = try Self.run {
      $0.gradient = .sampled
      $0.batch = 400
      $0.start = .gaussian
      $0.steps = 60
      $0.learningRate = 2e-3
    }
    #expect(alone.series == run.series, "the reported run does not depend on the repeats")
    #expect(alone.theorem.distance.verdict == .notTested)
  }

  @Test("repeats of the population gradient are refused")
  func populationRepeats() throws {
    let error = try #require(throws: OptionError.self) { try Self.run { $0.repeats = 2 } }
    #expect(error.option == "--repeats")
  }

  @Test("each way a run can go is told in plain words")
  func stories() throws {
    let twoPhases = try Self.run { $0.dimension = 100 }
    #expect(twoPhases.theorem.story.kind == .twoPhases)
    let begun = try #require(twoPhases.analysis.phases.transition?.heldSince)
    #expect(twoPhases.theorem.story.text.contains("step \(begun)"))
    let short = try Self.run {
      $0.dimension = 100
      $0.steps = 20
    }
    #expect(short.theorem.story.kind == .neverLeftPhaseOne)
    #expect(try Self.run { $0.start = .gaussian }.theorem.story.kind == .startedInPhaseTwo)
    #expect(try Self.run { $0.steps = 0 }.theorem.story.kind == .oneSnapshot)
    let diverged = try Self.run { $0.learningRate = 10 }
    #expect(diverged.theorem.story.kind == .diverged && diverged.theorem.verdicts[.c1]?.verdict == .violated)
    let returned = try Self.run {
      $0.constants.potentialThreshold = 0.5
      $0.constants.dwell = 3
      $0.start = .gaussian
      $0.gradient = .sampled
      $0.batch = 4
      $0.learningRate = 0.02
    }
    #expect(returned.analysis.phases.returns.isEmpty == (returned.theorem.story.kind != .returned))
    let converged = try Self.run {
      $0.start = .gaussian
      $0.learningRate = 0.02
      $0.steps = 20_000
      $0.cadence = 50
    }
    #expect(converged.theorem.story.hasConverged && converged.theorem.story.text.contains("W = W*"))
  }
}
