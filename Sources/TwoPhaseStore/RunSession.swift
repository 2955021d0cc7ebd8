import LinearAlgebra
import TwoPhaseTraining

/// A run as a command makes it: prepared or taken up again, recorded into a store unless it has none.
public final class RunSession {
  private let prepared: PreparedRun
  private let provenance: RunProvenance
  private let resumed: ResumedRun?
  private let storePath: String?
  private let weightsCadence: Int?
  private var recorder: RunRecorder?

  /// A run to be made.
  ///
  /// - Parameters:
  ///   - resume: the stopped run to go on with, as a user names it; nil for a new one.
  ///   - store: the store's file; nil keeps nothing.
  ///   - weightsCadence: W is kept at every multiple of it.
  /// - Throws: `OptionError` and what preparing a run throws; nothing has been written then.
  public init(
    request: RunRequest, provenance: RunProvenance, resume: String?, store: String?, weightsCadence: Int?
  ) throws {
    self.provenance = provenance
    self.weightsCadence = weightsCadence
    storePath = store
    if let weightsCadence, weightsCadence < 1 {
      throw OptionError("--keep-weights", found: "\(weightsCadence)", expected: "at least 1")
    }
    if weightsCadence != nil, store == nil {
      throw OptionError(
        "--keep-weights", found: "it beside --no-store", expected: "a store to keep them beside")
    }
    guard let resume else {
      prepared = try request.prepare()
      resumed = nil
      return
    }
    guard let store else {
      throw OptionError("--resume", found: "it beside --no-store", expected: "the store that holds the run")
    }
    if provenance.name != nil {
      throw OptionError(
        "--name", found: "it beside --resume", expected: "none: the run keeps the name it has")
    }
    guard request == RunRequest() else {
      throw OptionError(
        "--resume", found: "it beside options that describe a run",
        expected: "none of them: the run goes on as it was begun")
    }
    let opened = try RunStore(reading: store)
    let found = try opened.resume(opened.id(of: resume))
    resumed = found
    prepared = found.prepared
    recorder = RunRecorder(opened, found, weightsCadence: weightsCadence)
  }

  /// What was asked for, now or when the run was begun.
  public var request: RunRequest { prepared.request }
  /// Updates over all repeats.
  public var totalSteps: Int { prepared.request.steps * prepared.request.repeats }
  /// The run's number in its store; nil without a store or before it begins.
  public var id: Int64? { recorder?.id }

  /// When a run was taken up again: how its records that were made again compare to those kept; nil otherwise.
  public var repeated: RepeatedRecords? { recorder?.repeated }

  /// Makes the run.
  ///
  /// - Parameter observers: told of everything beside the store.
  /// - Throws: what opening the store, running and recording throw.
  public func run(
    observers: [any RunObserver] = [], isCancelled: () -> Bool, progress: (Int) -> Void
  ) throws -> RecordedRun {
    if recorder == nil, let storePath {
      recorder = RunRecorder(
        try RunStore(recordingInto: storePath), prepared, weightsCadence: weightsCadence)
    }
    let own: [any RunObserver] = recorder.map { [$0] } ?? []
    do {
      let run = try prepared.run(
        provenance: provenance, continuing: resumed?.continuation, observers: own + observers,
        isCancelled: isCancelled, progress: progress)
      return id.map(run.kept(as:)) ?? run
    } catch {
      recorder?.abandon()
      throw error
    }
  }

  /// What a user is told at the end: where the run is, how its repeated records compare; empty without a store.
  public func closingNote(_ run: RecordedRun) -> String {
    let place = run.placeNote(store: storePath)
    guard let repeated, repeated.count > 0 else { return place }
    return place
      + (repeated.differing == 0
        ? "\(repeated.count) records made again are equal to those kept, to the last bit\n"
        : "\(repeated.differing) of \(repeated.count) records made again differ from those kept, first at step "
          + "\(repeated.firstDifference ?? 0): another machine, BLAS or number of threads\n")
  }
}

extension RecordedRun {
  /// Where a kept run is and what can be done with it, as a line; empty for one that no store keeps.
  public func placeNote(store path: String?) -> String {
    guard let id = provenance.id, let path else { return "" }
    let elsewhere = path == RunStore.defaultPath ? "" : " --store \(ShellText.quoted(path))"
    var note =
      "run \(id) is kept in \(MessageText.line(path, limit: 200)): twophase report \(id)\(elsewhere) draws it"
    if case .training = origin, !facts.hasEnded {
      note += ", twophase run --resume \(id)\(elsewhere) goes on with it"
    }
    return note + "\n"
  }
}
