import Foundation
import Testing
import TwoPhaseReport

@Suite("Axes of figures")
struct PlotAxisTests {
  static let ranges: [(Double, Double)] = [
    (0, 600), (0, 1), (-2.4, 1.1), (5.8, 6.1), (0, 1e6), (0, 3), (1e-12, 3e-12), (-1e140, 1e140), (7, 7),
    (0, 0),
    (-5, -5), (1e-9, 2), (99_999, 100_001),
  ]

  @Test("a linear axis holds its values and has 3 to 12 ticks in it with different labels", arguments: ranges)
  func linear(_ range: (Double, Double)) {
    for count in [5, 6, 8] {
      let axis = PlotAxis("x", linear: [range.0, range.1], tickCount: count)
      #expect(axis.low <= range.0 && axis.high >= range.1 && axis.low < axis.high)
      #expect((3...12).contains(axis.ticks.count), "\(range) \(axis.ticks.map(\.position))")
      #expect(axis.ticks.allSatisfy { $0.position >= axis.low && $0.position <= axis.high })
      let labels = axis.ticks.compactMap(\.label)
      #expect(Set(labels).count == axis.ticks.count, "\(range) \(labels)")
      #expect(labels.allSatisfy { !$0.contains("-") && !$0.contains("nan") && $0 != "−0" && $0.count < 9 })
    }
  }

  @Test("labels read back as their positions, over the factor that the title names")
  func values() throws {
    for range in Self.ranges {
      let axis = PlotAxis("x", linear: [range.0, range.1])
      let power = axis.title.split(separator: "{").dropFirst().first?.dropLast()
      let factor = pow(10, Double(power.map { $0.replacingOccurrences(of: "−", with: "-") } ?? "0") ?? 0)
      let step = axis.ticks[1].position - axis.ticks[0].position
      for tick in axis.ticks {
        let label = try #require(tick.label).replacingOccurrences(of: "−", with: "-")
        #expect(abs(try #require(Double(label)) * factor - tick.position) < 0.01 * step)
      }
    }
  }

  @Test(
    "a logarithmic axis is positive and has at least two labels",
    arguments: [(1e-3, 7.0), (5.8, 6.1), (1e-140, 1e140), (0.2, 9), (3, 3), (1e-5, 1e-5), (1, 100)])
  func logarithmic(_ range: (Double, Double)) {
    let axis = PlotAxis("y", logarithmic: [range.0, range.1])
    #expect(axis.low > 0 && axis.low < range.0 && axis.high > range.1)
    #expect(axis.ticks.filter { $0.label != nil }.count >= 2, "\(range)")
    #expect(axis.ticks.allSatisfy { $0.position > 0 && $0.position.isFinite })
  }
}
