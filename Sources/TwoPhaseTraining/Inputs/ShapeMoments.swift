/// The moments of a sample's shape, free of its location and scale.
struct ShapeMoments {
  /// m3 / m2^(3/2), 0 for a normal distribution.
  let skewness: Double
  /// m4 / m2^2, 3 for a normal distribution.
  let kurtosis: Double

  /// The moments of finite values up to 1e100; nil when they are all equal to rounding. Deviations are scaled by the
  /// largest, so that nothing overflows or underflows.
  init?(_ values: ArraySlice<Double>) {
    guard !values.isEmpty else { return nil }
    let n = Double(values.count)
    let mean = values.reduce(0, +) / n
    var (largest, magnitude) = (0.0, 0.0)
    for value in values {
      largest = max(largest, abs(value - mean))
      magnitude = max(magnitude, abs(value))
    }
    // A naive sum's rounding moves the mean by at most n ulp.
    guard largest > 2 * n * Double.ulpOfOne * magnitude else { return nil }
    var (first, second, third, fourth) = (0.0, 0.0, 0.0, 0.0)
    for value in values {
      let u = (value - mean) / largest
      let square = u * u
      first += u
      second += square
      third += square * u
      fourth += square * square
    }
    let (drift, m2, m3, m4) = (first / n, second / n, third / n, fourth / n)
    skewness = (m3 - 3 * drift * m2) / (m2 * m2.squareRoot())
    kurtosis = m4 / (m2 * m2)
  }
}
