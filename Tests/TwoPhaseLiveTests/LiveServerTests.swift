import Foundation
import LinearAlgebra
import Synchronization
import TestSupport
import Testing
import TwoPhaseLive
import TwoPhaseReport
import TwoPhaseTraining

@Suite("A run served while it is made", .serialized)
struct LiveServerTests {
  static func prepared(steps: Int = 400, _ change: (inout RunRequest) -> Void = { _ in }) throws
    -> PreparedRun
  {
    var request = RunRequest()
    request.dimension = 6
    request.steps = steps
    request.batch = 8
    request.learningRate = 5e-3
    change(&request)
    return try request.prepare()
  }

  static func server(port: UInt16 = 0) throws -> (LiveServer, UInt16) {
    let server = try LiveServer(port: port, library: try DygraphsLibrary.installed())
    return (server, UInt16(try #require(URL(string: server.url)?.port)))
  }

  /// Reads events in a thread of its own, from a position on.
  final class Listening: Sendable {
    private let answer = Mutex<[UInt8]>([])
    private let isDone = DispatchSemaphore(value: 0)
    private let client: RawClient

    init(port: UInt16, from: Int = 0, lastEvent: Int? = nil) throws {
      client = try RawClient(port: port)
      let headers = lastEvent.map { ["Last-Event-ID: \($0)"] } ?? []
      client.send(
        RawClient.request("GET", "/events?from=\(from)", host: "localhost:\(port)", headers: headers))
      Thread.detachNewThread { [self] in
        while true {
          let bytes = client.receive()
          if bytes.isEmpty { break }
          answer.withLock { $0 += bytes }
        }
        isDone.signal()
      }
    }

    /// Waits until the server has begun to answer: a run may be over before it has looked up.
    func waitForBeginning() { LiveServerTests.wait { soFar.status != 0 } }

    var soFar: Answer { Answer(answer.withLock { $0 }) }

    func waitForEnd() -> Answer {
      _ = isDone.wait(timeout: .now() + 20)
      return soFar
    }
  }

  static func wait(seconds: Double = 10, until condition: () throws -> Bool) rethrows {
    let deadline = Date() + seconds
    while Date() < deadline, !(try condition()) { Thread.sleep(forTimeInterval: 0.01) }
  }

  @Test("a client receives every record once and in order, summaries, and the end; then the connection ends")
  func everyRecord() throws {
    let (server, port) = try Self.server()
    let early = try Listening(port: port)
    early.waitForBeginning()
    let run = try Self.prepared().run(
      observers: [server],
      progress: { step in
        // The run stops twice until its records have arrived.
        if step == 100 || step == 200 { Self.wait { early.soFar.events.contains { $0.id ?? 0 >= step } } }
      })
    server.finish()
    let answer = early.waitForEnd()
    #expect(answer.isWhole)
    #expect(answer.headers["content-type"] == "text/event-stream")
    #expect(try answer.steps() == run.series.column(\.step))
    let events = answer.events
    #expect(events.filter { $0.name == "records" }.count > 2, "records came while the run was made")
    var count = 0
    for event in events where event.name == "records" {
      count += try #require(try JSONSerialization.jsonObject(with: Data(event.data.utf8)) as? [Any]).count
      #expect(event.id == count)
    }
    #expect(events.suffix(2).map(\.name) == ["summary", "end"])
    #expect(events.last?.data == "\"completed\"")
    let summaries = events.filter { $0.name == "summary" }
    #expect(
      summaries.last?.data
        == String(decoding: try JSONEncoder().encode(try RunPage.summaryHTML(run)), as: UTF8.self))
    #expect(throws: (any Error).self) { try RawClient(port: port) }
  }

  @Test("a client that connects again misses nothing and receives nothing twice")
  func reconnected() throws {
    let (server, port) = try Self.server()
    let first = try Listening(port: port)
    first.waitForBeginning()
    var second: Listening?
    _ = try Self.prepared().run(
      observers: [server],
      progress: { step in
        guard step == 200 else { return }
        Self.wait { first.soFar.events.contains { $0.id ?? 0 > 50 } }
        let seen = first.soFar.events.last { $0.id != nil }?.id
        second = try? Listening(port: port, from: 3, lastEvent: seen)
        second?.waitForBeginning()
      })
    server.finish()
    let again = try #require(second).waitForEnd()
    let from = try #require(try again.steps().first)
    #expect(from > 50)
    #expect(try again.steps() == Array(from...400))
    let whole = try first.waitForEnd().steps()
    #expect(whole.contains(from) && whole == Array(0...400))
  }

  @Test("the page, the series and the report of what is so far; nothing is cached or framed")
  func routes() throws {
    let (server, port) = try Self.server()
    defer { server.finish() }
    #expect(try RawClient.ask("GET", "/", port: port).status == 503)
    let run = try Self.prepared().run(
      observers: [server],
      progress: { step in
        guard step == 200, let report = try? RawClient.ask("GET", "/report.json", port: port) else { return }
        #expect(report.body.contains("\"status\":\"running\""))
      })
    let page = try RawClient.ask("GET", "/", port: port)
    #expect(page.status == 200 && page.headers["content-type"] == "text/html; charset=utf-8" && page.isWhole)
    #expect(page.headers["cache-control"] == "no-store")
    #expect(page.headers["x-content-type-options"] == "nosniff")
    #expect(page.headers["referrer-policy"] == "no-referrer")
    #expect(page.headers["content-security-policy"]?.contains("frame-ancestors 'none'") == true)
    let head = try RawClient.ask("HEAD", "/", port: port)
    #expect(head.status == 200 && head.body.isEmpty)
    #expect(head.headers["content-length"] == page.headers["content-length"])
    let rows = try RawClient.ask("GET", "/series.csv", port: port).body.split(separator: "\n")
    #expect(rows.count == run.series.count + 1 && rows.first?.hasPrefix("step,batchLoss,") == true)
    #expect(try RawClient.ask("GET", "/report.json", port: port).body == (try RunDocument(run).text()))
  }

  @Test("it only answers: other methods, other paths and other names are refused")
  func refusals() throws {
    let (server, port) = try Self.server()
    defer { server.finish() }
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"] {
      for path in ["/", "/events"] {
        let answer = try RawClient.ask(method, path, port: port)
        #expect(answer.status == 405 && answer.headers["allow"] == "GET, HEAD", "\(method) \(path)")
      }
    }
    for path in ["/x", "/../etc/passwd", "/events/x", "/%2e%2e/x", "/series.csv/x"] {
      #expect(try RawClient.ask("GET", path, port: port).status == 404, "\(path)")
    }
    for host in [
      "evil.example", "evil.example:\(port)", "127.0.0.1.evil.example", "localhost.evil.example:\(port)",
      "10.0.0.1", "", "[::1", "127.0.0.1:x",
    ] {
      for path in ["/", "/events"] {
        #expect(try RawClient.ask("GET", path, port: port, host: host).status == 403, "\(host)")
      }
    }
    for host in ["localhost", "LOCALHOST:1", "127.0.0.1", "[::1]:9000", "127.0.0.2:\(port)"] {
      #expect(try RawClient.ask("GET", "/report.json", port: port, host: host).status == 503, "\(host)")
    }
    for from in ["x", "-1", "1.5"] {
      #expect(try RawClient.ask("GET", "/events?from=\(from)", port: port).status == 400)
    }
  }

