import LinearAlgebra
import TestSupport
import Testing
import TwoPhaseNetworks

@Suite("The best assignment")
struct AssignmentTests {
  /// The least cost over all permutations.
  private func bruteForce(_ costs: Matrix, row: Int = 0, free: Set<Int>) -> Double {
    guard row < costs.rowCount else { return 0 }
    return free.map { costs[row, $0] + bruteForce(costs, row: row + 1, free: free.subtracting([$0])) }.min()
      ?? 0
  }

  @Test("the cost is the least over all permutations, ties and negative costs included", arguments: 1...6)
  func leastCost(n: Int) {
    var random = TestRandom(UInt64(n))
    for trial in 0..<40 {
      var costs = random.matrix(n, scale: 3)
      if trial % 2 == 0 { costs.elements = costs.elements.map { $0.rounded() } }
      let found = Assignment(costs: costs)
      #expect(abs(found.cost - bruteForce(costs, free: Set(0..<n))) < 1e-12)
      #expect(Set(found.columnOfRow) == Set(0..<n))
      let chosen = found.columnOfRow.enumerated().reduce(0) { $0 + costs[$1.offset, $1.element] }
      #expect(abs(chosen - found.cost) < 1e-12)
    }
  }

  @Test("a hidden permutation is found")
  func permutation() {
    let order = [3, 0, 4, 1, 2]
    var costs = Matrix(rowCount: 5, columnCount: 5, repeating: 1)
    for (row, column) in order.enumerated() { costs[row, column] = 0 }
    #expect(Assignment(costs: costs) == Assignment(costs: costs))
    #expect(Assignment(costs: costs).columnOfRow == order && Assignment(costs: costs).cost == 0)
  }

  @Test("a greedy choice is not taken when it costs more in all")
  func greedy() {
    let found = Assignment(costs: Matrix(rows: [[0, 1], [1, 100]]))
    #expect(found.columnOfRow == [1, 0] && found.cost == 2)
  }
}
