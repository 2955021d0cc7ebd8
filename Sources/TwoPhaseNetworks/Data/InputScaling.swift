import LinearAlgebra

/// x -> (x - mean) / scale with the mean of each entry and one scale for all of them, both from the training set alone.
///
/// The scale is the root mean square of the centred training inputs, so that ||x||^2 is d on average there: the scale that
/// the theory's N(0, I) inputs have. One scale for all entries: some (a picture's corners) never vary, and stay 0.
public struct InputScaling: Sendable, Equatable {
  /// The mean of each of the d entries.
  public let mean: [Double]
  /// The one divisor; positive.
  public let scale: Double

  /// The scaling of a training set.
  ///
  /// - Throws: `DataSetError` when all its inputs are equal.
  /// - Complexity: O(N d).
  public init(training: LabelledData) throws(DataSetError) {
    let (rows, columns) = (training.count, training.dimension)
    let entries = training.inputs.elements
    var mean = [Double](repeating: 0, count: columns)
    var squares = 0.0
    for j in 0..<columns {
      let column = entries[(j * rows)..<((j + 1) * rows)]
      mean[j] = column.reduce(0, +) / Double(rows)
      squares += column.reduce(0) { $0 + ($1 - mean[j]) * ($1 - mean[j]) }
    }
    let scale = (squares / Double(rows * columns)).squareRoot()
    guard scale > 0, scale.isFinite else {
      throw DataSetError(
        "training set", found: scale == 0 ? "inputs that are all equal" : "inputs too large to square",
        expected: "inputs that differ")
    }
    self.mean = mean
    self.scale = scale
  }

  /// Data with scaled inputs.
  ///
  /// - Complexity: O(N d).
  public func applied(to data: LabelledData) -> LabelledData {
    precondition(data.dimension == mean.count, "the scaling is of another dimension")
    var inputs = data.inputs
    let rows = inputs.rowCount
    for j in mean.indices {
      for k in (j * rows)..<((j + 1) * rows) { inputs.elements[k] = (inputs.elements[k] - mean[j]) / scale }
    }
    return LabelledData(checked: inputs, labels: data.labels, classCount: data.classCount)
  }
}
