import GRDB
import LinearAlgebra
import TwoPhaseTraining

/// A stopped run, read back to be taken up again; nobody else can take it up as long as this value is kept.
public struct ResumedRun: Sendable {
  /// Its number.
  public let id: Int64
  /// The run.
  public let prepared: PreparedRun
  /// How far it is.
  public let continuation: RunContinuation
  let lock: RunLock
  let checkpointFiles: Set<String>
}

extension RunStore {
  /// A stopped run, to be taken up again.
  ///
  /// - Throws: `StoreFailure` when there is no such run, it has ended, it is under way, or it is a trajectory; what reading
  ///   its files throws.
  public func resume(_ id: Int64) throws -> ResumedRun {
    guard isWritable else { throw StoreFailure.cannotOpen(path: path, reason: "it is read-only") }
    _ = try read { try readFacts($0, id) }
    let files = files(id)
    try files.makeFolder()
    guard let lock = try RunLock(files.lock) else { throw StoreFailure.underWay(id: id, path: path) }
    let (facts, series, row) = try read { db in
      let facts = try readFacts(db, id)
      return (
        facts, try facts.passes.indices.map { try readSeries(db, id, pass: $0, facts) },
        try Row.fetchOne(db, sql: "SELECT * FROM checkpoints WHERE run = ?", arguments: [id])
      )
    }
    guard case .training(let description) = facts.origin else {
      throw StoreFailure.notResumable(
        id: id, why: "found a trajectory that another program made, expected a run of twophase run")
    }
    if facts.overallStatus.hasEnded {
      throw StoreFailure.notResumable(
        id: id, why: "found a run that has ended (\(facts.overallStatus.phrase)), expected an interrupted one"
      )
    }
    let prepared = try PreparedRun(
      restoring: description, setting: facts.setting,
      student: try Matrix(npy: files.path(files.name("start.npy"))),
      teacher: try Matrix(npy: files.path(files.name("teacher.npy"))))
    let pass = facts.passes.firstIndex { !$0.status.hasEnded } ?? facts.passes.count
    var checkpoint: SGDCheckpoint?
    var names: Set<String> = []
    if let row, row["pass"] == pass {
      let (student, noise): (String, String?) = (row["student"], row["noise"])
      names = [student, noise ?? student]
      checkpoint = SGDCheckpoint(
        step: row["step"], student: try Matrix(npy: files.path(student)),
        noise: try noise.map { try Matrix(npy: files.path($0)) },
        memory: try FactsText.decode(SGDCheckpoint.Memory.self, row["memory"]))
    }
    return ResumedRun(
      id: id, prepared: prepared,
      continuation: RunContinuation(facts: facts, series: series, pass: pass, checkpoint: checkpoint),
      lock: lock,
      checkpointFiles: names)
  }
}
