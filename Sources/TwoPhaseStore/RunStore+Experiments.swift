import Foundation
import GRDB
import TwoPhaseExperiments
import TwoPhaseTraining

/// An experiment of a store.
public struct StoredExperiment: Sendable, Equatable {
  /// Its number.
  public let id: Int64
  /// Its name.
  public let name: String
  /// Whether it is the short form.
  public let isQuick: Bool
  /// "running", "completed", "interrupted" or "failed".
  public let status: String
  /// When it was started, ISO 8601, UTC.
  public let startedAt: String
  /// The runs it made that the store keeps.
  public let runs: [Int64]
  /// What it found; nil unless completed.
  public let result: ExperimentResult?
}

extension RunStore {
  /// Enters an experiment that is about to begin.
  ///
  /// - Throws: `StoreFailure`.
  func begin(_ name: String, isQuick: Bool, seed: UInt64, _ provenance: RunProvenance) throws -> Int64 {
    try write { db in
      try db.execute(
        sql: """
          INSERT INTO experiments (name, isQuick, seed, status, startedAt, command, workingFolder, host, version)
          VALUES (?, ?, ?, 'running', ?, ?, ?, ?, ?)
          """,
        arguments: [
          name, isQuick, "\(seed)", FactsText.time(provenance.startedAt ?? Date()), provenance.command,
          provenance.workingFolder, provenance.host, provenance.version,
        ])
      return db.lastInsertedRowID
    }
  }

  /// Says that a run is part of an experiment.
  ///
  /// - Throws: `StoreFailure`.
  func add(run: Int64, to experiment: Int64) throws {
    try write {
      try $0.execute(
        sql: "INSERT OR IGNORE INTO experimentRuns (experiment, run) VALUES (?, ?)",
        arguments: [experiment, run])
    }
  }

  /// Writes how an experiment ended, with all it found.
  ///
  /// - Throws: `StoreFailure`.
  func end(_ experiment: Int64, status: String, _ result: ExperimentResult?) throws {
    try write { db in
      try db.execute(
        sql: "UPDATE experiments SET status = ?, endedAt = ?, result = ? WHERE id = ?",
        arguments: [status, FactsText.time(Date()), try result.map { try FactsText.encode($0) }, experiment])
      for (number, finding) in (result?.findings ?? []).enumerated() {
        try db.execute(
          sql: "INSERT INTO experimentFindings VALUES (?, ?, ?, ?, ?, ?)",
          arguments: [
            experiment, number + 1, finding.claim, finding.source, finding.verdict.rawValue, finding.evidence,
          ])
      }
      let statement = try db.makeStatement(
        sql: "INSERT INTO experimentPoints VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
      for (panelNumber, panel) in (result?.panels ?? []).enumerated() {
        for (curveNumber, curve) in panel.curves.enumerated() {
          for (number, point) in curve.points.enumerated() {
            try statement.execute(
              arguments: [
                experiment, panelNumber, curveNumber, number, panel.id, curve.label, point.x, point.y,
                point.low,
                point.high,
              ])
          }
        }
      }
    }
  }

  /// The lock that an experiment's process holds while it works.
  func experimentLock(_ id: Int64) -> String { path + "-files/experiment-\(id).lock" }

  /// The experiments of the store, in the order in which they were begun. One whose process is gone was interrupted.
  ///
  /// - Throws: `StoreFailure`.
  /// - Complexity: reads every result.
  public func experiments() throws -> [StoredExperiment] {
    try read { db in
      try Row.fetchAll(
        db, sql: "SELECT id, name, isQuick, status, startedAt, result FROM experiments ORDER BY id"
      )
      .map { row in
        let id: Int64 = row["id"]
        let text: String? = row["result"]
        let word: String = row["status"]
        let isGone = word == "running" && !RunLock.isHeld(experimentLock(id))
        return StoredExperiment(
          id: id, name: row["name"], isQuick: row["isQuick"], status: isGone ? "interrupted" : word,
          startedAt: row["startedAt"],
          runs: try Int64.fetchAll(
            db, sql: "SELECT run FROM experimentRuns WHERE experiment = ? ORDER BY run", arguments: [id]),
          result: try text.map { try FactsText.decode(ExperimentResult.self, $0) })
      }
    }
  }
}
