import LinearAlgebra

extension Matrix {
  /// Reads a data set of inputs, N x d, from a .npy file.
  ///
  /// - Throws: `DataError` when it does not fit a network of dimension d, or what reading the file throws.
  init(inputs path: String, dimension d: Int) throws {
    try self.init(npy: path)
    guard columnCount == d else { throw DataError.columns(path: path, found: columnCount, expected: d) }
    guard rowCount > 0 else { throw DataError.noRows(path: path) }
  }
}
