import Testing
import TwoPhaseCluster
import TwoPhaseSweeps

@Suite("Task numbers as --array writes them") struct ArraySpecTests {
  @Test(
    "ranges are compressed",
    arguments: [
      ([], ""), ([0], "0"), ([0, 1], "0-1"), ([3, 7, 8, 9], "3,7-9"), ([9, 8, 7, 3, 8], "3,7-9"),
      (Array(0..<100), "0-99"), ([0, 2, 4], "0,2,4"),
    ])
  func text(numbers: [Int], text: String) { #expect(ArraySpec.text(numbers) == text) }

  @Test("any set of numbers reads back", arguments: 1...50)
  func roundTrip(seed: UInt64) {
    var state = seed
    func next() -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33)
    }
    let span = 1 + next() % 300
    let numbers = Set((0..<next() % 200).map { _ in next() % span })
    let text = ArraySpec.text(numbers)
    #expect(ArraySpec.indices(text) == numbers.sorted())
    // No text of ranges is shorter: neighbours are never left in two ranges.
    let ranges = QuantityText.closedRanges(numbers)
    #expect(zip(ranges, ranges.dropFirst()).allSatisfy { $0.upperBound + 1 < $1.lowerBound })
  }

  @Test(
    "what is no list of ranges is refused",
    arguments: [
      ",", "1,", "a", "3-1", "-1", "1-", "1--2", "0-9:2", "0-9%2", " 1", "0-99999999999", "0-999999999",
    ])
  func refused(text: String) { #expect(ArraySpec.indices(text) == nil) }
}
