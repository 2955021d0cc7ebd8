import Foundation
import LinearAlgebra
import TestSupport
import Testing
import TwoPhaseTheory

@Suite("The closed forms are the loss's and its gradient")
struct GradientTests {
  struct Setting: Sendable, CustomStringConvertible {
    let d: Int
    let slope: Double
    let readout: Readout
    let identityMapping: Bool
    let seed: UInt64
    var description: String { "d \(d) slope \(slope) \(readout) identity \(identityMapping)" }
  }

  static let settings: [Setting] = {
    var random = TestRandom(77)
    return (1...12).flatMap { d in
      Readout.allCases.map { readout in
        Setting(
          d: d, slope: random.uniform(-1...0.95), readout: readout, identityMapping: d % 4 != 0,
          seed: UInt64(d * 10) + (readout == .sum ? 0 : 1))
      }
    }
  }()

  static func point(_ setting: Setting) throws -> (PointEvaluator, Matrix, Matrix) {
    var random = TestRandom(setting.seed)
    let network = try Network(
      slope: setting.slope, readout: setting.readout, identityMapping: setting.identityMapping)
    let scale = setting.identityMapping ? 0.5 / Double(setting.d).squareRoot() : 1
    let (w, teacher) = (random.matrix(setting.d, scale: scale), random.matrix(setting.d, scale: scale))
    return (try PointEvaluator(network: network, teacher: teacher), w, teacher)
  }

  @Test("the gradient agrees with finite differences of the loss", arguments: settings)
  func finiteDifferences(_ setting: Setting) throws {
    var (evaluator, w, _) = try Self.point(setting)
    let base = try evaluator.evaluate(student: w)
    let gradient = evaluator.negativeGradient(.true)
    var error = 0.0
    for j in 0..<setting.d {
      for k in 0..<setting.d {
        // Fourth-order central difference.
        let h = 2e-4
        func loss(_ offset: Double) throws -> Double {
          var moved = w
          moved[k, j] += offset
          return try evaluator.evaluate(student: moved).populationLoss
        }
        let slope = try (8 * (loss(h) - loss(-h)) - (loss(2 * h) - loss(-2 * h))) / (12 * h)
        error = max(error, abs(-slope - gradient[k, j]))
      }
    }
    #expect(error <= 1e-9 * max(gradient.largestMagnitude, base.populationLoss))
  }

  @Test(
    "loss and gradient lie within the Monte Carlo estimate's own confidence interval", arguments: settings)
  func monteCarlo(_ setting: Setting) throws {
    var (evaluator, w, teacher) = try Self.point(setting)
    let exact = try evaluator.evaluate(student: w)
    let gradient = evaluator.negativeGradient(.true)
    let plain = PlainTheory(w, teacher, evaluator.network)
    var random = TestRandom(setting.seed + 1000)
    let d = setting.d
    func activation(_ z: Double) -> Double {
      let value = z > 0 ? z : setting.slope * z
      return setting.readout == .l1 ? abs(value) : value
    }
    func derivative(_ z: Double) -> Double {
      let value = z > 0 ? 1 : setting.slope
      return setting.readout == .l1 && z * value < 0 ? -value : value
    }
    // Mean and variance of the loss and of three gradient entries, streaming.
    let entries = [(0, 0), (d - 1, 0), (d / 2, d - 1)]
    let expected = [exact.populationLoss] + entries.map { gradient[$0.0, $0.1] }
    var sums = [Double](repeating: 0, count: 4)
    var squares = sums
    let samples = 40_000
    for _ in 0..<samples {
      let x = (0..<d).map { _ in random.normal() }
      let hidden = plain.v.map { zip($0, x).reduce(0) { $0 + $1.0 * $1.1 } }
      let target = plain.target.map { zip($0, x).reduce(0) { $0 + $1.0 * $1.1 } }
      let residual = hidden.reduce(0) { $0 + activation($1) } - target.reduce(0) { $0 + activation($1) }
      let values =
        [residual * residual] + entries.map { -2 * residual * derivative(hidden[$0.1]) * x[$0.0] }
      for k in 0..<4 {
        sums[k] += values[k]
        squares[k] += values[k] * values[k]
      }
    }
    for k in 0..<4 {
      let mean = sums[k] / Double(samples)
      let deviation = (max(0, squares[k] / Double(samples) - mean * mean) / Double(samples)).squareRoot()
      // 96 comparisons in all at 4.5 sigma: a correct formula fails one time in 1,500.
      #expect(
        abs(mean - expected[k]) <= 4.5 * deviation, "quantity \(k): \(mean) +- \(deviation), \(expected[k])")
      if k == 0 { #expect(deviation < 0.05 * expected[0]) }
    }
  }
}
