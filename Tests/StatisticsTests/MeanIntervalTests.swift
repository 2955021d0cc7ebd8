import Statistics
import Testing

@Suite("Intervals of a mean")
struct MeanIntervalTests {
  @Test("a mean's interval is Student's: mean -+ t s / sqrt(n)")
  func knownInterval() throws {
    // scipy.stats.t.ppf(0.975, 2) = 4.302652729911275, s = 1
    let interval = try #require(MeanInterval([1, 2, 3]))
    #expect(interval.mean == 2)
    #expect(interval.count == 3)
    #expect(abs(interval.high - (2 + 4.302652729911275 / 3.0.squareRoot())) < 1e-10)
    #expect(abs(interval.low - (2 - 4.302652729911275 / 3.0.squareRoot())) < 1e-10)
  }

  @Test("equal values have an interval of no width, and one value or a NaN none")
  func degenerate() throws {
    let interval = try #require(MeanInterval([4, 4, 4]))
    #expect(interval.low == 4 && interval.high == 4)
    #expect(MeanInterval([1]) == nil)
    #expect(MeanInterval([1, .nan]) == nil)
    #expect(MeanInterval([]) == nil)
  }

  @Test("a higher confidence gives a wider interval")
  func confidence() throws {
    let wide = try #require(MeanInterval([1, 2, 4], confidence: 0.99))
    let narrow = try #require(MeanInterval([1, 2, 4], confidence: 0.9))
    #expect(wide.low < narrow.low && wide.high > narrow.high)
  }
}
