/// A dense matrix of `Double` stored column by column, as BLAS and LAPACK expect.
///
/// Column `j` of a weight matrix is neuron `j`, so a neuron is one contiguous run of memory.
/// `Matrix` is a value: copies share storage until one of them is written.
///
/// ```swift
/// let w = Matrix(rows: [[1, 2], [3, 4]])
/// w[0, 1]        // 2
/// w.elements     // [1, 3, 2, 4]
/// ```
public struct Matrix: Equatable, Sendable {
  /// Number of rows.
  public let rowCount: Int
  /// Number of columns.
  public let columnCount: Int
  /// All entries, column by column: entry (i, j) is `elements[i + j * rowCount]`.
  public var elements: [Double]

  /// A matrix with every entry equal to `value`.
  public init(rowCount: Int, columnCount: Int, repeating value: Double = 0) {
    precondition(rowCount >= 0 && columnCount >= 0, "a matrix cannot have negative dimensions")
    self.rowCount = rowCount
    self.columnCount = columnCount
    self.elements = [Double](repeating: value, count: rowCount * columnCount)
  }

  /// A matrix from its entries, column by column.
  public init(rowCount: Int, columnCount: Int, columnMajor elements: [Double]) {
    precondition(elements.count == rowCount * columnCount, "the number of entries must be rows times columns")
    self.rowCount = rowCount
    self.columnCount = columnCount
    self.elements = elements
  }

  /// A matrix from its rows, each of the same length.
  public init(rows: [[Double]]) {
    let columns = rows.first?.count ?? 0
    precondition(rows.allSatisfy { $0.count == columns }, "all rows must have the same length")
    self.init(rowCount: rows.count, columnCount: columns)
    for (i, row) in rows.enumerated() {
      for (j, value) in row.enumerated() { elements[i + j * rowCount] = value }
    }
  }

  /// The identity matrix of the given dimension.
  public static func identity(_ dimension: Int) -> Matrix {
    var result = Matrix(rowCount: dimension, columnCount: dimension)
    for i in 0..<dimension { result[i, i] = 1 }
    return result
  }

  /// The entry in row `i` and column `j`.
  public subscript(i: Int, j: Int) -> Double {
    get {
      precondition(i >= 0 && i < rowCount && j >= 0 && j < columnCount, "index outside the matrix")
      return elements[i + j * rowCount]
    }
    set {
      precondition(i >= 0 && i < rowCount && j >= 0 && j < columnCount, "index outside the matrix")
      elements[i + j * rowCount] = newValue
    }
  }

  /// True when the matrix has as many rows as columns.
  public var isSquare: Bool { rowCount == columnCount }

  /// The entries of column `j`.
  public func column(_ j: Int) -> [Double] {
    Array(elements[(j * rowCount)..<((j + 1) * rowCount)])
  }

  /// The entries row by row, as nested arrays.
  public var rows: [[Double]] {
    (0..<rowCount).map { i in (0..<columnCount).map { j in self[i, j] } }
  }

  /// The transposed matrix.
  public var transposed: Matrix {
    var result = Matrix(rowCount: columnCount, columnCount: rowCount)
    for j in 0..<columnCount {
      for i in 0..<rowCount { result.elements[j + i * columnCount] = elements[i + j * rowCount] }
    }
    return result
  }

  /// The position of the first entry that is NaN or infinite, column by column, or nil when all are finite.
  public var firstNonFinite: (row: Int, column: Int)? {
    guard let k = elements.firstIndex(where: { !$0.isFinite }) else { return nil }
    return (k % rowCount, k / rowCount)
  }
}

extension Matrix {
  /// Copies the chosen rows of `source` into `self`, in order; allocates nothing.
  public mutating func setRows(_ chosen: ArraySlice<Int>, of source: Matrix) {
    precondition(chosen.count == rowCount && source.columnCount == columnCount, "shapes differ")
    precondition(chosen.allSatisfy { $0 >= 0 && $0 < source.rowCount }, "row outside the matrix")
    elements.withUnsafeMutableBufferPointer { target in
      source.elements.withUnsafeBufferPointer { data in
        for j in 0..<columnCount {
          var k = j * rowCount
          for row in chosen {
            target[k] = data[row + j * source.rowCount]
            k += 1
          }
        }
      }
    }
  }
}
