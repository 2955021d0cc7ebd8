import TwoPhaseTraining

/// Records that grow at the end and are shared as they stand: a copy costs O(n / 1024), and appending afterwards copies at
/// most one block.
struct RecordBlocks: Sendable {
  private static let size = 1024
  private var blocks: [[StepRecord]] = []

  /// The number of records.
  private(set) var count = 0

  /// No records.
  init() {}

  /// Some records. Cost: O(n).
  init(_ records: [StepRecord]) { for record in records { append(record) } }

  /// Appends a record. Cost: O(1).
  mutating func append(_ record: StepRecord) {
    if count % Self.size == 0 {
      var block: [StepRecord] = []
      block.reserveCapacity(Self.size)
      blocks.append(block)
    }
    blocks[blocks.count - 1].append(record)
    count += 1
  }

  /// The records from a position on, at most to the end of its block; none at the end.
  func run(from position: Int) -> ArraySlice<StepRecord> {
    guard position < count else { return [] }
    return blocks[position / Self.size][(position % Self.size)...]
  }

  /// The last record.
  var last: StepRecord? { blocks.last?.last }

  /// All of them. Cost: O(n).
  var series: RunSeries {
    var series = RunSeries()
    series.reserve(count)
    for block in blocks { for record in block { series.append(record) } }
    return series
  }
}
