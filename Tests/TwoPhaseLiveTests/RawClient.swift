import Foundation
import Synchronization
import Testing

/// A plain HTTP client on a socket: what it sends is what the test wrote.
final class RawClient: Sendable {
  private let descriptor: Int32
  private let isClosed = Mutex(false)

  /// Connects to a port of 127.0.0.1.
  init(port: UInt16, receiveBuffer: Int32? = nil) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    if var receiveBuffer {
      setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, socklen_t(MemoryLayout<Int32>.size))
    }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    inet_pton(AF_INET, "127.0.0.1", &address.sin_addr)
    let status = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard status == 0 else {
      Glibc.close(descriptor)
      throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
    }
  }

  deinit { close() }

  func close() {
    isClosed.withLock { closed in
      if !closed { Glibc.close(descriptor) }
      closed = true
    }
  }

  func send(_ text: String) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      bytes = bytes.dropFirst(count)
    }
  }

  /// What comes next; empty when the other side has closed or nothing came for so long.
  func receive(seconds: Double = 20) -> [UInt8] {
    var limit = timeval(tv_sec: Int(seconds), tv_usec: Int((seconds - floor(seconds)) * 1e6))
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = recv(descriptor, &buffer, buffer.count, 0)
    return count > 0 ? Array(buffer[..<count]) : []
  }

  /// A request, and its answer up to the end of the connection.
  static func ask(
    _ method: String, _ path: String, port: UInt16, host: String? = nil, headers: [String] = []
  ) throws -> Answer {
    let client = try RawClient(port: port)
    client.send(request(method, path, host: host ?? "127.0.0.1:\(port)", headers: headers))
    return Answer(client.readToEnd())
  }

  static func request(_ method: String, _ path: String, host: String, headers: [String] = []) -> String {
    (["\(method) \(path) HTTP/1.1", "Host: \(host)", "Connection: close"] + headers).joined(separator: "\r\n")
      + "\r\n\r\n"
  }

  func readToEnd() -> [UInt8] {
    var bytes: [UInt8] = []
    while true {
      let more = receive()
      if more.isEmpty { return bytes }
      bytes += more
    }
  }
}

/// An answer: status, headers in lower case, and the body with its chunks joined.
struct Answer {
  var status = 0
  var headers: [String: String] = [:]
  var body = ""
  /// True when the last chunk came.
  var isWhole = false

  init(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    guard let end = text.range(of: "\r\n\r\n") else { return }
    let lines = text[..<end.lowerBound].components(separatedBy: "\r\n")
    status = lines.first.flatMap { Int($0.split(separator: " ").dropFirst().first ?? "") } ?? 0
    for line in lines.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      if parts.count == 2 { headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces) }
    }
    var rest = Array(text[end.upperBound...].utf8)[...]
    guard headers["transfer-encoding"] == "chunked" else {
      body = String(decoding: rest, as: UTF8.self)
      isWhole = headers["content-length"] == "\(rest.count)"
      return
    }
    var content: [UInt8] = []
    while let line = rest.firstIndex(of: 10),
      let size = Int(String(decoding: rest[..<line].dropLast(), as: UTF8.self), radix: 16)
    {
      if size == 0 {
        isWhole = true
        break
      }
      content += rest[(line + 1)...].prefix(size)
      rest = rest[(line + 1)...].dropFirst(size + 2)
    }
    body = String(decoding: content, as: UTF8.self)
  }

  /// Server-sent events: name, id and data.
  var events: [(name: String, id: Int?, data: String)] {
    body.components(separatedBy: "\n\n").dropLast().compactMap { block in
      var name: String?
      var id: Int?
      var data: [String] = []
      for line in block.split(separator: "\n") {
        if line.hasPrefix("event: ") { name = String(line.dropFirst(7)) }
        if line.hasPrefix("id: ") { id = Int(line.dropFirst(4)) }
        if line.hasPrefix("data: ") { data.append(String(line.dropFirst(6))) }
      }
      return name.map { ($0, id, data.joined(separator: "\n")) }
    }
  }

  /// The steps of all records that came, and what the ids say of their number.
  func steps() throws -> [Int] {
    var steps: [Int] = []
    for event in events where event.name == "records" {
      let rows = try #require(try JSONSerialization.jsonObject(with: Data(event.data.utf8)) as? [[Any]])
      steps += rows.compactMap { $0.first as? Int }
    }
    return steps
  }
}
