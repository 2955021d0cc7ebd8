import Foundation
import LinearAlgebra
import TwoPhaseTheory

/// Inputs drawn for one case, and what the two networks make of them.
struct SampledInputs {
  /// Inputs, one a row.
  let inputs: Matrix
  /// X V, before the activation.
  let preactivations: Matrix
  /// Student minus teacher, one an input.
  let residuals: [Double]

  /// Inputs drawn for a claim, unless it says otherwise.
  static let count = 4000
  /// The purpose of their stream of random numbers.
  private static let purpose: UInt32 = 0x7FFF_FF01

  /// Draws x ~ N(0, I) and evaluates both networks.
  ///
  /// - Complexity: O(n d^2) for n inputs.
  init(_ point: LemmaCase, count: Int = Self.count) {
    let d = point.dimension
    inputs = NormalStream(seed: point.seed, purpose: Self.purpose).matrix(rowCount: count, columnCount: d)
    var neurons = point.student
    if point.network.identityMapping { neurons.addToDiagonal([Double](repeating: 1, count: d)) }
    preactivations = inputs.multiplied(by: neurons)
    // The teacher's preactivations as the student's plus X D: the residual keeps its digits near W*.
    let moved = inputs.multiplied(by: point.displacement)
    var residuals = [Double](repeating: 0, count: count)
    _ = PReLUBatch.residual(
      preactivations, moved, slope: point.network.effectiveSlope, into: &residuals)
    self.residuals = residuals
  }

  /// The mean of values with its standard error, beside the exact value; nil when so few draws carry the mean that its
  /// error is not normal.
  ///
  /// - Parameter rounding: what the exact value itself is known to, which matters where it is zero.
  static func estimate(_ values: [Double], exact: Double, rounding: Double) -> SampledEstimate? {
    let n = Double(values.count)
    let mean = values.reduce(0, +) / n
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1)
    let fourth = values.reduce(0) { $0 + pow($1 - mean, 4) } / n
    guard variance == 0 || variance * variance * n > Self.fewestCarriers * fourth else { return nil }
    let error = (variance / n + rounding * rounding).squareRoot()
    return SampledEstimate(mean: mean, standardError: error, exact: exact)
  }

  /// n over the kurtosis below this: a mean that some rare draws make.
  private static let fewestCarriers = 40.0
}
