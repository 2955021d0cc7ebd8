import TestSupport
import Testing
import TwoPhaseReport

@Suite("Fewer points that draw the same line")
struct FigureDecimationTests {
  @Test(
    "extremes, ends and order stay, and there are about as few points as asked for", arguments: [1, 2, 3])
  func extremes(_ seed: UInt64) throws {
    var random = TestRandom(seed)
    let values = (0..<30_011).map { _ in random.normal() }
    let points = values.enumerated().map { PlotPoint(Double($0), $1) }
    let kept = Decimation.keepingExtremes(points).compactMap(\.self)
    #expect(kept.count <= Decimation.limit + 2 && kept.count > Decimation.limit / 2)
    #expect(kept.map(\.y).max() == values.max() && kept.map(\.y).min() == values.min())
    #expect(kept.first == points[0] && kept.last == points[30_010])
    #expect(zip(kept, kept.dropFirst()).allSatisfy { $0.x < $1.x })
    // Each span's own extremes are there too: no local spike is lost.
    let spans = Decimation.limit / 2
    for span in [0, 1, 777, spans - 1] {
      let range = values.count * span / spans..<values.count * (span + 1) / spans
      let inside = kept.filter { range.contains(Int($0.x)) }.map(\.y)
      #expect(inside.max() == values[range].max() && inside.min() == values[range].min())
    }
  }

  @Test("a parametric curve keeps its extremes along both axes")
  func parametric() {
    var random = TestRandom(4)
    let points = (0..<20_000).map { _ in PlotPoint(random.normal(), random.normal()) }
    let kept = Decimation.keepingExtremes(points, isParametric: true).compactMap(\.self)
    let all = points.compactMap(\.self)
    #expect(kept.count <= Decimation.limit + 2)
    #expect(kept.map(\.x).max() == all.map(\.x).max() && kept.map(\.x).min() == all.map(\.x).min())
    #expect(kept.map(\.y).max() == all.map(\.y).max() && kept.map(\.y).min() == all.map(\.y).min())
  }

  @Test("short curves stay as they are, and a gap stays a gap")
  func gaps() {
    let short = (0..<Decimation.limit).map { PlotPoint(Double($0), 1) }
    #expect(Decimation.keepingExtremes(short) == short)
    let broken = (0..<50_000).map { $0 == 25_000 ? nil : PlotPoint(Double($0), 1) }
    #expect(Decimation.keepingExtremes(broken).filter { $0 == nil }.count == 1)
    #expect(Decimation.keepingExtremes([PlotPoint?](repeating: nil, count: 9000)).allSatisfy { $0 == nil })
  }

  @Test("what is not finite, or too large to draw, is a gap")
  func undefined() {
    for value in [Double.nan, .infinity, -.infinity, 1e200] { #expect(PlotPoint(0, value) == nil) }
    #expect(PlotPoint(0, nil) == nil && PlotPoint(.nan, 0) == nil && PlotPoint(0, 1e100) != nil)
  }
}
