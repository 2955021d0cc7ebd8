extension Matrix {
  /// Reads a matrix from a NumPy .npy file: 2-d, float32 or float64, every entry finite.
  ///
  /// - Parameter requireSquare: whether anything but a square matrix is refused.
  /// - Throws: `FileFailure` when the file cannot be read, `NPYError` when its contents are unusable.
  public init(npy path: String, requireSquare: Bool = false) throws {
    let array = try NPYArray(path: path)
    guard array.shape.count == 2 else {
      throw NPYError(path: path, .dimensions(found: array.shape, expected: "a matrix (2 dimensions)"))
    }
    let (rows, columns) = (array.shape[0], array.shape[1])
    if requireSquare && rows != columns {
      throw NPYError(path: path, .notSquare(rows: rows, columns: columns))
    }
    if requireSquare && rows == 0 {
      throw NPYError(path: path, .dimensions(found: array.shape, expected: "at least one row and column"))
    }
    if let bad = array.values.firstIndex(where: { !$0.isFinite }) {
      throw NPYError(path: path, .notFinite(row: bad / columns, column: bad % columns))
    }
    self.init(
      rowCount: rows, columnCount: columns,
      columnMajor: NPYArray.reordered(array.values, shape: [rows, columns]))
  }

  /// The matrix as a NumPy array: entry [i, j] is `self[i, j]`.
  public var npy: NPYArray {
    NPYArray(
      shape: [rowCount, columnCount], values: NPYArray.reordered(elements, shape: [columnCount, rowCount]))
  }

  /// Writes a float64 .npy file, which appears whole or not at all.
  ///
  /// - Throws: `FileFailure`.
  public func writeNPY(to path: String) throws(FileFailure) { try npy.write(to: path) }
}
