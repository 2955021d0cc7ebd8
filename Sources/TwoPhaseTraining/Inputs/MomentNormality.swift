import Foundation

/// Transforms a normal sample's skewness and kurtosis to standard normal: D'Agostino 1970 and Anscombe and Glynn 1983,
/// as in D'Agostino, Belanger and D'Agostino 1990. For at least 20 samples.
struct MomentNormality {
  private let skewnessUnit: Double
  private let skewnessDelta: Double
  private let kurtosisMean: Double
  private let kurtosisUnit: Double
  private let kurtosisShape: Double

  init(sampleCount: Int) {
    let n = Double(sampleCount)
    let beta2 =
      3 * (n * n + 27 * n - 70) * (n + 1) * (n + 3) / ((n - 2) * (n + 5) * (n + 7) * (n + 9))
    let square = (2 * (beta2 - 1)).squareRoot() - 1  // W^2
    skewnessDelta = 1 / (0.5 * log(square)).squareRoot()
    skewnessUnit =
      (6 * (n - 2) / ((n + 1) * (n + 3))).squareRoot() * (2 / (square - 1)).squareRoot()

    kurtosisMean = 3 * (n - 1) / (n + 1)
    kurtosisUnit = (24 * n * (n - 2) * (n - 3) / ((n + 1) * (n + 1) * (n + 3) * (n + 5))).squareRoot()
    let rootBeta1 =
      6 * (n * n - 5 * n + 2) / ((n + 7) * (n + 9))
      * (6 * (n + 3) * (n + 5) / (n * (n - 2) * (n - 3))).squareRoot()
    kurtosisShape =
      6 + 8 / rootBeta1 * (2 / rootBeta1 + (1 + 4 / (rootBeta1 * rootBeta1)).squareRoot())
  }

  /// The z of a skewness.
  func skewness(_ skewness: Double) -> Double { skewnessDelta * asinh(skewness / skewnessUnit) }

  /// The z of a kurtosis (3 for a normal distribution). Where a kurtosis is so small that the transformation has no
  /// value, it is the large negative z of its domain's end.
  func kurtosis(_ kurtosis: Double) -> Double {
    let spread = 2 / (9 * kurtosisShape)
    let x = (kurtosis - kurtosisMean) / kurtosisUnit
    let denominator = max(1e-3, 1 + x * (2 / (kurtosisShape - 4)).squareRoot())
    return (1 - spread - cbrt((1 - 2 / kurtosisShape) / denominator)) / spread.squareRoot()
  }
}
