import Foundation
import GRDB
import LinearAlgebra
import TestSupport
import Testing
import TwoPhaseTheory
import TwoPhaseStore
import TwoPhaseTraining

@Suite("Runs come back from a store as they went in")
struct RoundTripTests {
  /// Runs that differ in what they measure and how they end.
  static let changes: [(String, @Sendable (inout RunRequest) -> Void)] = [
    ("sampled", { _ in }),
    (
      "population",
      {
        $0.gradient = .population
        $0.batch = nil
        $0.slope = 0.25
      }
    ),
    ("coarse", { $0.cadence = 7 }),
    ("scalars", { $0.stepDetail = .scalars }),
    ("norms", { $0.stepDetail = .norms }),
    (
      "bare",
      {
        $0.identityMapping = false
        $0.start = .gaussian
        $0.readout = .l1
        $0.slope = -0.5
      }
    ),
    ("diverged", { $0.learningRate = 1e6 }),
    (
      "converged",
      {
        $0.start = .zero; $0.teacherNorm = 0
      }
    ),
    ("no step", { $0.steps = 0 }),
    ("one dimension", { $0.dimension = 1 }),
    (
      "repeats",
      {
        $0.repeats = 3
        $0.schedule = .theorem
        $0.constants.gamma = 0.02
      }
    ),
    ("large seed", { $0.seed = .max }),
  ]

  @Test("records, facts and verdicts are the same to the last bit", arguments: changes.map(\.0))
  func sameBits(_ name: String) throws {
    let change = try Self.changes.first { $0.0 == name }.unwrapped.1
    let store = try ScratchStore()
    let run = try store.record(change)
    let back = try RunStore(reading: store.path).run(1)
    #expect(back.series == run.series)
    #expect(back.facts == run.facts)
    #expect(back.theorem.verdicts.hypotheses.map(\.verdict) == run.theorem.verdicts.hypotheses.map(\.verdict))
    #expect(
      back.theorem.verdicts.conclusions.map(\.verdict) == run.theorem.verdicts.conclusions.map(\.verdict))
    #expect(back.theorem.seeds.count == run.theorem.seeds.count)
    #expect(back.analysis.phases == run.analysis.phases)
  }

  @Test("the margin's column is the margin, to the last bit")
  func margin() throws {
    let store = try ScratchStore()
    let run = try store.record { $0.steps = 200 }
    let margins = try store.query { db in
      try Double.fetchAll(
        db, sql: "SELECT onePointMarginPaper FROM series WHERE run = 1 AND pass = 0 ORDER BY step")
    }
    #expect(margins == run.series.column { $0.point.marginTerms?.sum }.compactMap { $0 })
    #expect(margins.count == 201)
  }

  @Test("a trajectory of another program is kept as well")
  func trajectory() throws {
    let store = try ScratchStore()
    var random = TestRandom(4)
    let teacher = random.matrix(6, scale: 0.1)
    let steps = (0..<5).map { step in random.matrix(6, scale: 0.1 + Double(step) / 100) }
    let files = try ScratchStore()
    try teacher.writeNPY(to: files.folder + "/T.npy")
    try FileManager.default.createDirectory(atPath: files.folder + "/w", withIntermediateDirectories: true)
    for (step, weights) in steps.enumerated() {
      try weights.writeNPY(to: files.folder + "/w/step_\(step).npy")
    }
    var request = TrajectoryRequest(path: files.folder + "/w", teacherFile: files.folder + "/T.npy")
    request.learningRate = 1e-3
    let verified = try request.prepare().verify()
    let kept = try RunStore(recordingInto: store.path).keeping(verified)
    #expect(kept.provenance.id == 1)
    let reading = try RunStore(reading: store.path)
    let back = try reading.run(1)
    #expect(back.series == verified.series)
    #expect(back.facts == kept.facts)
    #expect(try reading.runs().map(\.kind) == ["trajectory"])
    #expect(throws: StoreFailure.self) { try reading.resume(1) }
  }

  @Test("the list, the events and the verdicts tell what the run tells")
  func list() throws {
    let store = try ScratchStore()
    let run = try store.record(named: "first") {
      $0.steps = 400; $0.dimension = 20
    }
    try store.record { $0.learningRate = 1e6 }
    let reading = try RunStore(reading: store.path)
    let list = try reading.runs()
    #expect(list.map(\.id) == [1, 2])
    #expect(list.map(\.name) == ["first", nil])
    #expect(list.map(\.status) == ["completed", "diverged"])
    #expect(list[0].records == run.series.count && list[0].lastStep == 400)
    #expect(list[0].phaseTwoStart == run.analysis.phases.transition?.heldSince)
    #expect(
      list[0].verdicts.count == run.theorem.verdicts.hypotheses.count + run.theorem.verdicts.conclusions.count
    )
    let events = try reading.events(1)
    #expect(events.first?.kind == "started" && events.last?.kind == "ended")
    let transition = try run.analysis.phases.transition.unwrapped
    #expect(events.filter { $0.kind == "transition" }.map(\.step) == [transition.step])
    #expect(events.filter { $0.kind == "return" }.map(\.step) == run.analysis.phases.returns.map(\.step))
  }

  @Test("weights are kept at the asked steps, bit by bit, and go with the run")
  func weights() throws {
    final class Visits: RunObserver {
      var seen: [Int: Matrix] = [:]
      func observe(_ record: StepRecord, pass: Int) {}
      func visit(step: Int, weights: Matrix, pass: Int) { seen[step] = weights }
    }
    let (store, visits) = (try ScratchStore(), Visits())
    try store.record(weightsCadence: 20, observers: [visits])
    let reading = try RunStore(reading: store.path)
    let kept = try reading.keptWeights(1)
    #expect(kept.map(\.step) == [0, 20, 40, 60])
    for (step, weights) in kept { #expect(weights == visits.seen[step]) }
    #expect(try reading.matrix(1, .end) == visits.seen[60])
    #expect(try reading.matrix(1, .start) == visits.seen[0])
    #expect(FileManager.default.fileExists(atPath: store.path + "-files/1/step-20.npy"))
    try reading.delete(1)
    #expect(try reading.runs().isEmpty)
    #expect(!FileManager.default.fileExists(atPath: store.path + "-files/1"))
    for table in ["series", "events", "verdicts", "weights", "checkpoints"] {
      #expect(try store.query { try Int.fetchOne($0, sql: "SELECT count(*) FROM \(table)") } == 0, "\(table)")
    }
    #expect(throws: StoreFailure.noSuchRun(id: "1", path: store.path)) { try reading.run(1) }
    // A number is never given twice: what was said of run 1 stays said of it.
    try store.record()
    #expect(try RunStore(reading: store.path).runs().map(\.id) == [2])
  }
}
