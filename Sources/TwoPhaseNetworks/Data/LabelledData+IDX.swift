import LinearAlgebra

extension LabelledData {
  /// Reads images and labels in MNIST's format; each image becomes a row, its pixels (0 to 255) row by row.
  ///
  /// - Parameters:
  ///   - imagesPath: IDX, three dimensions (magic number 0x00000803).
  ///   - labelsPath: IDX, one dimension (magic number 0x00000801).
  ///   - classCount: C; one more than the largest label unless given.
  /// - Throws: `FileFailure`, `DataSetError`.
  /// - Complexity: O(N d).
  public init(imagesIDX imagesPath: String, labelsIDX labelsPath: String, classCount: Int? = nil) throws {
    let labels = try IDXFile(path: labelsPath)
    guard labels.shape.count == 1 else {
      throw DataSetError(
        labelsPath, found: "\(labels.shape.count) dimensions (magic number 0x0000080\(labels.shape.count))",
        expected: "labels: 1 dimension (0x00000801)")
    }
    let images = try IDXFile(path: imagesPath)
    guard images.shape.count == 3 else {
      throw DataSetError(
        imagesPath, found: "\(images.shape.count) dimensions (magic number 0x0000080\(images.shape.count))",
        expected: "images: 3 dimensions (0x00000803)")
    }
    let (rows, columns) = (images.shape[0], images.shape[1] * images.shape[2])
    guard labels.values.count == rows else {
      throw DataSetError(
        labelsPath, found: "\(labels.values.count) labels",
        expected: "\(rows), one for each image of \(imagesPath)")
    }
    var inputs = Matrix(rowCount: rows, columnCount: columns)
    for i in 0..<rows {
      for j in 0..<columns { inputs.elements[i + j * rows] = Double(images.values[i * columns + j]) }
    }
    try self.init(
      inputs: inputs, labels: labels.values.map(Int.init), classCount: classCount, name: labelsPath)
  }
}
