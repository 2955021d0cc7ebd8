import FlyingFox
import Foundation
import TwoPhaseReport
import TwoPhaseTraining

/// What the server answers. It only ever reads.
struct LiveRoutes: HTTPHandler {
  /// How long the page waits for the run to begin: whoever opens the address at once is too early by moments.
  private static let patience = Duration.seconds(10)
  /// The most clients that can listen at once.
  static let mostListeners = 64

  let state: LiveState
  let rows: EventRows
  let snapshots: RunSnapshots
  let address: ListeningAddress

  func handleRequest(_ request: HTTPRequest) async throws -> HTTPResponse {
    guard address.accepts(host: request.headers[HTTPHeader("Host")]) else {
      return Self.plain(HTTPStatusCode(403, phrase: "Forbidden"), "This server does not go by that name.")
    }
    guard let route = Route(rawValue: request.path) else {
      return Self.plain(.notFound, "There is nothing here.")
    }
    guard request.method == .GET || request.method == .HEAD else {
      var response = Self.plain(
        HTTPStatusCode(405, phrase: "Method Not Allowed"), "This server only answers.")
      response.headers[HTTPHeader("Allow")] = "GET, HEAD"
      return response
    }
    var response = try await answer(route, request)
    if request.method == .HEAD {
      let length = if case .httpBody(let body) = response.payload { body.count } else { Int?.none }
      if let length { response.headers[.contentLength] = "\(length)" }
      response.payload = .httpBody(HTTPBodySequence())
    }
    return response
  }

  private enum Route: String {
    case page = "/", events = "/events", series = "/series.csv", report = "/report.json"
  }

  private func answer(_ route: Route, _ request: HTTPRequest) async throws -> HTTPResponse {
    switch route {
    case .page:
      try await waitForBeginning()
      guard let text = try await snapshots.html() else { return Self.notBegun }
      return Self.response(
        .ok, "text/html; charset=utf-8", HTTPBodySequence(data: Data(text.utf8), suggestedBufferSize: 1 << 16)
      )
    case .series:
      guard let run = try await snapshots.run() else { return Self.notBegun }
      let text = SeriesTable.csv(run.series)
      return Self.response(
        .ok, "text/csv; charset=utf-8", HTTPBodySequence(data: Data(text.utf8), suggestedBufferSize: 1 << 16))
    case .report:
      guard let run = try await snapshots.run() else { return Self.notBegun }
      return Self.response(
        .ok, "application/json",
        HTTPBodySequence(data: try RunDocument(run).json(), suggestedBufferSize: 1 << 16))
    case .events: return events(request)
    }
  }

  private func waitForBeginning() async throws {
    let deadline = ContinuousClock.now + Self.patience
    while ContinuousClock.now < deadline, state.with({ $0.facts == nil && $0.ended == nil }) {
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  private func events(_ request: HTTPRequest) -> HTTPResponse {
    // A browser that connects again says in the header what it has; the query is that of its first connection.
    let given =
      request.headers[HTTPHeader("Last-Event-ID")] ?? request.query.first { $0.name == "from" }?.value ?? "0"
    guard let position = Int(given), position >= 0 else {
      return Self.plain(.badRequest, "from and Last-Event-ID: expected the number of records that are known.")
    }
    if request.method == .HEAD { return Self.response(.ok, "text/event-stream", HTTPBodySequence()) }
    guard let listener = state.listener(most: Self.mostListeners) else {
      return Self.plain(
        HTTPStatusCode(503, phrase: "Service Unavailable"), "Too many clients listen already.")
    }
    let stream = EventStream(state: state, rows: rows, listener: listener, position: position)
    return Self.response(.ok, "text/event-stream", HTTPBodySequence(from: stream))
  }

  private static var notBegun: HTTPResponse {
    var response = plain(HTTPStatusCode(503, phrase: "Service Unavailable"), "The run has not begun.")
    response.headers[HTTPHeader("Retry-After")] = "1"
    return response
  }

  private static func plain(_ status: HTTPStatusCode, _ text: String) -> HTTPResponse {
    response(status, "text/plain; charset=utf-8", HTTPBodySequence(data: Data((text + "\n").utf8)))
  }

  private static func response(_ status: HTTPStatusCode, _ type: String, _ body: HTTPBodySequence)
    -> HTTPResponse
  {
    let headers: [(String, String)] = [
      ("Content-Type", type), ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff"),
      // The page holds its scripts and styles; it may fetch from here alone.
      (
        "Content-Security-Policy",
        "default-src 'self' 'unsafe-inline' data: blob:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
      ),
      ("Cross-Origin-Resource-Policy", "same-origin"), ("Referrer-Policy", "no-referrer"),
    ]
    var response = HTTPResponse(statusCode: status, body: body)
    for (name, value) in headers { response.headers[HTTPHeader(name)] = value }
    return response
  }
}
