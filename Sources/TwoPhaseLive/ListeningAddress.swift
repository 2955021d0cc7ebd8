import FlyingSocks
import Foundation

/// An address to listen on, and the names under which its clients may know it.
struct ListeningAddress: Sendable {
  /// As the user gave it.
  let text: String
  private let family: Family
  private enum Family: Sendable { case ip4(String), ip6(String) }

  /// An IPv4 or IPv6 address, or "localhost"; nil for anything else.
  init?(_ text: String) {
    self.text = text
    let plain = text.hasPrefix("[") && text.hasSuffix("]") ? String(text.dropFirst().dropLast()) : text
    if text.lowercased() == "localhost" {
      family = .ip4("127.0.0.1")
    } else if Self.isIP4(plain) {
      family = .ip4(plain)
    } else if Self.isIP6(plain) {
      family = .ip6(plain)
    } else {
      return nil
    }
  }

  /// True when only this machine can reach it.
  var isLoopback: Bool {
    switch family {
    case .ip4(let address): address.hasPrefix("127.")
    case .ip6(let address): address == "::1"
    }
  }

  /// The socket's address.
  func socketAddress(port: UInt16) throws -> any SocketAddress {
    switch family {
    case .ip4(let address): try sockaddr_in.inet(ip4: address, port: port)
    case .ip6(let address): try sockaddr_in6.inet6(ip6: address, port: port)
    }
  }

  /// The page's address. When every interface is listened on, under the machine's name.
  func url(port: UInt16) -> String {
    switch family {
    case .ip4("0.0.0.0"), .ip6("::"): "http://\(Self.hostName):\(port)/"
    case .ip4(let address): "http://\(address):\(port)/"
    case .ip6(let address): "http://[\(address)]:\(port)/"
    }
  }

  /// Whether a request's Host names this server. A web site that has its own name point here (DNS rebinding) sends that
  /// name: only names that are certainly ours pass, and addresses, which no site can have as a name.
  func accepts(host: String?) -> Bool {
    guard let name = Self.name(inHost: host) else { return false }
    if name == "localhost" { return true }
    let isAddress = Self.isIP4(name) || Self.isIP6(name)
    guard !isLoopback else { return name.hasPrefix("127.") && Self.isIP4(name) || name == "::1" }
    return isAddress || name == Self.hostName.lowercased()
  }

  /// The name in "name:port" or "[address]:port", in lower case; nil when it is malformed.
  private static func name(inHost host: String?) -> String? {
    guard let host = host?.lowercased(), !host.isEmpty else { return nil }
    let name: Substring
    let rest: Substring
    if host.hasPrefix("[") {
      guard let end = host.firstIndex(of: "]") else { return nil }
      name = host[host.index(after: host.startIndex)..<end]
      rest = host[host.index(after: end)...]
    } else {
      let end = host.firstIndex(of: ":") ?? host.endIndex
      name = host[..<end]
      rest = host[end...]
    }
    guard rest.isEmpty || rest.first == ":" && rest.dropFirst().allSatisfy({ $0.isASCII && $0.isNumber })
    else { return nil }
    return String(name)
  }

  private static var hostName: String { ProcessInfo.processInfo.hostName }
  private static func isIP4(_ text: String) -> Bool {
    var address = in_addr()
    return inet_pton(AF_INET, text, &address) == 1
  }
  private static func isIP6(_ text: String) -> Bool {
    var address = in6_addr()
    return inet_pton(AF_INET6, text, &address) == 1
  }
}
