import Foundation
import LinearAlgebra

/// How the processors are shared among a sweep's runs: many runs on one thread each while matrices are small, one run on several
/// threads where they are large.
public struct SweepThreads: Sendable, Equatable {
  /// From this d on one run uses several threads: below it, threads within a run wait for each other more than they save.
  public static let sharedFrom = 600
  /// d x d matrices that a run holds at once.
  private static let squareMatrices = 30.0
  /// The share of the machine's memory that runs at once may take.
  private static let memoryShare = 0.7

  /// Processors to use.
  public let processors: Int
  /// Threads of each run as a user asked for; nil leaves it to d.
  public let asked: Int?

  /// A plan for so many processors.
  public init(processors: Int, asked: Int? = nil) {
    self.processors = max(1, processors)
    self.asked = asked
  }

  /// Threads of a run.
  public func threads(dimension d: Int) -> Int {
    min(processors, asked ?? (d >= Self.sharedFrom ? processors : 1))
  }

  /// Runs at once of a dimension.
  public func runs(dimension d: Int) -> Int {
    let threads = threads(dimension: d)
    // The threads of one process share their work in one place: two runs of several threads each would take turns.
    guard threads == 1 else { return 1 }
    let memory = Double(ProcessInfo.processInfo.physicalMemory) * Self.memoryShare
    let fitting = memory / (Self.squareMatrices * 8 * Double(d) * Double(d))
    return max(1, min(processors, fitting < 1e6 ? Int(fitting) : processors))
  }
}
