import LinearAlgebra
import Testing
import TwoPhaseTheory

/// theory.md section 9: what the wrong-way start is expected to show, against starts that were drawn.
@Suite("Wrong-way prediction")
struct WrongWayPredictionTests {
  struct Measured {
    var terms = [0.0, 0, 0, 0]
    var potential = 0.0
    var squaredDistance = 0.0
  }

  /// Means over starts of their margin budgets.
  static func measured(
    dimension d: Int, norm: Double, teacherNorm: Double, network: Network, starts: Int
  ) throws -> Measured {
    var result = Measured()
    for seed in 1...UInt64(starts) {
      let student = try WrongWay.weights(
        gaussian: NormalStream(seed: seed, purpose: 1).matrix(rowCount: d, columnCount: d), norm: norm)
      var teacher = Matrix(rowCount: d, columnCount: d)
      if teacherNorm > 0 {
        let gaussian = NormalStream(seed: seed, purpose: 2).matrix(rowCount: d, columnCount: d)
        teacher = try gaussian.scaled(toSpectralNorm: teacherNorm)
      }
      var evaluator = try PointEvaluator(network: network, teacher: teacher)
      try evaluator.move(to: student)
      let terms = try #require(evaluator.marginBudget)
      for (k, term) in [terms.constant, terms.first, terms.diagonal, terms.higher].enumerated() {
        result.terms[k] += term / Double(starts)
      }
      result.potential += evaluator.potential / Double(starts)
      let distance = try teacher.frobeniusDistanceSquare(to: student)
      result.squaredDistance += distance / Double(starts)
    }
    return result
  }

  @Test(
    "every term of the budget is met by drawn starts",
    arguments: [
      (50, 0.3, 0.0), (50, 1, 0), (50, 1, 0.3), (100, 0.5, 0), (100, 1, 0), (100, 1, 0.3), (100, 1.5, 0.3),
    ])
  func termsAreMet(_ d: Int, _ norm: Double, _ teacherNorm: Double) throws {
    let network = try Network()
    let found = try Self.measured(
      dimension: d, norm: norm, teacherNorm: teacherNorm, network: network, starts: 12)
    let prediction = try #require(
      WrongWay.prediction(dimension: Double(d), norm: norm, teacherNorm: teacherNorm, network: network))
    let terms = prediction.terms
    for (expected, drawn, allowed) in [
      (terms.constant, found.terms[0], 0.05), (terms.first, found.terms[1], 0.15),
      (terms.diagonal, found.terms[2], 0.03), (terms.higher, found.terms[3], 0.01),
    ] {
      #expect(abs(expected - drawn) < allowed, "\(expected) predicted, \(drawn) drawn")
    }
    #expect(abs(prediction.squaredDistance - found.squaredDistance) < 0.04 * found.squaredDistance)
    #expect(abs(prediction.potential - found.potential) < 0.35)
  }

  @Test("the slope enters by kappa alone")
  func slopeIsKappa() throws {
    let (relu, leaky) = (try Network(), try Network(slope: 0.25))
    let a = try #require(WrongWay.prediction(dimension: 80, norm: 0.8, teacherNorm: 0.2, network: relu))
    let b = try #require(WrongWay.prediction(dimension: 80, norm: 0.8, teacherNorm: 0.2, network: leaky))
    #expect(abs(b.terms.constant - leaky.kappa * a.terms.constant) < 1e-14)
    #expect(b.terms.first == a.terms.first && b.terms.diagonal == a.terms.diagonal)
    #expect(b.firstTermMargin == a.firstTermMargin)
  }

  @Test("small norms give section 9's first term, and pi/2")
  func smallNorms() throws {
    // At d norm^2 = 20 fixed the first term's leading part stays and everything else vanishes with the norm.
    for norm in [0.03, 0.01, 0.003] {
      let d = 20 / (norm * norm)
      let p = try #require(
        WrongWay.prediction(dimension: d, norm: norm, teacherNorm: 0, network: try Network()))
      #expect(abs(p.margin - p.firstTermMargin) < 2 * norm, "\(p.margin) \(p.firstTermMargin)")
      #expect(abs(p.q - d * norm * norm / 8) < 0.01 * p.q)
    }
  }

  @Test("nothing is predicted where there is nothing to predict")
  func undefined() throws {
    let network = try Network()
    func isNil(_ d: Double, _ norm: Double, _ teacher: Double, _ network: Network) -> Bool {
      WrongWay.prediction(dimension: d, norm: norm, teacherNorm: teacher, network: network) == nil
    }
    #expect(isNil(50, 0, 0, network) && isNil(1, 1, 0, network) && isNil(50, -1, 0, network))
    #expect(isNil(.infinity, 1, 0, network) && isNil(50, .nan, 0, network) && isNil(50, 1e200, 0, network))
    #expect(isNil(50, 1, 0, try Network(identityMapping: false)))
    #expect(!isNil(2, 0.1, 0.1, network) && !isNil(50, 0, 0.3, network))
  }
}

extension Matrix {
  /// The sum of squared differences.
  fileprivate func frobeniusDistanceSquare(to other: Matrix) throws -> Double {
    zip(elements, other.elements).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  }
}
