import TwoPhaseReport
import TwoPhaseTraining

/// The run as it stands, analysed: one at a time, and so rarely that it takes little of the machine.
actor RunSnapshots {
  /// The least time between two analyses, and the share of the time that they may take.
  private static let interval = Duration.seconds(1)
  private static let share = 0.02

  private let state: LiveState
  private let library: DygraphsLibrary
  private var latest: (run: RecordedRun, number: Int)?
  private var page: LiveState.Numbered?
  private var madeAt = ContinuousClock.now
  private var cost = Duration.zero

  init(_ state: LiveState, library: DygraphsLibrary) {
    self.state = state
    self.library = library
  }

  /// The run as of a moment ago, when it has ended as it ended; nil before it begins.
  ///
  /// - Complexity: O(n) when a new analysis is due.
  func run() throws -> RecordedRun? { try current()?.run }

  /// The page of the run as of a moment ago; nil before it begins.
  func html() throws -> String? {
    guard let current = try current() else { return nil }
    if let page, page.number == current.number { return page.text }
    let text = try measured { try RunPage(current.run, live: true, library: library).html() }
    page = LiveState.Numbered(number: current.number, text: text)
    return text
  }

  /// Makes a summary for those who listen whenever one is due, until the last one of an ended run has been made.
  func keepSummarising() async {
    while !Task.isCancelled {
      let (hasEnded, listeners) = state.with { ($0.ended != nil, $0.listeners) }
      // A summary that cannot be made keeps nobody from the records and the end.
      if hasEnded || listeners > 0 { try? summarise() }
      if hasEnded { return state.with { $0.isFinal = true } }
      try? await Task.sleep(for: EventStream.interval)
    }
  }

  private func summarise() throws {
    guard let current = try current(), current.number != state.with({ $0.summary?.number }) else { return }
    let text = try measured { try EventStream.json(try RunPage.summaryHTML(current.run)) }
    state.with { $0.summary = LiveState.Numbered(number: current.number, text: text) }
  }

  private func current() throws -> (run: RecordedRun, number: Int)? {
    let contents = state.with { $0 }
    if let ended = contents.ended {
      if latest?.run.facts != ended.facts || latest?.run.series.count != ended.series.count {
        latest = (ended, (latest?.number ?? 0) + 1)
      }
      return latest
    }
    guard var facts = contents.facts else { return nil }
    let isNew =
      latest?.run.series.count != contents.count || latest?.run.facts.passes.count != facts.passes.count
    let isDue = madeAt.duration(to: .now) >= max(Self.interval, cost / Self.share)
    if let latest, !isNew || !isDue { return latest }
    if case .running = facts.status, let last = contents.passes.first?.last?.step {
      facts.passes[0].status = .running(step: last)
    }
    cost = .zero
    let run = try measured {
      try RecordedRun(facts: facts, series: contents.passes.prefix(facts.passes.count).map(\.series))
    }
    latest = (run, (latest?.number ?? 0) + 1)
    return latest
  }

  private func measured<T>(_ body: () throws -> T) rethrows -> T {
    let start = ContinuousClock.now
    defer {
      madeAt = .now
      cost += start.duration(to: madeAt)
    }
    return try body()
  }
}
