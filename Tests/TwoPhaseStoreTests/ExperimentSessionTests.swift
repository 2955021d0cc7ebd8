import Foundation
import GRDB
import Synchronization
import Testing
import TwoPhaseExperiments
import TwoPhaseStore
import TwoPhaseTraining

@Suite("Experiments in a store")
struct ExperimentSessionTests {
  private static func experiment(seeds: Int = 2) throws -> PreparedExperiment {
    let text = """
      name: mine
      kind: recovery
      title: A title
      source: here
      claim: Something.
      settings: {dimensions: [6], paperRateTimesDimension: 0.2, batch: 16, stepsPerDimension: 20, cadence: 10, seeds: \(seeds),
        teacherNorm: 0.5, startNorm: 2, normBound: 1, vanillaNorm: 2, recovered: 0.01}
      """
    return try PreparedExperiment(try ExperimentFile(text: text, path: "x.yaml"), isQuick: false)
  }

  private static func perform(
    _ store: ScratchStore?, isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws -> ExperimentSession.Outcome {
    let session = try ExperimentSession(store: store?.path, provenance: RunProvenance(), workers: 2)
    return try session.perform(
      Self.experiment(), seed: 1, dataFolder: "data", isCancelled: isCancelled, progress: { _, _ in })
  }

  @Test("runs, result, findings and points are kept; with a store or without the result is the same")
  func kept() throws {
    let store = try ScratchStore()
    let outcome = try Self.perform(store)
    #expect(try Self.perform(nil).result == outcome.result)
    #expect(outcome.runs.count == 6 && outcome.id == 1)
    let opened = try RunStore(reading: store.path)
    let kept = try #require(try opened.experiments().first)
    #expect(kept.status == "completed" && kept.result == outcome.result && kept.runs == outcome.runs)
    let runs = try opened.runs()
    #expect(runs.map(\.status).allSatisfy { $0 == "completed" })
    #expect(Set(runs.compactMap(\.name)).count == 6)
    // A kept run is the trial: its last distance over its first is what the table's mean is of.
    let first = try opened.run(1)
    #expect(first.series.count == 13)
    try store.query { (db) throws -> Void in
      #expect(
        try Int.fetchOne(db, sql: "SELECT count(*) FROM experimentFindings") == outcome.result.findings.count)
      let points = outcome.result.panels.flatMap { $0.curves.flatMap(\.points) }
      #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM experimentPoints") == points.count)
      #expect(
        try Double.fetchAll(db, sql: "SELECT y FROM experimentPoints WHERE panelID = 'a' ORDER BY number")
          == outcome.result.panels[0].curves[0].points.compactMap(\.y))
    }
  }

  @Test("a cancelled experiment says so; its runs stay, and a run of it that is deleted goes from it")
  func cancelled() throws {
    let store = try ScratchStore()
    let asked = Mutex(0)
    #expect(throws: ExperimentInterrupted.self) {
      try Self.perform(store) {
        asked.withLock {
          $0 += 1
          return $0 > 200
        }
      }
    }
    let opened = try RunStore(reading: store.path)
    let kept = try #require(try opened.experiments().first)
    #expect(kept.status == "interrupted" && kept.result == nil)
    _ = try Self.perform(store)
    let again = try RunStore(reading: store.path)
    let second = try #require(try again.experiments().last)
    try again.delete(try #require(second.runs.first))
    #expect(try again.experiments().last?.runs == Array(second.runs.dropFirst()))
  }

  @Test("one whose process is gone was interrupted")
  func killed() throws {
    let store = try ScratchStore()
    _ = try Self.perform(store)
    try store.tamper("UPDATE experiments SET status = 'running', result = NULL")
    #expect(try RunStore(reading: store.path).experiments().map(\.status) == ["interrupted"])
  }

  @Test("a store of the version before gets the new tables and keeps its runs")
  func migrated() throws {
    let store = try ScratchStore()
    let run = try store.record()
    try store.tamper(
      """
      DROP TABLE experimentPoints; DROP TABLE experimentFindings; DROP TABLE experimentRuns; DROP TABLE experiments;
      DELETE FROM grdb_migrations WHERE identifier = '2: experiments'
      """)
    let outcome = try Self.perform(store)
    #expect(outcome.id == 1)
    #expect(try RunStore(reading: store.path).run(1).series == run.series)
  }
}
