import LinearAlgebra
import TestSupport
import Testing

@Suite("Displacement of columns")
struct ColumnDisplacementTests {
  @Test("norms, their differences and all sums are the double-double formulas", arguments: [1e-9, 1])
  func formulas(distance: Double) {
    for n in (1...20).map({ $0 }) + [63, 64, 100, 257] {
      var random = TestRandom(UInt64(n))
      let target = random.matrix(n, scale: 1)
      var current = target
      current.scaleAndAdd(1, random.matrix(n, scale: distance))
      let targetSquares = (0..<n).map { Self.square(target, $0) }
      var column = ColumnDisplacement(dimension: n, addsIdentity: false)
      column.update(target: target, targetSquares: targetSquares, current: current)
      var (total, entries) = (DoubleDouble(0), DoubleDouble(0))
      for j in 0..<n {
        let square = Self.square(current, j)
        let sum = targetSquares[j].squareRoot + square.squareRoot
        let difference = (targetSquares[j] - square) / sum
        total = total + difference
        #expect(relativeError(column.norms[j], square.squareRoot.value) < 3e-16)
        #expect(relativeError(column.normDifferences[j], difference.value) < 3e-16)
        let error = (column.exactNormDifferences[j] - difference).value
        #expect(abs(error) <= 1e-28 * sum.value)
        for i in 0..<n { entries = entries + (DoubleDouble(target[i, j]) - DoubleDouble(current[i, j])) }
      }
      let scale = 1e-28 * Double(n) * column.norms.reduce(0, +)
      #expect(abs((column.normDifferenceTotal - total).value) <= scale)
      #expect(abs(column.total - entries.value) <= 2e-16 * abs(entries.value) + scale)
    }
  }

  @Test("zero columns have no length, and what is not finite shows")
  func specialColumns() {
    var current = Matrix(rowCount: 9, columnCount: 9)
    for j in 0..<9 { current[j, j] = Double(j) }
    current[3, 5] = .infinity
    current[2, 6] = .nan
    var column = ColumnDisplacement(dimension: 9, addsIdentity: false)
    column.update(
      target: Matrix(rowCount: 9, columnCount: 9), targetSquares: .init(repeating: DoubleDouble(0), count: 9),
      current: current)
    #expect(column.norms[0] == 0 && column.normDifferences[0] == 0)
    #expect(!column.norms[5].isFinite && column.norms[6].isNaN)
    for j in [1, 2, 3, 4, 7, 8] {
      #expect(column.norms[j] == Double(j) && column.normDifferences[j] == -Double(j))
    }
  }

  private static func square(_ matrix: Matrix, _ j: Int) -> DoubleDouble {
    matrix.column(j).reduce(DoubleDouble(0)) { $0 + DoubleDouble($1) * DoubleDouble($1) }
  }
}
