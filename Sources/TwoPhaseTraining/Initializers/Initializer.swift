import LinearAlgebra
import TwoPhaseTheory

/// How weights are drawn.
public enum Initializer: Sendable, Equatable {
  /// All zero.
  case zero
  /// Independent Gaussian entries, scaled to the given spectral norm.
  case gaussian(spectralNorm: Double)
  /// Independent N(0, 1/d) entries.
  case standard
  /// A uniformly distributed orthogonal matrix times the given norm.
  case orthogonal(norm: Double)
  /// The wrong-way start, see `WrongWay`.
  case wrongWay(norm: Double)

  /// The d x d weights.
  ///
  /// - Throws: `LAPACKFailure`.
  /// - Complexity: O(d^3).
  public func weights(dimension d: Int, stream: NormalStream) throws -> Matrix {
    let gaussian = stream.matrix(rowCount: d, columnCount: d)
    switch self {
    case .zero: return Matrix(rowCount: d, columnCount: d)
    case .gaussian(let norm): return try gaussian.scaled(toSpectralNorm: norm)
    case .standard: return gaussian.scaled(by: 1 / Double(d).squareRoot())
    case .orthogonal(let norm): return try gaussian.orthonormalFactor().scaled(by: norm)
    case .wrongWay(let norm): return try WrongWay.weights(gaussian: gaussian, norm: norm)
    }
  }
}
