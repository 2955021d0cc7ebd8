import TwoPhaseReport
import TwoPhaseTraining

/// Records as the text of `RunPage.rows`, made once for all clients that are equally far, and never two at a time: many
/// clients cost the run little more than one.
actor EventRows {
  /// Records `start..<end`.
  struct Chunk: Sendable {
    let start: Int
    let end: Int
    let text: String
  }

  private static let mostKept = 8
  private let state: LiveState
  private var kept: [Chunk] = []

  init(_ state: LiveState) { self.state = state }

  /// The records from a position on, at most a block; nil when there are none.
  ///
  /// - Complexity: O(records) unless another client has just asked for the same.
  func chunk(from position: Int) throws -> Chunk? {
    if let known = kept.first(where: { $0.start == position }) { return known }
    let records = state.with { Array($0.passes.first?.run(from: position) ?? []) }
    guard !records.isEmpty, !Task.isCancelled else { return nil }
    let chunk = Chunk(start: position, end: position + records.count, text: try RunPage.rows(records))
    if kept.count == Self.mostKept { kept.removeFirst() }
    kept.append(chunk)
    return chunk
  }
}
