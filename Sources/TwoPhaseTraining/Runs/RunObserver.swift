import LinearAlgebra

/// Told of a run as it goes: a store, a live page, an event file. What it throws ends the run.
///
/// Calls come from the thread that runs, one at a time, in order; each is to return soon.
public protocol RunObserver: AnyObject {
  /// Before the first step; when a run is continued, with the records made before.
  func begin(_ facts: RunFacts, series: [RunSeries]) throws
  /// A record of a pass.
  func observe(_ record: StepRecord, pass: Int) throws
  /// W at a step of a pass, before the record of that step.
  func visit(step: Int, weights: Matrix, pass: Int) throws
  /// A step from which the run can be continued, before the record of that step.
  func offer(pass: Int, facts: () -> RunFacts, checkpoint: () -> SGDCheckpoint) throws
  /// A pass has ended or was stopped, at the given weights.
  func endPass(_ pass: Int, facts: RunFacts, weights: Matrix) throws
  /// The run has ended or was stopped.
  func end(_ run: RecordedRun) throws
}

extension RunObserver {
  /// Nothing.
  public func begin(_ facts: RunFacts, series: [RunSeries]) throws {}
  /// Nothing.
  public func visit(step: Int, weights: Matrix, pass: Int) throws {}
  /// Nothing.
  public func offer(pass: Int, facts: () -> RunFacts, checkpoint: () -> SGDCheckpoint) throws {}
  /// Nothing.
  public func endPass(_ pass: Int, facts: RunFacts, weights: Matrix) throws {}
  /// Nothing.
  public func end(_ run: RecordedRun) throws {}
}

/// A run that was stopped, as far as it got.
public struct RunContinuation: Sendable {
  /// What was known when it was stopped.
  public let facts: RunFacts
  /// The records of each pass.
  public let series: [RunSeries]
  /// The pass to go on with; those before it have ended.
  public let pass: Int
  /// Where that pass goes on; nil from its start.
  public let checkpoint: SGDCheckpoint?

  /// A stopped run.
  public init(facts: RunFacts, series: [RunSeries], pass: Int, checkpoint: SGDCheckpoint?) {
    self.facts = facts
    self.series = series
    self.pass = pass
    self.checkpoint = checkpoint
  }
}
