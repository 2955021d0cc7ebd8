/// The axis-aligned box with most runs in whose cells every run is good.
struct BoxSearch {
  /// A box: for each axis the first and the last place inside.
  struct Box: Equatable {
    let low: [Int]
    let high: [Int]
    let runs: Int

    var cells: Int { zip(low, high).reduce(1) { $0 * ($1.1 - $1.0 + 1) } }

    /// More runs, then more cells, then the smaller first places, then the smaller last ones.
    func isBetter(than other: Box?) -> Bool {
      guard let other else { return true }
      if runs != other.runs { return runs > other.runs }
      if cells != other.cells { return cells > other.cells }
      if low != other.low { return low.lexicographicallyPrecedes(other.low) }
      return high.lexicographicallyPrecedes(other.high)
    }
  }

  /// A cell that no box may contain: no sum of other cells makes up for it.
  static let forbidden = -(1 << 40)

  private let sizes: [Int]
  /// The places of the search's axes among the caller's: the longest last, since it is scanned.
  private let order: [Int]
  /// Level k: the cells over the search's axes from k on, summed over the ranges chosen so far; the last axis fastest.
  private var sums: [[Int]]
  private var best: Box?
  private var low: [Int]
  private var high: [Int]

  /// How many additions a search takes, at most about.
  static func operations(_ sizes: [Int]) -> Double {
    let sorted = sizes.sorted()
    return sorted.dropLast().reduce(Double(sorted.last ?? 1)) { $0 * Double($1) * Double($1 + 1) / 2 }
  }

  /// The best box; nil when every cell is forbidden.
  ///
  /// The ranges of all axes but the longest are enumerated; along that one the cells, summed over those ranges, are scanned once:
  /// a longer stretch of good cells always has more runs. A range is not extended once nothing in it is good.
  /// - Parameters:
  ///   - weights: the runs of each cell, at least 1 and below 2^40 together, or `forbidden`; the first axis fastest.
  ///   - sizes: places of each axis, at least one axis.
  /// - Complexity: `operations(sizes)` additions; keeps as many numbers as there are cells, twice at most.
  static func best(_ weights: [Int], sizes: [Int]) -> Box? {
    var search = BoxSearch(weights, sizes: sizes)
    search.descend(0)
    return search.best
  }

  private init(_ weights: [Int], sizes: [Int]) {
    self.sizes = sizes
    order = sizes.indices.sorted { (sizes[$0], $0) < (sizes[$1], $1) }
    low = [Int](repeating: 0, count: sizes.count)
    high = low
    // The cells in the search's order of axes.
    var strides = [Int](repeating: 1, count: sizes.count)
    for axis in sizes.indices.dropFirst() { strides[axis] = strides[axis - 1] * sizes[axis - 1] }
    var cells = [0]
    for axis in order {
      cells = cells.flatMap { cell in (0..<sizes[axis]).map { cell + $0 * strides[axis] } }
    }
    sums = [cells.map { weights[$0] }]
    for axis in order.dropLast() {
      sums.append([Int](repeating: 0, count: sums[sums.count - 1].count / sizes[axis]))
    }
  }

  /// Chooses the ranges of the search's axes from `level` on.
  private mutating func descend(_ level: Int) {
    let axis = order[level]
    guard level < order.count - 1 else { return scan(sums[level], axis) }
    let slice = sums[level + 1].count
    for first in 0..<sizes[axis] {
      low[axis] = first
      for k in 0..<slice { sums[level + 1][k] = 0 }
      for last in first..<sizes[axis] {
        high[axis] = last
        var isPossible = false
        for k in 0..<slice {
          let sum = sums[level + 1][k] + sums[level][last * slice + k]
          sums[level + 1][k] = sum
          isPossible = isPossible || sum > 0
        }
        guard isPossible else { break }
        descend(level + 1)
      }
    }
  }

  /// The stretches of good cells along the last axis.
  private mutating func scan(_ line: [Int], _ axis: Int) {
    var (start, runs) = (0, 0)
    for place in 0...line.count {
      if place < line.count, line[place] > 0 {
        runs += line[place]
        continue
      }
      if runs > 0, runs >= best?.runs ?? 0 {
        (low[axis], high[axis]) = (start, place - 1)
        let box = Box(low: low, high: high, runs: runs)
        if box.isBetter(than: best) { best = box }
      }
      (start, runs) = (place + 1, 0)
    }
  }
}
