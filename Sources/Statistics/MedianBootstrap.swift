import Foundation

/// The bootstrap distribution of the median of n values, without any drawing.
///
/// Resampling n values with replacement, the resample's median is known in closed form ("ideal bootstrap", Efron 1979; Maritz
/// and Jarrett 1978): with the values sorted, n = 2m - 1 and i of n values at most x, the median is at most x when at least m
/// of n draws are, which is a binomial tail. For n = 2m the median is the mean of the m-th and the next draw in order;
/// their ranks i < j have the probability C(n, m) [(i/n)^m - ((i-1)/n)^m] [((n-j+1)/n)^m - ((n-j)/n)^m], and i = j what is left of
/// rank i. The same interval whatever the machine, and no seed.
///
/// ```swift
/// MedianBootstrap(count: 5).interval(of: [1, 2, 3, 4, 5])   // 1 to 5, around 3
/// ```
public struct MedianBootstrap: Sendable {
  /// A median with its percentile interval.
  public struct Interval: Sendable, Equatable {
    /// The values' median.
    public let median: Double
    /// The smallest number that a resample's median does not exceed with a probability of at least (1 - confidence) / 2.
    public let low: Double
    /// The same at (1 + confidence) / 2.
    public let high: Double
  }

  /// n.
  public let count: Int
  /// Odd n: the probability of a median at most the i-th value. Even n: that of both middle draws being the i-th value.
  private let weights: [Double]
  /// Even n: the probability that the m-th draw is the i-th value and the next one is larger.
  private let splits: [Double]

  /// The distribution for n values.
  ///
  /// - Precondition: count >= 1.
  /// - Complexity: O(n): binomial tails further than 9 standard deviations out are 0 or 1 in double precision.
  public init(count: Int) {
    precondition(count >= 1, "a median is of at least one value")
    self.count = count
    let n = Double(count)
    let m = (count + 1) / 2
    // P(at least m of n draws are among the first i).
    let tails = (0...count).map { i -> Double in
      let p = Double(i) / n
      let distance = (p - Double(m) / n) * 2 * n.squareRoot()
      if distance < -9 { return 0 }
      if distance > 9 { return 1 }
      return IncompleteBeta.value(p, Double(m), n - Double(m) + 1)
    }
    guard count % 2 == 0 else {
      weights = Array(tails.dropFirst())
      splits = []
      return
    }
    let half = Double(m)
    let logGamma: (Double) -> Double = { x in
      let result: (Double, Int) = lgamma(x)
      return result.0
    }
    let logChoose = logGamma(n + 1) - 2 * logGamma(half + 1)
    let splits = (1...count).map { i -> Double in
      guard i < count else { return 0 }
      let below: Double = log(Double(i) / n)
      let above: Double = log((n - Double(i)) / n)
      let notLess: Double = -expm1(half * log1p(-1 / Double(i)))
      return exp(logChoose + half * (below + above)) * notLess
    }
    weights = (1...count).map { (i: Int) -> Double in
      let rank: Double = tails[i] - tails[i - 1]
      return max(0, rank - splits[i - 1])
    }
    self.splits = splits
  }

  /// The median and its percentile interval.
  ///
  /// - Parameters:
  ///   - values: as many as `count`, finite, in any order.
  ///   - confidence: strictly between 0 and 1.
  /// - Complexity: O(n log n) to sort, and for even n O(n) for each of about 64 bisections.
  public func interval(
    of values: [Double], confidence: Double = MeanInterval.defaultConfidence
  ) -> Interval {
    precondition(values.count == count, "as many values as the distribution is for")
    precondition(confidence > 0 && confidence < 1, "a confidence lies strictly between 0 and 1")
    let sorted = values.sorted()
    let tail = (1 - confidence) / 2
    guard count % 2 == 0 else {
      func quantile(_ p: Double) -> Double {
        sorted[weights.firstIndex { $0 >= p } ?? count - 1]
      }
      return Interval(median: sorted[count / 2], low: quantile(tail), high: quantile(1 - tail))
    }
    return Interval(
      median: Self.middle(sorted[count / 2 - 1], sorted[count / 2]), low: evenQuantile(sorted, tail),
      high: evenQuantile(sorted, 1 - tail))
  }

  private static func middle(_ a: Double, _ b: Double) -> Double { a == b ? a : a / 2 + b / 2 }

  /// The smallest number at which the distribution reaches p: bisection down to neighbouring numbers, which is one of the means.
  private func evenQuantile(_ sorted: [Double], _ p: Double) -> Double {
    var (low, high) = (sorted[0], sorted[count - 1])
    if probability(sorted, atMost: low) >= p { return low }
    while true {
      let middle = Self.middle(low, high)
      if middle <= low || middle >= high { return high }
      if probability(sorted, atMost: middle) >= p { high = middle } else { low = middle }
    }
  }

  private func probability(_ sorted: [Double], atMost x: Double) -> Double {
    var sum = 0.0
    var j = count - 1  // the last place whose mean with place i is at most x; it falls as i rises
    for i in 0..<count {
      if sorted[i] > x { break }
      sum += weights[i]
      while j > i, Self.middle(sorted[i], sorted[j]) > x { j -= 1 }
      guard j > i else { continue }
      let rest = Double(count - j - 1) / Double(count - i - 1)
      let next: Double = 1 - pow(rest, Double(count / 2))
      sum += splits[i] * next
    }
    return sum
  }
}
