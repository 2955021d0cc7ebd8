import FlyingSocks
import Foundation
import LinearAlgebra

/// A server that cannot listen as asked.
public struct LiveServerError: DescribedFailure, Equatable {
  /// What is wrong.
  public enum Problem: Sendable, Equatable {
    /// The address is none of this machine's, or no address.
    case unusableAddress
    /// Another program listens there.
    case portTaken
    /// The user may not listen there.
    case forbidden
    /// Something else.
    case failed(String)
  }

  /// The address.
  public let address: String
  /// The port.
  public let port: UInt16
  /// What is wrong.
  public let problem: Problem

  /// An output that cannot be created, or an impossible option.
  public var kind: FailureKind { problem == .unusableAddress ? .usage : .cannotCreate }

  /// One line.
  public var description: String {
    let address = MessageText.line(address)
    return switch problem {
    case .unusableAddress:
      "--serve: found the address \(address), expected one of this machine, such as 127.0.0.1"
    case .portTaken:
      "--serve \(port): another program listens on this port of \(address), expected a free one (0 takes any)"
    case .forbidden:
      "--serve \(port): no permission to listen on this port of \(address), expected one above 1023 (0 takes any)"
    case .failed(let reason): "--serve \(port): cannot listen on \(address): \(MessageText.line(reason))"
    }
  }
}

extension LiveServerError.Problem {
  /// What a failure to listen means to a user.
  init(_ error: SocketError) {
    switch error {
    case .failed(_, EADDRINUSE, _): self = .portTaken
    case .failed(_, EACCES, _), .failed(_, EPERM, _): self = .forbidden
    case .failed(_, EADDRNOTAVAIL, _), .failed(_, EAFNOSUPPORT, _), .unsupportedAddress:
      self = .unusableAddress
    case .failed(_, let code, _): self = .failed(String(cString: strerror(code)).lowercased())
    case .timeout(let message): self = .failed(message)
    case .blocked, .disconnected: self = .failed("the socket was closed")
    }
  }
}
