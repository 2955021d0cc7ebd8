import Dispatch
import Foundation
import GRDB
import LinearAlgebra
import TwoPhaseTheory
import TwoPhaseTraining

/// Records a run into a store as it is made: records a few times a second, checkpoints as often as they cost little.
///
/// What was committed stays whatever happens to the process. One recorder serves one run.
public final class RunRecorder: RunObserver {
  /// Records are committed when the oldest has waited this long, seconds, or there are many.
  private static let commitInterval = 0.25
  private static let mostPending = 4096
  /// The share of the time that checkpoints may take, and the least time between two, seconds.
  private static let checkpointShare = 0.02
  private static let checkpointInterval = 0.25

  /// The run's number in the store; nil before it begins.
  public private(set) var id: Int64?
  /// When a run was taken up again: how its records that were made again compare to those kept; nil otherwise.
  public private(set) var repeated: RepeatedRecords?

  private let store: RunStore
  private let student: Matrix
  private let teacher: Matrix
  private let weightsCadence: Int?
  private let resumed: ResumedRun?
  private var lock: RunLock?
  private var pending: [(pass: Int, record: StepRecord)] = []
  private var lastCommit = DispatchTime.now().uptimeNanoseconds
  private var lastCheckpoint = DispatchTime.now().uptimeNanoseconds
  private var checkpointSeconds = 0.0
  private var watch: PhaseWatch?

  /// A recorder of a run that is about to begin.
  ///
  /// - Parameters:
  ///   - weightsCadence: W is kept at every multiple of it; nil keeps the start, the teacher and the end alone.
  public init(_ store: RunStore, _ prepared: PreparedRun, weightsCadence: Int? = nil) {
    self.store = store
    student = prepared.student
    teacher = prepared.teacher
    self.weightsCadence = weightsCadence
    resumed = nil
  }

  /// A recorder of a run that is taken up again.
  public init(_ store: RunStore, _ resumed: ResumedRun, weightsCadence: Int? = nil) {
    self.store = store
    student = resumed.prepared.student
    teacher = resumed.prepared.teacher
    self.weightsCadence = weightsCadence
    self.resumed = resumed
    lock = resumed.lock
    id = resumed.id
    repeated = RepeatedRecords(resumed)
  }

  /// Enters the run, or takes up one that is there already.
  ///
  /// - Throws: `StoreFailure`, `FileFailure`; a new run is entered whole or not at all.
  public func begin(_ facts: RunFacts, series: [RunSeries]) throws {
    if let resumed { return try takeUp(resumed, facts) }
    var made: RunFiles?
    do {
      try store.write { db in try enter(db, facts, files: &made) }
    } catch {
      // No run of that number is in the store then.
      made?.remove()
      throw error
    }
  }

  /// A new run in the store, with its files.
  private func enter(_ db: Database, _ facts: RunFacts, files made: inout RunFiles?) throws {
    let id = try store.insert(db, facts, kind: "run")
    let files = store.files(id)
    made = files
    try files.makeFolder()
    // Taken before anyone can see the run, so that nobody takes it for a killed one.
    lock = try RunLock(files.lock)
    try store.addWeights(
      db, id, pass: 0, step: 0, kind: .teacher, try files.write(teacher, as: "teacher.npy"))
    try store.addWeights(db, id, pass: 0, step: 0, kind: .start, try files.write(student, as: "start.npy"))
    try store.addEvent(db, id, pass: 0, step: 0, kind: .started)
    self.id = id
  }

  /// Keeps a record; commits a few times a second.
  ///
  /// - Throws: `StoreFailure`.
  public func observe(_ record: StepRecord, pass: Int) throws {
    pending.append((pass, record))
    repeated?.compare(record, pass: pass)
    let now = DispatchTime.now().uptimeNanoseconds
    if pending.count >= Self.mostPending || Double(now - lastCommit) / 1e9 >= Self.commitInterval {
      try store.write { try flush($0) }
    }
  }

  /// Keeps the weights that were asked for.
  ///
  /// - Throws: `StoreFailure`, `FileFailure`.
  public func visit(step: Int, weights: Matrix, pass: Int) throws {
    guard let id, let weightsCadence, step % weightsCadence == 0 else { return }
    let file = try store.files(id).write(
      weights, as: pass == 0 ? "step-\(step).npy" : "pass-\(pass)-step-\(step).npy")
    try store.write { try store.addWeights($0, id, pass: pass, step: step, kind: .kept, file) }
  }