  @Test("whoever opens the page before the run has begun gets it as soon as it has")
  func tooEarly() throws {
    let (server, port) = try Self.server()
    let client = try RawClient(port: port)
    client.send(RawClient.request("GET", "/", host: "localhost:\(port)"))
    Thread.sleep(forTimeInterval: 0.2)
    var page = [UInt8]()
    _ = try Self.prepared().run(
      observers: [server],
      progress: { step in
        guard step == 300 else { return }
        while !Answer(page).isWhole {
          let bytes = client.receive()
          if bytes.isEmpty { break }
          page += bytes
        }
      })
    server.finish()
    #expect(Answer(page).status == 200)
    #expect(String(decoding: page, as: UTF8.self).contains("<html"))
  }

  @Test("a server that every machine can reach says so, and still refuses other names")
  func open() throws {
    let announced = Mutex("")
    let library = try DygraphsLibrary.installed()
    let server = try LiveServer(port: 0, address: "0.0.0.0", library: library) { text in
      announced.withLock { $0 = text }
    }
    defer { server.finish() }
    let port = UInt16(try #require(URL(string: server.url)?.port))
    #expect(announced.withLock { $0 }.contains("every machine that reaches 0.0.0.0 can read it"))
    for host in ["10.1.2.3:\(port)", "[fe80::1]", "localhost", ProcessInfo.processInfo.hostName] {
      #expect(try RawClient.ask("GET", "/report.json", port: port, host: host).status == 503, "\(host)")
    }
    for host in ["evil.example", "10.1.2.3.evil.example", "1.2.3"] {
      #expect(try RawClient.ask("GET", "/", port: port, host: host).status == 403, "\(host)")
    }
  }

  @Test("clients that never read, and too many of them, do not slow the run or its end")
  func slowClients() throws {
    let prepared = try Self.prepared(steps: 3000)
    let start = Date()
    _ = try prepared.run()
    let alone = Date().timeIntervalSince(start)
    let (server, port) = try Self.server()
    let clients = try (0..<70).map { _ in try RawClient(port: port, receiveBuffer: 2048) }
    for client in clients { client.send(RawClient.request("GET", "/events", host: "localhost")) }
    let statuses = clients.map { Answer($0.receive()).status }
    #expect(statuses.filter { $0 == 200 }.count == 64)
    #expect(statuses.filter { $0 == 503 }.count == 6)
    let from = Date()
    let run = try prepared.run(observers: [server])
    let served = Date().timeIntervalSince(from)
    let ending = Date()
    server.finish()
    #expect(run.series.count == 3001)
    withExtendedLifetime(clients) {}
    // They share the machine with everything else that runs; a client that was waited for would take forever.
    #expect(served < 5 * alone + 5)
    #expect(Date().timeIntervalSince(ending) < 5)
  }

  @Test("a port that is taken, one that is forbidden and an address of elsewhere are clear errors")
  func cannotListen() throws {
    let (server, port) = try Self.server()
    defer { server.finish() }
    let library = try DygraphsLibrary.installed()
    let taken = #expect(throws: LiveServerError.self) { try LiveServer(port: port, library: library) }
    #expect(taken?.problem == .portTaken)
    #expect(
      taken?.description
        == "--serve \(port): another program listens on this port of 127.0.0.1, expected a free one (0 takes any)"
    )
    for address in ["192.0.2.1", "example.org", "", "<b>\n", "1.2.3"] {
      let failure = #expect(throws: LiveServerError.self) {
        try LiveServer(port: 0, address: address, library: library)
      }
      #expect(failure?.problem == .unusableAddress, "\(address)")
      #expect(failure?.description.contains("\n") == false)
    }
  }

  @Test("after the end the port is free at once, also when the run was stopped or never began")
  func closing() throws {
    let (first, port) = try Self.server()
    first.finish()
    let (second, same) = try Self.server(port: port)
    #expect(same == port)
    let listening = try Listening(port: port)
    listening.waitForBeginning()
    var step = 0
    _ = try Self.prepared(steps: 100_000).run(
      observers: [second], isCancelled: { step > 300 }, progress: { step = $0 })
    let start = Date()
    second.finish()
    second.finish()
    #expect(Date().timeIntervalSince(start) < 2)
    #expect(listening.waitForEnd().events.last?.data.hasPrefix("\"interrupted at step") == true)
    let (third, _) = try Self.server(port: port)
    third.finish()
  }

  @Test("a run that is taken up again serves its earlier records once")
  func resumed() throws {
    let prepared = try Self.prepared()
    let (_, stopped) = try RunStopper(step: 200).run(prepared, observers: [])
    let (server, port) = try Self.server()
    let listening = try Listening(port: port)
    listening.waitForBeginning()
    let run = try prepared.run(continuing: stopped, observers: [server])
    server.finish()
    #expect(try listening.waitForEnd().steps() == run.series.column(\.step))
    #expect(run.series.count == 401)
  }
}
