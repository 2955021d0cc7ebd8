import LinearAlgebra
import TestSupport

/// Inputs of several distributions, all from one seed.
enum SampleInputs {
  static func draws(_ n: Int, _ d: Int, seed: UInt64, _ draw: (inout TestRandom) -> Double) -> Matrix {
    var random = TestRandom(seed)
    return Matrix(
      rowCount: n, columnCount: d, columnMajor: (0..<(n * d)).map { _ in draw(&random) })
  }

  static func gaussian(_ n: Int, _ d: Int, seed: UInt64) -> Matrix {
    NormalStream(seed: seed, purpose: 77).matrix(rowCount: n, columnCount: d)
  }

  /// Uniform with mean 0 and variance 1.
  static func uniform(_ n: Int, _ d: Int, seed: UInt64) -> Matrix {
    let limit = 3.0.squareRoot()
    return draws(n, d, seed: seed) { $0.uniform(-limit...limit) }
  }
}
