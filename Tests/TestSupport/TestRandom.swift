import Foundation
import LinearAlgebra

/// A small seeded generator for tests, independent of the library's own.
package struct TestRandom: RandomNumberGenerator {
  private var state: UInt64

  package init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 0x1234_5678 }

  /// SplitMix64.
  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  package mutating func uniform(_ range: ClosedRange<Double>) -> Double {
    Double.random(in: range, using: &self)
  }

  package mutating func normal() -> Double {
    let u = Double.random(in: Double.leastNonzeroMagnitude...1, using: &self)
    return (-2 * log(u)).squareRoot() * cos(2 * Double.pi * Double.random(in: 0..<1, using: &self))
  }

  /// A d x d matrix of independent normals times `scale`.
  package mutating func matrix(_ d: Int, scale: Double) -> Matrix {
    Matrix(rowCount: d, columnCount: d, columnMajor: (0..<(d * d)).map { _ in scale * normal() })
  }
}
