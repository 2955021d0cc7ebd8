import Foundation
import TwoPhaseSweeps

/// How far a sweep of one machine is.
public struct SweepStatus: Sendable, Equatable {
  /// Runs of the sweep.
  public let runs: Int
  /// Runs made, failed ones not among them.
  public let made: Int
  /// Runs that could not be made.
  public let failed: Int
  /// Whether a process makes runs now.
  public let isUnderWay: Bool

  /// Runs that are neither made nor failed.
  public var missing: Int { runs - made - failed }

  /// A line for people.
  public var text: String {
    "\(runs) runs: \(made) made, \(failed) failed, \(missing) missing"
      + (isUnderWay ? "; under way" : missing > 0 ? "; not under way" : "") + "\n"
  }

  /// JSON of the schema twophase.sweep-status/1.
  ///
  /// - Throws: nothing in practice.
  public func json() throws -> String {
    struct Document: Encodable {
      let schema = "twophase.sweep-status/1"
      let runs: Int
      let made: Int
      let failed: Int
      let missing: Int
      let isUnderWay: Bool
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    let data = try encoder.encode(
      Document(runs: runs, made: made, failed: failed, missing: missing, isUnderWay: isUnderWay))
    return String(decoding: data, as: UTF8.self) + "\n"
  }
}

extension SweepWorkspace {
  /// How far the sweep is, by the store of this machine.
  ///
  /// - Throws: `StoreFailure`.
  public func status() throws -> SweepStatus {
    let counts =
      FileManager.default.fileExists(atPath: folder.store)
      ? try results().counts() : SweepCounts(made: 0, failed: 0)
    return SweepStatus(
      runs: description.count, made: counts.made - counts.failed, failed: counts.failed,
      isUnderWay: isUnderWay)
  }
}
