import LinearAlgebra
import TestSupport
import Testing
import TwoPhaseTheory

@Suite("Golden points")
struct GoldenPointTests {
  static let golden = GoldenPoint.load("Golden/points.json")

  @Test("every quantity agrees with 50-digit arithmetic to 1e-12 relative", arguments: golden)
  func agrees(_ point: GoldenPoint) throws {
    for (quantity, error) in try GoldenComparison.errors(of: point, spectralMethod: .dense) {
      #expect(error <= 1e-12, "\(point.name): \(quantity)")
    }
  }
}
