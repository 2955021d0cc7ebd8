import Dispatch
import FlyingFox
import Foundation
import LinearAlgebra
import TwoPhaseReport
import TwoPhaseTraining

/// Serves the page of a run while it is made, and sends its records as they come.
///
/// It listens from its creation until `finish()`. Clients cost the run nothing but their share of the machine: an observed
/// record is appended to memory, and everything else happens in other tasks. One server serves one run.
public final class LiveServer: RunObserver {
  /// How long clients have to receive the end, seconds.
  private static let patience = 3.0
  /// The least time between two looks at the run's facts, seconds.
  private static let factsInterval = 0.25

  /// The page's address.
  public let url: String
  private let state: LiveState
  private let server: HTTPServer
  private let tasks: [Task<Void, Never>]
  private var kept = KeptRecords()
  private var lastFacts = DispatchTime.now().uptimeNanoseconds
  private var isFinished = false

  /// A server that listens; to be called outside of Swift's own tasks, since it waits for one.
  ///
  /// - Parameters:
  ///   - port: where; 0 takes any that is free.
  ///   - address: an IPv4 or IPv6 address of this machine, or "localhost"; whoever can reach it can read the run.
  ///   - library: the page's library.
  ///   - announce: told in a sentence where the run is served.
  /// - Throws: `LiveServerError`.
  public init(
    port: UInt16, address: String = "127.0.0.1", library: DygraphsLibrary,
    announce: @Sendable (String) -> Void = { _ in }
  ) throws {
    func failure(_ problem: LiveServerError.Problem) -> LiveServerError {
      LiveServerError(address: address, port: port, problem: problem)
    }
    guard let listening = ListeningAddress(address), let socket = try? listening.socketAddress(port: port)
    else {
      throw failure(.unusableAddress)
    }
    let state = LiveState()
    let snapshots = RunSnapshots(state, library: library)
    let routes = LiveRoutes(state: state, rows: EventRows(state), snapshots: snapshots, address: listening)
    // All tasks have low priority, whose threads are apart from those of other tasks, which may be kept busy by runs.
    // The timeout is that of making an answer: a report of a million records takes a while.
    server = HTTPServer(
      config: HTTPServer.Configuration(address: socket, timeout: 300, logger: .disabled), handler: routes)
    let start = ServerStart(server)
    switch start.wait() {
    case .success(let port): url = listening.url(port: port)
    case .failure(let error): throw failure(LiveServerError.Problem(error))
    }
    let summaries = Task.detached(priority: .low) { await snapshots.keepSummarising() }
    self.state = state
    tasks = [start.task, summaries]
    announce(
      "serving this run at \(url), read-only"
        + (listening.isLoopback
          ? "" : "; every machine that reaches \(MessageText.line(address)) can read it"))
  }

  deinit { finish() }

  /// Takes in what is known before the first record.
  public func begin(_ facts: RunFacts, series: [RunSeries]) throws {
    kept = KeptRecords(series)
    state.with { $0.facts = facts }
  }

  /// Takes in a record. Cost: under a microsecond.
  public func observe(_ record: StepRecord, pass: Int) throws {
    let standing = kept.divide(before: (record, pass))?.standing.map(RecordBlocks.init)
    state.with { contents in
      if let standing { contents.passes = standing }
      while contents.passes.count <= pass { contents.passes.append(RecordBlocks()) }
      contents.passes[pass].append(record)
    }
  }

  /// Takes in what is known, a few times a second.
  public func offer(pass: Int, facts: () -> RunFacts, checkpoint: () -> SGDCheckpoint) throws {
    let now = DispatchTime.now().uptimeNanoseconds
    guard Double(now - lastFacts) / 1e9 >= Self.factsInterval else { return }
    lastFacts = now
    let facts = facts()
    state.with { $0.facts = facts }
  }

  /// Takes in how a pass ended.
  public func endPass(_ pass: Int, facts: RunFacts, weights: Matrix) throws {
    state.with { $0.facts = facts }
  }

  /// Clients are sent the last records, the last summary and the end; `finish()` waits for them.
  public func end(_ run: RecordedRun) throws {
    let standing = kept.divide(before: nil)?.standing.map(RecordBlocks.init)
    state.with { contents in
      if let standing { contents.passes = standing }
      contents.facts = run.facts
      contents.ended = run
    }
  }

  /// Stops listening, once clients have received the end of a run that has ended, or after three seconds. Does nothing when
  /// it was called before.
  public func finish() {
    guard !isFinished else { return }
    isFinished = true
    let deadline = DispatchTime.now() + Self.patience
    while DispatchTime.now() < deadline, state.with({ $0.ended != nil && $0.listeners > 0 }) {
      Thread.sleep(forTimeInterval: 0.01)
    }
    let isStopped = DispatchSemaphore(value: 0)
    Task.detached(priority: .low) { [server] in
      await server.stop(timeout: 0.2)
      isStopped.signal()
    }
    _ = isStopped.wait(timeout: .now() + 1)
    for task in tasks { task.cancel() }
  }
}