  /// Takes a checkpoint when one is due.
  ///
  /// - Throws: `StoreFailure`, `FileFailure`.
  public func offer(pass: Int, facts: () -> RunFacts, checkpoint: () -> SGDCheckpoint) throws {
    let now = DispatchTime.now().uptimeNanoseconds
    let since = Double(now - lastCheckpoint) / 1e9
    guard let id, since >= Self.checkpointInterval, since * Self.checkpointShare >= checkpointSeconds else {
      return
    }
    let files = store.files(id)
    let checkpoint = checkpoint()
    let prefix = "\(RunFiles.checkpointPrefix)\(pass)-\(checkpoint.step)-"
    let student = try files.write(checkpoint.student, as: prefix + "student.npy")
    let noise = try checkpoint.noise.map { try files.write($0, as: prefix + "noise.npy") }
    try store.write { db in
      try flush(db)
      try store.setStatus(db, id, facts(), endedAt: nil)
      try db.execute(
        sql:
          "INSERT OR REPLACE INTO checkpoints (run, pass, step, memory, student, noise) VALUES (?, ?, ?, ?, ?, ?)",
        arguments: [id, pass, checkpoint.step, try FactsText.encode(checkpoint.memory), student, noise])
    }
    files.removeCheckpoints(except: [student, noise ?? student])
    lastCheckpoint = DispatchTime.now().uptimeNanoseconds
    checkpointSeconds = Double(lastCheckpoint - now) / 1e9
  }

  /// Keeps how a pass ended, with its last weights.
  ///
  /// - Throws: `StoreFailure`, `FileFailure`.
  public func endPass(_ pass: Int, facts: RunFacts, weights: Matrix) throws {
    guard let id else { return }
    let status = facts.passes[pass].status
    let step = pending.last?.record.step
    var end: String?
    if status.hasEnded, weights.elements.allSatisfy(\.isFinite) {
      end = try store.files(id).write(weights, as: pass == 0 ? "end.npy" : "pass-\(pass)-end.npy")
    }
    try store.write { db in
      try flush(db)
      let last = try step ?? store.lastStep(db, id, pass: pass) ?? 0
      // Records that an earlier process made beyond the end would be another run's.
      if status.hasEnded {
        try db.execute(
          sql: "DELETE FROM series WHERE run = ? AND pass = ? AND step > ?", arguments: [id, pass, last])
      }
      if let end { try store.addWeights(db, id, pass: pass, step: last, kind: .end, end) }
      if status.hasEnded,
        try Int.fetchOne(db, sql: "SELECT pass FROM checkpoints WHERE run = ?", arguments: [id]) == pass
      {
        try db.execute(sql: "DELETE FROM checkpoints WHERE run = ?", arguments: [id])
      }
      try store.setFacts(db, id, facts)
      try store.addEvent(
        db, id, pass: pass, step: last, kind: status.hasEnded ? .passEnded : .interrupted,
        detail: status.phrase)
    }
    if status.hasEnded { store.files(id).removeCheckpoints(except: []) }
  }

  /// Keeps the verdicts and lets the run go.
  ///
  /// - Throws: `StoreFailure`.
  public func end(_ run: RecordedRun) throws {
    guard let id else { return }
    try store.write { db in
      try flush(db)
      try store.setEnd(db, id, run)
    }
    lock = nil
  }

  /// After a failure: removes a new run of which nothing was recorded, and lets another process take up one of which
  /// something was.
  func abandon() {
    if let id, resumed == nil, (try? store.read { try store.lastStep($0, id, pass: 0) }) == .some(nil) {
      try? store.remove(id)
    }
    lock = nil
  }

  private func takeUp(_ resumed: ResumedRun, _ facts: RunFacts) throws {
    let id = resumed.id
    let step = resumed.continuation.checkpoint?.step ?? 0
    let pass = resumed.continuation.pass
    try store.write { db in
      try store.setStatus(db, id, facts, endedAt: nil)
      let again = RunEvent.Kind.allCases.filter(\.followsFromRecords).map { "'\($0.rawValue)'" }
      try db.execute(
        sql: """
          DELETE FROM events WHERE run = ? AND (pass > ? OR pass = ? AND step >= ?)
          AND kind IN (\(again.joined(separator: ", ")))
          """, arguments: [id, pass, pass, step])
      try store.addEvent(
        db, id, pass: pass, step: step, kind: .resumed,
        detail: "\(facts.performance.backend.name), \(facts.performance.backend.threads) threads")
    }
    store.files(id).removeCheckpoints(except: resumed.checkpointFiles)
    watch = PhaseWatch(pass: pass, facts: facts)
    if pass < resumed.continuation.series.count {
      for record in resumed.continuation.series[pass].records where record.step < step {
        _ = watch?.take(record)
      }
    }
  }

  /// Writes what is pending, with the events that follow from it.
  private func flush(_ db: Database) throws {
    guard let id, !pending.isEmpty else { return }
    let statement = try db.cachedStatement(sql: SeriesColumns.insertion)
    for (pass, record) in pending {
      try statement.execute(arguments: SeriesColumns.arguments(id, pass: pass, record))
      if watch?.pass != pass { watch = PhaseWatch(pass: pass, facts: try store.readFacts(db, id)) }
      for event in watch?.take(record) ?? [] {
        try store.addEvent(db, id, pass: pass, step: event.step, kind: event.kind, detail: event.detail)
      }
    }
    pending.removeAll(keepingCapacity: true)
    lastCommit = DispatchTime.now().uptimeNanoseconds
  }
}
