import Foundation
import GRDB
import LinearAlgebra
import Synchronization
import Testing
import TwoPhaseStore
import TwoPhaseSweeps
import TwoPhaseTraining

@Suite("Sweeps made into a store")
struct SweepSessionTests {
  @Test("every run's row is what the run says, whatever the number of workers")
  func rows() throws {
    let scratch = try SweepScratch()
    let outcome = try scratch.perform(workers: 2)
    #expect(outcome.made == 24 && outcome.failed == 0 && outcome.left == 0)
    try scratch.perform(into: "alone.sqlite", workers: 1)
    let rows = try scratch.rows()
    #expect(rows.map(\.number) == Array(0..<24))
    #expect(rows.map(\.withoutCost) == (try scratch.rows("alone.sqlite")).map(\.withoutCost))
    for number in [0, 7, 23] {
      let run = try WorkSharing.with(threads: 1) {
        try scratch.description.point(number).request.prepare().run()
      }
      let row = rows[number]
      #expect(row["finalDistance"] == .real(try #require(run.series.records.last).point.distance))
      #expect(row["records"] == .integer(31) && row["lastStep"] == .integer(30))
      #expect(row["margin"].number == run.series.records.compactMap { $0.point.marginTerms?.sum }.min())
      #expect(row["transitionStep"].number == run.analysis.phases.transition.map { Double($0.heldSince) })
      for finding in run.theorem.verdicts.hypotheses + run.theorem.verdicts.conclusions {
        #expect(row[finding.part.id.rawValue] == .text(finding.verdict.rawValue))
        #expect(row[finding.part.id.rawValue + "Margin"].number == finding.deciding.margin)
      }
      #expect(row["studentSpectralNorm"].number == run.setting.studentSpectralNorm)
    }
    // The axes' values, seeds as words: exact beyond 2^53.
    #expect(rows[23].variables.prefix(3).map(\.text) == ["8", "1", "4"])
    #expect(rows[23]["learningRate"] == .real(0.1 / 8))
  }

  @Test("stopped at any moment and continued: nothing is lost, nothing is made twice, the rows are the same")
  func continued() throws {
    let whole = try SweepScratch()
    try whole.perform()
    let stopped = try SweepScratch()
    var made = 0
    var stops = 0
    while true {
      let outcome = try stopped.perform(stopAfter: 3)
      made += outcome.made
      #expect(try stopped.rows().count == made)
      if outcome.left == 0 { break }
      stops += 1
    }
    #expect(made == 24 && stops >= 3)
    #expect(try stopped.rows().map(\.withoutCost) == (try whole.rows()).map(\.withoutCost))
    #expect(try stopped.perform().made == 0)
  }

