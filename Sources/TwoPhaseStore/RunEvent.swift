import Foundation
import GRDB

/// Something that happened in a run.
public struct RunEvent: Sendable, Equatable {
  /// What happened.
  public enum Kind: String, Sendable, CaseIterable {
    /// The run began.
    case started
    /// It was taken up again.
    case resumed
    /// The transition to Phase 2 was confirmed.
    case transition
    /// A transition was withdrawn: the margin had held through the s-term alone.
    case falseStart
    /// The run went back to Phase 1.
    case phaseReturn = "return"
    /// A return ended.
    case returnEnded
    /// A pass ended.
    case passEnded
    /// The run was stopped.
    case interrupted
    /// The run ended.
    case ended

    /// Whether it follows from the records, and so happens again when they are made again.
    var followsFromRecords: Bool {
      switch self {
      case .transition, .falseStart, .phaseReturn, .returnEnded: true
      default: false
      }
    }
  }

  /// The pass: 0 is the run, others are its repeats.
  public let pass: Int
  /// The step; nil where it belongs to none.
  public let step: Int?
  /// When it was written, ISO 8601, UTC.
  public let time: String
  /// The kind's word.
  public let kind: String
  /// More, for people; nil when there is nothing to say.
  public let detail: String?

  /// What a list of events shows of it.
  public var parts: (time: String, pass: Int, step: Int?, kind: String, detail: String?) {
    (time, pass, step, kind, detail)
  }
}

extension RunStore {
  /// What happened in a run, in order.
  ///
  /// - Throws: `StoreFailure`.
  public func events(_ id: Int64) throws -> [RunEvent] {
    try read { db in
      try Row.fetchAll(
        db, sql: "SELECT pass, step, time, kind, detail FROM events WHERE run = ? ORDER BY id",
        arguments: [id]
      ).map { RunEvent(pass: $0[0], step: $0[1], time: $0[2], kind: $0[3], detail: $0[4]) }
    }
  }

  func addEvent(
    _ db: Database, _ id: Int64, pass: Int, step: Int?, kind: RunEvent.Kind, detail: String? = nil
  ) throws {
    try db.execute(
      sql: "INSERT INTO events (run, pass, step, time, kind, detail) VALUES (?, ?, ?, ?, ?, ?)",
      arguments: [id, pass, step, FactsText.time(Date()), kind.rawValue, detail])
  }
}
