import Foundation
import GRDB
import TwoPhaseTraining

extension RunStore {
  /// Keeps a run that has been made already, for example of a trajectory.
  ///
  /// - Returns: the run with its number.
  /// - Throws: `StoreFailure`; then nothing of it is kept.
  public func keeping(_ run: RecordedRun) throws -> RecordedRun {
    let id = try write { db -> Int64 in
      let id = try insert(db, run.facts, kind: run.origin.kind)
      try addEvent(db, id, pass: 0, step: run.series.records.first?.step, kind: .started)
      let statement = try db.makeStatement(sql: SeriesColumns.insertion)
      var watch = PhaseWatch(pass: 0, facts: run.facts)
      for record in run.series.records {
        try statement.execute(arguments: SeriesColumns.arguments(id, pass: 0, record))
        for event in watch.take(record) {
          try addEvent(db, id, pass: 0, step: event.step, kind: event.kind, detail: event.detail)
        }
      }
      try setStatus(db, id, run.facts, endedAt: Date())
      try setVerdicts(db, id, run)
      try addEvent(db, id, pass: 0, step: run.status.step, kind: .ended, detail: run.status.phrase)
      return id
    }
    return run.kept(as: id)
  }

  /// A new row of `runs`.
  func insert(_ db: Database, _ facts: RunFacts, kind: String) throws -> Int64 {
    let (setting, provenance, backend) = (facts.setting, facts.provenance, facts.performance.backend)
    let (learningRate, batch, seed) = facts.origin.settings
    try db.execute(
      sql: """
        INSERT INTO runs (name, kind, status, startedAt, command, workingFolder, host, processor, system, version, backend,
          threads, dimension, slope, readout, identityMapping, learningRate, paperLearningRate, batch, seed, facts)
        VALUES (?, ?, 'running', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        provenance.name, kind, FactsText.time(provenance.startedAt ?? Date()), provenance.command,
        provenance.workingFolder, provenance.host, provenance.processor, provenance.system,
        provenance.version,
        backend.name, backend.threads, setting.dimension, setting.network.slope,
        setting.network.readout.rawValue,
        setting.network.identityMapping, learningRate, learningRate.map(setting.network.paperLearningRate),
        batch,
        seed.map { "\($0)" }, try FactsText.encode(facts),
      ])
    return db.lastInsertedRowID
  }

  /// Writes a run's facts, nothing else.
  func setFacts(_ db: Database, _ id: Int64, _ facts: RunFacts) throws {
    try db.execute(
      sql: "UPDATE runs SET facts = ? WHERE id = ?", arguments: [try FactsText.encode(facts), id])
  }

  func addWeights(_ db: Database, _ id: Int64, pass: Int, step: Int, kind: StoredWeights.Kind, _ file: String)
    throws
  {
    try db.execute(
      sql: "INSERT OR REPLACE INTO weights (run, pass, step, kind, file) VALUES (?, ?, ?, ?, ?)",
      arguments: [id, pass, step, kind.rawValue, file])
  }
}

extension RunOrigin {
  /// The kind as column `kind` has it.
  var kind: String {
    switch self {
    case .training: "run"
    case .trajectory: "trajectory"
    }
  }

  /// What has a column of its own.
  fileprivate var settings: (learningRate: Double?, batch: Int?, seed: UInt64?) {
    switch self {
    case .training(let training): (training.request.learningRate, training.batch, training.request.seed)
    case .trajectory(let trajectory): (trajectory.learningRate, nil, nil)
    }
  }
}
