import LinearAlgebra

extension NormalStream {
  /// A uniformly random order of 0..<count: Fisher-Yates with one block of this stream for each exchange, at counters
  /// (position, lane, round, 0).
  ///
  /// - Complexity: O(count), one allocation.
  public func permutation(_ count: Int, lane: UInt32 = 0, round: UInt32 = 0) -> [Int] {
    var order = Array(0..<max(0, count))
    shuffle(&order, lane: lane, round: round)
    return order
  }

  /// Brings `order` into 0..<n and shuffles it as `permutation` does; allocates no array.
  public func shuffle(_ order: inout [Int], lane: UInt32 = 0, round: UInt32 = 0) {
    for k in order.indices { order[k] = k }
    for k in stride(from: order.count - 1, to: 0, by: -1) {
      let block = words(counter: (UInt32(truncatingIfNeeded: k), lane, round, 0))
      // 64 bits times k + 1, of which the high word counts: off uniform by less than (k + 1) / 2^64.
      let word = UInt64(block.0) << 32 | UInt64(block.1)
      order.swapAt(k, Int(word.multipliedFullWidth(by: UInt64(k + 1)).high))
    }
  }
}