  @Test("a run that cannot be made is recorded with its error, stops nothing, and is tried again when asked")
  func failing() throws {
    // W = 0 without the identity mapping: zero neurons, which the theory has no quantities for.
    let scratch = try SweepScratch(
      """
      name: failing
      base: {dimension: 5, batch: 8, steps: 5, identityMapping: false}
      axes:
        start: [gaussian, zero]
        seed: {seeds: 2}
      """)
    let outcome = try scratch.perform()
    #expect(outcome.made == 4 && outcome.failed == 2 && outcome.left == 0)
    let rows = try scratch.rows()
    #expect(rows.map(\.isFailed) == [false, false, true, true])
    #expect(rows[2]["ending"].text.contains("zero") && rows[2]["margin"] == .none)
    #expect(rows[2]["start"] == .text("zero") && rows[2]["dimension"] == .integer(5))
    #expect(try scratch.perform().made == 0)
    #expect(try scratch.perform(retryingFailed: true).made == 2)
    #expect(
      try SweepStore(reading: scratch.description, from: scratch.file("sweep.sqlite")).counts()
        == SweepCounts(made: 4, failed: 2))
  }

  @Test("a long run that is stopped goes on from its checkpoint to the same row")
  func checkpoint() throws {
    let text = """
      name: long
      base: {dimension: 20, batch: 16, steps: 2000, measure: scalars, learningRate: 1e-3}
      axes: {seed: {seeds: 1}}
      keep: {series: true}
      """
    let (whole, stopped) = (try SweepScratch(text), try SweepScratch(text))
    try whole.perform()
    let session = try SweepSession(
      stopped.description, numbers: [0], store: stopped.file("sweep.sqlite"),
      threads: SweepThreads(processors: 1), version: "0")
    // Stopped after the first record, it goes on to the next multiple of 128 steps and no further.
    let outcome = try session.perform(isCancelled: Ticks(after: 1).isOver)
    #expect(outcome.made == 0 && outcome.left == 1)
    let queue = try DatabaseQueue(path: stopped.file("sweep.sqlite"))
    #expect(try queue.read { try Int.fetchAll($0, sql: "SELECT step FROM checkpoints") } == [128])
    try queue.close()
    try stopped.perform()
    #expect(try stopped.rows().map(\.withoutCost) == (try whole.rows()).map(\.withoutCost))
    let store = try SweepStore(reading: stopped.description, from: stopped.file("sweep.sqlite"))
    let other = try SweepStore(reading: whole.description, from: whole.file("sweep.sqlite"))
    #expect(try store.keptRun(0)?.series == (try other.keptRun(0)?.series))
    #expect(try store.keptRun(0)?.series.count == 2001)
  }

  @Test("a checkpoint that cannot be read costs time and nothing else")
  func spoiltCheckpoint() throws {
    let text = """
      name: long
      base: {dimension: 20, batch: 16, steps: 1000, measure: scalars, learningRate: 1e-3}
      axes: {seed: {seeds: 1}}
      """
    let (whole, stopped) = (try SweepScratch(text), try SweepScratch(text))
    try whole.perform()
    for spoil in ["facts = '{}'", "records = x'00'", "student = x'00'"] {
      let session = try SweepSession(
        stopped.description, numbers: [0], store: stopped.file("sweep.sqlite"),
        threads: SweepThreads(processors: 1), version: "0")
      let outcome = try session.perform(isCancelled: Ticks(after: 1).isOver)
      #expect(outcome.left == 1 && outcome.madeProgress)
      try stopped.sql("UPDATE checkpoints SET \(spoil)")
    }
    try stopped.perform()
    #expect(try stopped.rows().map(\.withoutCost) == (try whole.rows()).map(\.withoutCost))
  }

  @Test("a store whose process was killed while it wrote is read without what was half written")
  func halfWritten() throws {
    let scratch = try SweepScratch()
    try scratch.perform(0..<3)
    // What a killed process leaves: pages changed in the file, and the journal that takes them back.
    let path = scratch.file("sweep.sqlite")
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA cache_size = 1; PRAGMA cache_spill = 1; BEGIN IMMEDIATE")
      for number in 10..<400 {
        try db.execute(
          sql: "INSERT INTO runs (number, ending) VALUES (?, ?)",
          arguments: [number, String(repeating: "x", count: 900)])
      }
      for name in ["sweep.sqlite", "sweep.sqlite-journal"] {
        try FileManager.default.copyItem(atPath: scratch.file(name), toPath: scratch.file("killed-" + name))
      }
      try db.execute(sql: "ROLLBACK")
    }
    try queue.close()
    #expect(try scratch.rows("killed-sweep.sqlite").map(\.number) == [0, 1, 2])
  }

  @Test("a task sets a damaged store aside and makes its runs; a task that the plan does not have is refused")
  func damagedTask() throws {
    let scratch = try SweepScratch()
    try Data(SweepScratch.small.utf8).write(to: URL(fileURLWithPath: scratch.file("sweep.yaml")))
    let workspace = try SweepWorkspace(existing: scratch.path)
    let plan = ShardPlan(runs: 24, shards: 6)
    try workspace.set(plan)
    #expect(try workspace.plan() == plan)
    func task(_ shard: Int) throws -> SweepSession {
      try .task(
        shard, of: workspace, plan: plan, processors: 1, version: "0", retryingFailed: false,
        isCancelled: { false })
    }
    #expect(try task(2).perform(isCancelled: { false }).made == 4)
    #expect(try task(2).perform(isCancelled: { false }).made == 0)
    let path = workspace.folder.shard(2)
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    bytes.replaceSubrange(4096..<bytes.count, with: Data(repeating: 7, count: bytes.count - 4096))
    try bytes.write(to: URL(fileURLWithPath: path))
    #expect(try task(2).perform(isCancelled: { false }).made == 4)
    let names = try FileManager.default.contentsOfDirectory(atPath: workspace.folder.shards)
    #expect(names.contains { $0.hasPrefix("00002.sqlite.damaged-") })
    #expect(throws: OptionError("--shard", found: "6", expected: "0 to 5")) { try task(6) }
  }

  @Test("kept records are the run's, bit for bit; kept weights are .npy")
  func kept() throws {
    let scratch = try SweepScratch(
      SweepScratch.small.replacingOccurrences(of: "axes:", with: "keep: {series: true, weights: true}\naxes:")
    )
    try scratch.perform(0..<3)
    let store = try SweepStore(reading: scratch.description, from: scratch.file("sweep.sqlite"))
    #expect(try store.keptNumbers() == [0, 1, 2])
    let prepared = try scratch.description.point(1).request.prepare()
    let run = try WorkSharing.with(threads: 1) { try prepared.run() }
    let kept = try #require(try store.keptRun(1))
    #expect(kept.series == run.series && kept.theorem == run.theorem)
    let queue = try DatabaseQueue(path: scratch.file("sweep.sqlite"))
    let start = try #require(
      try queue.read {
        try Data.fetchOne($0, sql: "SELECT matrix FROM weights WHERE number = 1 AND kind = 'start'")
      })
    #expect(try NPYArray(data: start, path: "start") == prepared.student.npy)
    try queue.close()
  }

  @Test("a store of another sweep, another file, and a sweep under way are refused")
  func refused() throws {
    let scratch = try SweepScratch()
    try scratch.perform(0..<1)
    let other = try SweepDescription(
      text: SweepScratch.small.replacingOccurrences(of: "steps: 30", with: "steps: 31"), path: "other.yaml")
    #expect(throws: SweepStoreError.self) {
      try SweepStore(reading: other, from: scratch.file("sweep.sqlite"))
    }
    try Data("hello".utf8).write(to: URL(fileURLWithPath: scratch.file("no.sqlite")))
    #expect(throws: StoreFailure.self) {
      try SweepStore(recording: scratch.description, into: scratch.file("no.sqlite"), version: "0")
    }
    let session = try SweepSession(
      scratch.description, numbers: 0..<24, store: scratch.file("sweep.sqlite"),
      threads: SweepThreads(processors: 1), version: "0")
    #expect(throws: SweepStoreError.underWay(path: scratch.file("sweep.sqlite"))) { try scratch.perform() }
    _ = session.count
  }

  @Test("what is left is told by the work that is done, not by the number of runs")
  func progress() throws {
    let scratch = try SweepScratch()
    let session = try SweepSession(
      scratch.description, numbers: 0..<24, store: scratch.file("sweep.sqlite"),
      threads: SweepThreads(processors: 1), version: "0")
    let seen = Mutex<[SweepSession.Progress]>([])
    _ = try session.perform(isCancelled: { false }) { progress in seen.withLock { $0.append(progress) } }
    let steps = seen.withLock { $0 }
    #expect(steps.map(\.done) == Array(0...24) && steps.last?.work == 1)
    // The costly runs, d = 8, come first.
    #expect(steps[8].work > 1.0 / 3 && zip(steps, steps.dropFirst()).allSatisfy { $0.work < $1.work })
    #expect(steps[0].text(after: 1) == "0/24 runs" && steps[24].text(after: 9) == "24/24 runs, 0 s left")
  }

  @Test("large dimensions get threads, small ones processors")
  func threads() {
    let plan = SweepThreads(processors: 8)
    #expect(plan.threads(dimension: 50) == 1 && plan.runs(dimension: 50) == 8)
    #expect(plan.threads(dimension: 2000) == 8 && plan.runs(dimension: 2000) == 1)
    #expect(SweepThreads(processors: 8, asked: 2).threads(dimension: 50) == 2)
    // Memory is a limit too.
    #expect(SweepThreads(processors: 64, asked: 1).runs(dimension: 200_000) == 1)
  }
}

/// Says that it is over from the n-th question on.
final class Ticks: @unchecked Sendable {
  private var left: Int
  private let lock = NSLock()
  init(after count: Int) { left = count }
  func isOver() -> Bool {
    lock.withLock {
      left -= 1
      return left < 0
    }
  }
}
