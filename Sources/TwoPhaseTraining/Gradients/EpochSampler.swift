import LinearAlgebra

/// Batches of rows of a fixed data set: in each epoch every row at most once, in an order that depends on the seed and
/// the epoch's number alone.
struct EpochSampler: Sendable {
  private let rows: Matrix
  private let batch: Int
  private let batchesPerEpoch: Int
  private let stream: NormalStream
  private var order: [Int]
  private var epoch = -1

  init(rows: Matrix, batch: Int, seed: UInt64) {
    self.rows = rows
    self.batch = batch
    batchesPerEpoch = max(1, rows.rowCount / batch)
    stream = NormalStream(seed: seed, purpose: RandomPurpose.epochOrder.rawValue)
    order = Array(0..<rows.rowCount)
  }

  /// Fills `inputs` (batch x d) with the rows of the given step.
  mutating func fill(_ inputs: inout Matrix, step: Int) {
    let wanted = step / batchesPerEpoch
    if wanted != epoch { shuffle(wanted) }
    let start = step % batchesPerEpoch * batch
    inputs.setRows(order[start..<(start + batch)], of: rows)
  }

  /// Fisher and Yates' shuffle; the bias of a 64-bit remainder is below 1e-12 for any data set that fits in memory.
  private mutating func shuffle(_ wanted: Int) {
    epoch = wanted
    for k in order.indices { order[k] = k }
    for k in stride(from: order.count - 1, to: 0, by: -1) {
      let words = stream.words(
        counter: (UInt32(truncatingIfNeeded: k), 0, UInt32(truncatingIfNeeded: wanted), 0))
      let draw = UInt64(words.0) << 32 | UInt64(words.1)
      order.swapAt(k, Int(draw % UInt64(k + 1)))
    }
  }
}
