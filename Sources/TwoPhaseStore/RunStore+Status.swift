import Foundation
import GRDB
import TwoPhaseTraining

extension RunStore {
  /// Writes a run's facts and what follows from them.
  func setStatus(_ db: Database, _ id: Int64, _ facts: RunFacts, endedAt: Date?) throws {
    let status = facts.overallStatus
    try db.execute(
      sql: """
        UPDATE runs SET status = ?, statusStep = ?, statusReason = ?, endedAt = ?, facts = ? WHERE id = ?
        """,
      arguments: [
        status.word, status.step, status.reason, endedAt.map(FactsText.time), try FactsText.encode(facts), id,
      ])
  }

  /// Writes how a run stands when it is let go, with its verdicts.
  func setEnd(_ db: Database, _ id: Int64, _ run: RecordedRun) throws {
    try setStatus(db, id, run.facts, endedAt: Date())
    try setVerdicts(db, id, run)
    if run.facts.overallStatus.hasEnded {
      try addEvent(db, id, pass: 0, step: run.status.step, kind: .ended, detail: run.status.phrase)
    }
  }

  /// Writes the verdicts of a run that has ended, over earlier ones.
  func setVerdicts(_ db: Database, _ id: Int64, _ run: RecordedRun) throws {
    try db.execute(
      sql: "UPDATE runs SET phaseTwoStart = ? WHERE id = ?",
      arguments: [run.analysis.phases.transition?.heldSince, id])
    try db.execute(sql: "DELETE FROM verdicts WHERE run = ?", arguments: [id])
    for finding in run.theorem.verdicts.hypotheses + run.theorem.verdicts.conclusions {
      let deciding = finding.deciding
      try db.execute(
        sql: "INSERT INTO verdicts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        arguments: [
          id, finding.part.id.rawValue, finding.verdict.rawValue, deciding.name, deciding.relation.rawValue,
          deciding.required, deciding.observed, deciding.margin, deciding.step, deciding.reason,
        ])
    }
  }
}

extension RunStatus {
  /// Why the run is undefined; nil for others.
  var reason: String? {
    if case .undefined(_, let reason) = self { return reason.description }
    return nil
  }
}
