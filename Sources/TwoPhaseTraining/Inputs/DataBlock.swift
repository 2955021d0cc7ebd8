import LinearAlgebra

/// The working arrays of `DataEstimator` for a block of samples.
struct DataBlock: Sendable {
  let rowCount: Int
  /// r = y(W) - y(W*), true scale, one per sample.
  private(set) var residual: [Double]
  /// -<grad_i, unit D>, true scale, one per sample.
  private(set) var projection: [Double]
  private var inputs: Matrix  // X
  private var hidden: Matrix  // X V, then r sigma'(X V)
  private var difference: Matrix  // X D

  init(rowCount: Int, dimension: Int) {
    self.rowCount = rowCount
    residual = [Double](repeating: 0, count: rowCount)
    projection = residual
    inputs = Matrix(rowCount: rowCount, columnCount: dimension)
    hidden = inputs
    difference = inputs
  }

  /// Takes in the given rows of the data.
  mutating func load(_ rows: ArraySlice<Int>, of data: Matrix) { inputs.setRows(rows, of: data) }

  /// The residuals, and r sigma' per sample and neuron: grad_i = 2 x_i (r_i sigma'_i)^T.
  mutating func evaluate(_ column: ColumnDisplacement, slope: Double) {
    hidden.setProduct(inputs, .plain, column.neurons)
    difference.setProduct(inputs, .plain, column.displacement)
    _ = PReLUBatch.residual(hidden, difference, slope: slope, into: &residual)
    PReLUBatch.backpropagate(residual, slope: slope, into: &hidden)
  }

  /// `sum` += X^T (r sigma').
  func addGradient(to sum: inout Matrix) {
    sum.setProduct(inputs, .transposed, hidden, .plain, alpha: 1, beta: 1)
  }

  /// The sum over samples of ||grad_i||_F^2 / 4 = |x_i|^2 sum_j (r_i sigma'_ij)^2.
  func gradientSquares() -> Double {
    let inputSquares = Self.rowProducts(inputs, inputs)
    let hiddenSquares = Self.rowProducts(hidden, hidden)
    return dotProduct(inputSquares, hiddenSquares)
  }

  /// Projects minus the samples' gradients on a direction E: -2 sum_j r_i sigma'_ij x_i . E_j.
  mutating func project(on direction: Matrix) {
    difference.setProduct(inputs, .plain, direction)
    projection = Self.rowProducts(hidden, difference)
    for i in projection.indices { projection[i] *= -2 }
  }

  /// Per row the inner product of two matrices.
  private static func rowProducts(_ a: Matrix, _ b: Matrix) -> [Double] {
    var result = [Double](repeating: 0, count: a.rowCount)
    for j in 0..<a.columnCount {
      let base = j * a.rowCount
      for i in result.indices { result[i] += a.elements[base + i] * b.elements[base + i] }
    }
    return result
  }
}
