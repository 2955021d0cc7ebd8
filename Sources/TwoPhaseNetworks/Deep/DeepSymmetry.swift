import Foundation
import LinearAlgebra

/// Networks with the same output as a given one, by the symmetries of `DeepAlignment`.
public enum DeepSymmetry {
  /// A randomly chosen symmetric copy of a network given by V_l of each layer.
  ///
  /// PReLU: hidden columns are permuted and scaled by factors between 1/2 and 2, the last layer's are permuted. Linear: each
  /// inner pair of layers becomes V_l M, M^{-1} V_{l+1} with an orthogonal M times such a factor, and the last layer's columns are
  /// permuted and signed.
  ///
  /// - Throws: `LAPACKFailure`.
  /// - Complexity: O(N d^3).
  public static func copy(
    _ neurons: [Matrix], _ activation: DeepActivation, stream: NormalStream
  ) throws -> [Matrix] {
    var layers = neurons
    let d = neurons[0].columnCount
    for l in layers.indices {
      let draws = stream.matrix(rowCount: d, columnCount: d + 3, step: UInt64(l))
      let isLast = l + 1 == layers.count
      if activation == .linear, !isLast {
        let square = Matrix(rowCount: d, columnCount: d, columnMajor: Array(draws.elements.prefix(d * d)))
        let rotation = try square.orthonormalFactor()
        let factor = scale(draws[0, d])
        layers[l] = layers[l].multiplied(by: rotation.scaled(by: factor))
        layers[l + 1] = rotation.transposed.scaled(by: 1 / factor).multiplied(by: layers[l + 1])
        continue
      }
      let order = (0..<d).sorted { draws[$0, d] < draws[$1, d] }
      let source = layers[l]
      for (j, from) in order.enumerated() {
        let factor = isLast ? (activation == .linear && draws[j, d + 1] < 0 ? -1 : 1) : scale(draws[j, d + 2])
        for i in 0..<d { layers[l][i, j] = factor * source[i, from] }
      }
      guard !isLast else { break }
      layers[l + 1] = layers[l + 1].permutedRows(order)
      for j in 0..<d {
        for k in 0..<d { layers[l + 1][j, k] /= scale(draws[j, d + 2]) }
      }
    }
    return layers
  }

  /// Between 1/2 and 2.
  private static func scale(_ normal: Double) -> Double { exp2(tanh(normal)) }
}
