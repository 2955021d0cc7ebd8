import LinearAlgebra
import TwoPhaseTheory
import TwoPhaseTraining

/// Stops a run as a kill would: at a record, with the last checkpoint that was offered before it.
package final class RunStopper: RunObserver {
  private let step: Int
  private let pass: Int
  private var isReached = false
  private var checkpoint: (pass: Int, checkpoint: SGDCheckpoint)?

  /// Stops at a step of a pass.
  package init(step: Int, pass: Int = 0) {
    self.step = step
    self.pass = pass
  }

  /// Stops it.
  package func observe(_ record: StepRecord, pass: Int) throws {
    if pass == self.pass, record.step >= step { isReached = true }
  }

  /// Keeps a checkpoint.
  package func offer(pass: Int, facts: () -> RunFacts, checkpoint: () -> SGDCheckpoint) throws {
    self.checkpoint = (pass, checkpoint())
  }

  /// Runs until it is stopped.
  package func run(_ prepared: PreparedRun, observers: [any RunObserver]) throws -> (
    run: RecordedRun, RunContinuation
  ) {
    let keeper = SeriesKeeper()
    let run = try prepared.run(observers: observers + [keeper, self], isCancelled: { self.isReached })
    let last = checkpoint.flatMap { $0.pass == pass ? $0.checkpoint : nil }
    return (run, RunContinuation(facts: run.facts, series: keeper.series, pass: pass, checkpoint: last))
  }
}

/// Keeps the records of every pass.
package final class SeriesKeeper: RunObserver {
  /// By pass.
  package private(set) var series: [RunSeries] = []

  /// Keeps none yet.
  package init() {}

  /// Keeps a record.
  package func observe(_ record: StepRecord, pass: Int) throws {
    while series.count <= pass { series.append(RunSeries()) }
    series[pass].append(record)
  }
}
