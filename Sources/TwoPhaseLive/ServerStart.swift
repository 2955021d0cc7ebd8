import Dispatch
import FlyingFox
import FlyingSocks
import Synchronization

/// A server being started by tasks, for a thread that waits until it listens.
final class ServerStart: Sendable {
  /// The task that the server runs in.
  let task: Task<Void, Never>
  private let outcome = Outcome()

  /// Starts a server.
  init(_ server: HTTPServer) {
    task = Task.detached(priority: .low) { [outcome] in
      do {
        try await server.run()
      } catch {
        outcome.set(.failure(error as? SocketError ?? .timeout(message: "\(error)")))
      }
    }
    Task.detached(priority: .low) { [outcome] in
      guard (try? await server.waitUntilListening(timeout: 20)) != nil else { return }
      switch await server.listeningAddress {
      case .ip4(_, let port), .ip6(_, let port): outcome.set(.success(port))
      default: outcome.set(.failure(.unsupportedAddress))
      }
    }
  }

  /// The port that it listens on, or why it does not.
  func wait() -> Result<UInt16, SocketError> {
    outcome.wait(seconds: 21) ?? .failure(.timeout(message: "the server did not start"))
  }

  /// What came first.
  private final class Outcome: Sendable {
    private let value = Mutex<Result<UInt16, SocketError>?>(nil)
    private let isSet = DispatchSemaphore(value: 0)

    func set(_ result: Result<UInt16, SocketError>) {
      value.withLock { if $0 == nil { $0 = result } }
      isSet.signal()
    }

    func wait(seconds: Double) -> Result<UInt16, SocketError>? {
      _ = isSet.wait(timeout: .now() + seconds)
      return value.withLock { $0 }
    }
  }
}
