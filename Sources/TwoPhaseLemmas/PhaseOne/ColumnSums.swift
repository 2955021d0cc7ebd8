import LinearAlgebra
import TwoPhaseTheory

enum ColumnSums {
  /// The sum of a matrix's columns.
  static func columnSum(_ matrix: Matrix) -> [Double] {
    matrix.multiply(.plain, [Double](repeating: 1, count: matrix.columnCount))
  }
}
