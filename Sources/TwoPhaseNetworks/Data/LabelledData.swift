import LinearAlgebra

/// Inputs with the class of each: what a classifier learns from.
public struct LabelledData: Sendable, Equatable {
  /// N x d: one input a row. Every entry is finite.
  public let inputs: Matrix
  /// The class of each input, from 0 to `classCount` - 1.
  public let labels: [Int]
  /// C, the number of classes.
  public let classCount: Int

  /// N, the number of inputs.
  public var count: Int { labels.count }
  /// d, the number of entries of an input.
  public var dimension: Int { inputs.columnCount }

  /// Checked data.
  ///
  /// - Parameters:
  ///   - inputs: N x d with N, d >= 1.
  ///   - labels: N classes, none negative.
  ///   - classCount: C; one more than the largest label unless given.
  ///   - name: the data's name in errors.
  /// - Throws: `DataSetError` when there are none, when the numbers of inputs and labels differ, for an input that is not
  ///   finite, for a label outside 0..<C, for fewer than two classes and for more classes than inputs.
  /// - Complexity: O(N d).
  public init(
    inputs: Matrix, labels: [Int], classCount: Int? = nil, name: String = "data"
  ) throws(DataSetError) {
    let (rows, columns) = (inputs.rowCount, inputs.columnCount)
    guard rows > 0, columns > 0 else {
      throw DataSetError(
        name, found: "\(rows) x \(columns) inputs", expected: "at least one row and one column")
    }
    guard labels.count == rows else {
      throw DataSetError(
        name, found: "\(labels.count) labels of \(rows) inputs", expected: "one label for each input")
    }
    if let bad = inputs.firstNonFinite {
      throw DataSetError(
        name, found: "NaN or infinity at [\(bad.row), \(bad.column)] of the inputs",
        expected: "finite numbers")
    }
    let count = classCount ?? (labels.max() ?? 0) + 1
    if let bad = labels.firstIndex(where: { $0 < 0 || $0 >= count }) {
      throw DataSetError(
        name, found: "label \(labels[bad]) at [\(bad)]", expected: "whole numbers from 0 to \(count - 1)")
    }
    guard count >= 2 else {
      throw DataSetError(name, found: "only class 0", expected: "at least two classes")
    }
    // A stray large label would otherwise ask for a head of as many columns.
    guard classCount != nil || count <= rows else {
      throw DataSetError(
        name, found: "\(count - 1) as the largest label of \(rows) inputs",
        expected: "at most as many classes as inputs")
    }
    self.inputs = inputs
    self.labels = labels
    self.classCount = count
  }

  /// The chosen rows, in their order, with as many classes.
  ///
  /// - Precondition: at least one row, each from 0 to N - 1.
  /// - Complexity: O(n d).
  public func rows(_ chosen: [Int]) -> LabelledData {
    precondition(!chosen.isEmpty, "data have at least one row")
    var part = Matrix(rowCount: chosen.count, columnCount: dimension)
    part.setRows(chosen[...], of: inputs)
    return LabelledData(checked: part, labels: chosen.map { labels[$0] }, classCount: classCount)
  }

  /// The part of the inputs that each class has.
  public var classFrequencies: [Double] {
    var counts = [Double](repeating: 0, count: classCount)
    for label in labels { counts[label] += 1 }
    return counts.map { $0 / Double(count) }
  }

  /// Data whose checks were made.
  init(checked inputs: Matrix, labels: [Int], classCount: Int) {
    self.inputs = inputs
    self.labels = labels
    self.classCount = classCount
  }
}
