import LinearAlgebra
import Yams

/// How axes are combined: groups whose axes go along together, multiplied; the last group varies fastest.
struct SweepCombination: Sendable, Equatable {
  /// The axes of each group by their place in the file.
  let groups: [[Int]]
  /// The values along each group.
  let sizes: [Int]
  /// Runs from one value of a group to its next.
  let strides: [Int]
  /// Runs.
  let count: Int
  /// The group of each axis.
  let groupOfAxis: [Int]

  /// Nil when there are more runs than `SweepAxisReader.largestCount`.
  init?(_ groups: [[Int]], _ axes: [SweepAxis]) {
    self.groups = groups
    sizes = groups.map { axes[$0[0]].count }
    var strides = [Int](repeating: 1, count: groups.count)
    var count = 1
    for group in groups.indices.reversed() {
      strides[group] = count
      let (product, overflow) = count.multipliedReportingOverflow(by: sizes[group])
      guard !overflow, product <= SweepAxisReader.largestCount else { return nil }
      count = product
    }
    self.strides = strides
    self.count = count
    var groupOfAxis = [Int](repeating: 0, count: axes.count)
    for (group, members) in groups.enumerated() { for axis in members { groupOfAxis[axis] = group } }
    self.groupOfAxis = groupOfAxis
  }

  /// The place of a run along an axis.
  func place(of number: Int, along axis: Int) -> Int {
    let group = groupOfAxis[axis]
    return number / strides[group] % sizes[group]
  }

  /// Every axis by itself, in the order of the file.
  var isPlainProduct: Bool { groups == groups.indices.map { [$0] } && groups.count == groupOfAxis.count }
  /// All axes together, in the order of the file.
  var isZip: Bool { groups == [Array(groupOfAxis.indices)] && groupOfAxis.count > 1 }
}
