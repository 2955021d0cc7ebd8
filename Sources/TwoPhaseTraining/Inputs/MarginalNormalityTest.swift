import Statistics
import Foundation
import LinearAlgebra

/// Every coordinate is normal, whatever its mean and variance: D'Agostino and Pearson's K^2 = z1^2 + z2^2 of a
/// coordinate's skewness and kurtosis, summed over the coordinates, chi-square with 2 d degrees of freedom.
///
/// K^2 of few samples has a heavier tail than chi-square, and its mean exceeds 2 by about 4/N, which d coordinates add
/// up. From N = 200 and N = 10 sqrt(d) on, a nominal 1 % was 0.8 % to 2.5 % in simulations of d = 1 to 1000, towards
/// the upper end at the fewest samples; below them the test is skipped.
enum MarginalNormalityTest {
  static let name = "marginal normality"
  static let fewestSamples = 200
  static let samplesPerRootDimension = 10.0

  static func make(_ inputs: Matrix) -> InputTestOutcome {
    let (n, d) = (inputs.rowCount, inputs.columnCount)
    let needed = max(fewestSamples, Int((samplesPerRootDimension * Double(d).squareRoot()).rounded(.up)))
    guard n >= needed else {
      return .skipped(
        SkippedInputTest(name: name, reason: "at d = \(d) it needs N >= \(needed), and N = \(n)"))
    }
    let law = MomentNormality(sampleCount: n)
    var sum = 0.0
    var constant: [Int] = []
    var extreme = (coordinate: 0, z: 0.0)
    for j in 0..<d {
      guard let moments = ShapeMoments(inputs.elements[(j * n)..<((j + 1) * n)]) else {
        constant.append(j)
        continue
      }
      let (z1, z2) = (law.skewness(moments.skewness), law.kurtosis(moments.kurtosis))
      sum += z1 * z1 + z2 * z2
      if abs(z2) > abs(extreme.z) { extreme = (j, z2) }
    }
    var detail = String(
      format: "largest |kurtosis z| = %.4g, %@ tails than normal, of coordinate %d (from 0)", abs(extreme.z),
      extreme.z < 0 ? "lighter" : "heavier", extreme.coordinate)
    if let first = constant.first {
      detail =
        "constant coordinates, which no normal draws are: \(constant.count), the first \(first) (from 0)"
    }
    return .made(
      InputTest(
        name: name,
        statisticName: "sum of skewness and kurtosis z^2, chi-square with \(2 * d) degrees of freedom",
        statistic: sum,
        pValue: constant.isEmpty ? ChiSquare.upperTail(sum, degreesOfFreedom: 2 * Double(d)) : 0,
        detail: detail))
  }
}
