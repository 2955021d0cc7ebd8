import LinearAlgebra

/// The one-to-one assignment of columns to rows with the least total cost.
///
/// The Hungarian method with shortest augmenting paths (Kuhn 1955; Jonker and Volgenant 1987).
///
/// ```swift
/// Assignment(costs: Matrix(rows: [[1, 0], [0, 5]])).columnOfRow   // [1, 0]
/// ```
public struct Assignment: Sendable, Equatable {
  /// The column given to each row.
  public let columnOfRow: [Int]
  /// The sum of the chosen costs.
  public let cost: Double

  /// The best assignment for finite costs, n x n, row = who chooses.
  ///
  /// - Complexity: O(n^3).
  public init(costs: Matrix) {
    precondition(costs.isSquare, "as many rows as columns")
    precondition(costs.firstNonFinite == nil, "costs are finite")
    let n = costs.rowCount
    // Potentials and the row matched to each column, all counted from 1; column 0 is where a new row starts.
    var rowPotential = [Double](repeating: 0, count: n + 1)
    var columnPotential = rowPotential
    var rowOfColumn = [Int](repeating: 0, count: n + 1)
    for row in 1..<(n + 1) {
      var least = [Double](repeating: .infinity, count: n + 1)
      var previous = [Int](repeating: 0, count: n + 1)
      var isUsed = [Bool](repeating: false, count: n + 1)
      rowOfColumn[0] = row
      var column = 0
      repeat {
        isUsed[column] = true
        let current = rowOfColumn[column]
        var (step, next) = (Double.infinity, 0)
        for j in 1..<(n + 1) where !isUsed[j] {
          let reduced = costs[current - 1, j - 1] - rowPotential[current] - columnPotential[j]
          if reduced < least[j] { (least[j], previous[j]) = (reduced, column) }
          if least[j] < step { (step, next) = (least[j], j) }
        }
        for j in 0..<(n + 1) {
          if isUsed[j] {
            rowPotential[rowOfColumn[j]] += step
            columnPotential[j] -= step
          } else {
            least[j] -= step
          }
        }
        column = next
      } while rowOfColumn[column] != 0
      while column != 0 {
        rowOfColumn[column] = rowOfColumn[previous[column]]
        column = previous[column]
      }
    }
    var result = [Int](repeating: 0, count: n)
    var total = 0.0
    for j in 1..<(n + 1) { result[rowOfColumn[j] - 1] = j - 1 }
    for i in 0..<n { total += costs[i, result[i]] }
    columnOfRow = result
    cost = total
  }
}
