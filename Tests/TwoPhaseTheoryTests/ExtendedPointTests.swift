import LinearAlgebra
import TestSupport
import Testing
import TwoPhaseTheory

@Suite("Points of the 160-digit oracle")
struct ExtendedPointTests {
  static let points = GoldenPoint.load("Oracle/extended-points.json")
  /// Permuted neurons: loss, gradient and A are exactly zero far from W*, so only absolute errors mean something.
  static let vanishing = points.filter { $0.name.contains("permuted") }
  static let regular = points.filter { !$0.name.contains("permuted") }

  @Test("there are several hundred of them") func many() { #expect(Self.points.count > 400) }

  @Test("every quantity agrees to 1e-12 relative, near W*, at kinks and in degenerate geometry")
  func agrees() throws {
    for point in Self.regular {
      for (quantity, error) in try GoldenComparison.errors(of: point, spectralMethod: .dense) {
        #expect(error <= 1e-12, "\(point.name): \(quantity)")
      }
    }
  }

  @Test("the loop's Lanczos norms agree with the dense ones to 1e-10")
  func lanczos() throws {
    for point in Self.regular {
      for (quantity, error) in try GoldenComparison.errors(of: point, spectralMethod: .lanczos) {
        if quantity == "auxiliarySpectralNorm", point.name.contains("reversed") {
          // A cancels to zero, the neurons being opposite to their teachers': only its absolute size means something.
          var evaluator = try PointEvaluator(network: try point.network, teacher: point.target)
          let found = try evaluator.evaluate(student: point.w).auxiliarySpectralNorm
          #expect(found <= 1e-14 * evaluator.teacher.neurons.frobeniusNorm, "\(point.name)")
          continue
        }
        #expect(error <= (quantity.hasSuffix("SpectralNorm") ? 1e-10 : 1e-12), "\(point.name): \(quantity)")
      }
    }
  }

  @Test("without identity mapping a permutation of the neurons is a global minimum", arguments: vanishing)
  func permuted(_ point: GoldenPoint) throws {
    var evaluator = try PointEvaluator(network: try point.network, teacher: point.target)
    let found = try evaluator.evaluate(student: point.w)
    let scale = evaluator.teacher.neurons.frobeniusNorm
    #expect(found.distance > scale / 10)
    #expect(found.populationLoss < 1e-14 * scale * scale)
    #expect(abs(found.potential) < 1e-14 * scale)
    #expect(found.auxiliarySpectralNorm < 1e-14 * scale)
    #expect(evaluator.negativeGradient(.true).largestMagnitude < 1e-14 * scale)
  }
}
