import Foundation
import Statistics
import TestSupport
import Testing

@Suite("Bootstrap of the median")
struct MedianBootstrapTests {
  /// The distribution of the median over all n^n resamples.
  static func enumerated(_ values: [Double]) -> [Double] {
    let n = values.count
    var medians: [Double] = []
    var total = 1
    for _ in 0..<n { total *= n }
    for code in 0..<total {
      var rest = code
      let draw = (0..<n).map { _ -> Double in
        defer { rest /= n }
        return values[rest % n]
      }.sorted()
      medians.append(n % 2 == 1 ? draw[n / 2] : draw[n / 2 - 1] / 2 + draw[n / 2] / 2)
    }
    return medians.sorted()
  }

  @Test(
    "the interval is that of all n^n resamples",
    arguments: [
      [3.0], [1, 4], [0, 0.5, 10], [1, 2, 4, 8], [2, 2, 3, 3], [-1, 0, 0, 5, 9], [-3, -1, 0, 1, 4, 4],
      [1, 1, 1, 1], [1, 2, 4, 8, 16, 32, 64],
    ])
  func exact(_ values: [Double]) {
    let all = Self.enumerated(values)
    for confidence in [0.5, 0.8, 0.9, 0.95, 0.99] {
      let found = MedianBootstrap(count: values.count).interval(of: values.reversed(), confidence: confidence)
      func quantile(_ p: Double) -> Double {
        all[max(0, Int((p * Double(all.count) - 1e-6).rounded(.up)) - 1)]
      }
      #expect(found.low == quantile((1 - confidence) / 2) && found.high == quantile((1 + confidence) / 2))
      #expect(found.low <= found.median && found.median <= found.high)
    }
  }

  @Test("a seeded simulation agrees", arguments: [25, 40])
  func simulated(_ n: Int) {
    var random = TestRandom(UInt64(n))
    let values = (0..<n).map { _ in random.normal() }
    let found = MedianBootstrap(count: n).interval(of: values, confidence: 0.9)
    let draws = 40_000
    var (below, above) = (0, 0)
    for _ in 0..<draws {
      let draw = (0..<n).map { _ in values[Int.random(in: 0..<n, using: &random)] }.sorted()
      let median = n % 2 == 1 ? draw[n / 2] : draw[n / 2 - 1] / 2 + draw[n / 2] / 2
      if median < found.low { below += 1 }
      if median > found.high { above += 1 }
    }
    // At most a twentieth lies strictly beyond each end, by definition, and steps of the distribution are small.
    for beyond in [below, above] {
      #expect(Double(beyond) / Double(draws) < 0.054)
      #expect(Double(beyond) / Double(draws) > (n % 2 == 1 ? 0.005 : 0.03))
    }
  }

  @Test("the interval moves and grows with the values, and shrinks like 1/sqrt(n)")
  func equivariance() {
    var random = TestRandom(5)
    for n in [9, 10, 300, 301, 20_000, 20_001] {
      let values = (0..<n).map { _ in random.uniform(0...1) }
      let bootstrap = MedianBootstrap(count: n)
      let a = bootstrap.interval(of: values)
      let b = bootstrap.interval(of: values.map { 4 * $0 - 8 })
      #expect(abs(b.low - (4 * a.low - 8)) < 1e-13 && abs(b.high - (4 * a.high - 8)) < 1e-13)
      // The median of n uniform numbers has the standard deviation 1 / (2 sqrt(n)).
      if n >= 300 {
        let width = (a.high - a.low) * Double(n).squareRoot() / 1.96
        #expect(width > 0.6 && width < 1.6, "\(n): \(width)")
      }
    }
  }
}
