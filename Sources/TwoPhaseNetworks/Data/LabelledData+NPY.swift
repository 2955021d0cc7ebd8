import LinearAlgebra

extension LabelledData {
  /// Reads data from two .npy files.
  ///
  /// - Parameters:
  ///   - inputsPath: N x d, float32 or float64, finite.
  ///   - labelsPath: N whole numbers of at least 0, stored as float32 or float64.
  /// - Throws: `FileFailure`, `NPYError`, `DataSetError`.
  /// - Complexity: O(N d).
  public init(inputsNPY inputsPath: String, labelsNPY labelsPath: String) throws {
    let inputs = try Matrix(npy: inputsPath)
    let array = try NPYArray(path: labelsPath)
    guard array.shape.count == 1 else {
      throw NPYError(
        path: labelsPath, .dimensions(found: array.shape, expected: "one label a row (1 dimension)"))
    }
    var labels: [Int] = []
    labels.reserveCapacity(array.values.count)
    for (row, value) in array.values.enumerated() {
      // Beyond 2^31 no class; also keeps the conversion exact.
      guard value >= 0, value < 2_147_483_648, value.rounded() == value else {
        throw DataSetError(
          labelsPath, found: "\(value.isNaN ? "NaN" : "\(value)") at [\(row)]",
          expected: "whole numbers of at least 0")
      }
      labels.append(Int(value))
    }
    guard labels.count == inputs.rowCount else {
      throw DataSetError(
        labelsPath, found: "\(labels.count) labels",
        expected: "\(inputs.rowCount), one for each row of \(inputsPath)")
    }
    try self.init(inputs: inputs, labels: labels, name: labelsPath)
  }
}
