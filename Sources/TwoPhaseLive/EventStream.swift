import FlyingSocks
import Foundation
import TwoPhaseReport

/// The server-sent events of one client: records from a position on, summaries, the end. It holds no records: a client that
/// does not read costs its place in the series alone.
struct EventStream: AsyncBufferedSequence {
  typealias Element = UInt8

  /// How often news are looked for, and how long nothing is said at most.
  static let interval = Duration.milliseconds(100)
  static let heartbeat = Duration.seconds(15)

  let state: LiveState
  let rows: EventRows
  let listener: LiveState.Listener
  let position: Int

  func makeAsyncIterator() -> Iterator { Iterator(self) }

  struct Iterator: AsyncBufferedIteratorProtocol {
    private let stream: EventStream
    private var position: Int
    private var summary = 0
    private var hasBegun = false
    private var hasEnded = false
    /// True when the last look found nothing beyond what was sent.
    private var isUpToDate = false
    private var single: ArraySlice<UInt8> = []

    init(_ stream: EventStream) {
      self.stream = stream
      position = stream.position
    }

    mutating func next() async throws -> UInt8? {
      if single.isEmpty { single = try await nextBuffer(suggested: 4096)?[...] ?? [] }
      return single.popFirst()
    }

    mutating func nextBuffer(suggested count: Int) async throws -> [UInt8]? {
      if hasEnded { return nil }
      guard hasBegun else {
        hasBegun = true
        return Array("retry: 1000\n\n".utf8)
      }
      let deadline = ContinuousClock.now + EventStream.heartbeat
      while ContinuousClock.now < deadline {
        // What comes within an interval goes together.
        if isUpToDate { try await Task.sleep(for: EventStream.interval) }
        let text = try await news()
        if !text.isEmpty { return Array(text.utf8) }
      }
      return Array(":\n\n".utf8)
    }

    private mutating func news() async throws -> String {
      var text = ""
      if let chunk = try await stream.rows.chunk(from: position) {
        position = chunk.end
        text += Self.event("records", id: position, data: chunk.text)
      }
      let news = stream.state.news
      isUpToDate = position >= news.count
      if let latest = news.summary, latest.number > summary {
        summary = latest.number
        text += Self.event("summary", id: nil, data: latest.text)
      }
      if isUpToDate, let end = news.end {
        hasEnded = true
        text += Self.event("end", id: nil, data: try EventStream.json(end.phrase))
      }
      return text
    }

    /// An event; every line of the data gets its own field.
    private static func event(_ name: String, id: Int?, data: String) -> String {
      var text = "event: \(name)\n"
      if let id { text += "id: \(id)\n" }
      for line in data.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
        text += "data: \(line)\n"
      }
      return text + "\n"
    }
  }

  /// A text as a JSON string, on one line.
  static func json(_ text: String) throws -> String {
    String(decoding: try JSONEncoder().encode(text), as: UTF8.self)
  }
}
