import Foundation
import LinearAlgebra
import Synchronization
import Testing
import TwoPhaseLemmas
import TwoPhaseTheory

@Suite("Forms of claims")
struct ClaimTests {
  private let point: LemmaCase? = (try? Network()).map {
    LemmaCase(
      network: $0, student: Matrix(rows: [[0.5]]), teacher: Matrix(rows: [[0]]), parameters: ["t": 0.25])
  }

  /// The slope that the ladder of an order claim finds for an error of one size t, which is halved.
  private func slope(_ error: @escaping @Sendable (Double) -> Double?) throws -> Double? {
    let claim = Claim.order(
      1, in: "t",
      refined: { point in
        var half = point
        half.parameters["t"] = (point.parameters["t"] ?? 0) / 2
        return half
      }, error: { error(try $0.parameter("t")) })
    return try claim.compare(try #require(point))?.rhs
  }

  @Test("powers have their exponent, whatever stands before them", arguments: [-1.0, 0, 0.5, 1, 2, 3, 7])
  func powers(_ order: Double) throws {
    for factor in [1e-200, 3, 1e200] {
      let found = try #require(try slope { factor * pow($0, order) })
      #expect(abs(found - order) < 1e-10)
    }
  }

  @Test("t^2 + t^3 is between its orders and nearer to 2; t^2 - t^3 falls short of it")
  func mixed() throws {
    let plus = try #require(try slope { $0 * $0 + $0 * $0 * $0 })
    #expect(plus > 2 && plus < 2.2)
    let minus = try #require(try slope { $0 * $0 - $0 * $0 * $0 })
    #expect(minus > 1.8 && minus < 2)
    // At the smallest of four sizes t is 1/32: a term of t^2 under one of 1000 t^3 is not seen yet.
    #expect(try #require(try slope { $0 * $0 + 1000 * $0 * $0 * $0 }) > 2.9)
  }

  @Test("an error that is zero, negative, no number or undefined at any of the sizes gives no exponent")
  func noLadder() throws {
    for bad in [0, -1, Double.nan, .infinity] {
      #expect(try slope { $0 < 0.1 ? bad : $0 } == nil)
      #expect(try slope { $0 > 0.2 ? bad : $0 } == nil)
    }
    #expect(try slope { $0 < 0.05 ? nil : $0 } == nil)
  }

  @Test("an identity is held to its tolerance, the limit included, and an error that is no number breaks it")
  func identity() throws {
    let point = try #require(point)
    func isViolated(_ error: Double?) throws -> Bool? {
      try Claim.identity(tolerance: 1e-9, { _ in error }).compare(point)?.isViolated
    }
    #expect(try isViolated(0) == false)
    #expect(try isViolated(1e-9) == false)
    #expect(try isViolated((1e-9).nextUp) == true)
    #expect(try isViolated(.nan) == true)
    #expect(try isViolated(.infinity) == true)
    #expect(try isViolated(nil) == nil)
  }

  @Test("an estimate may be six standard errors off and no more; one without spread has to be exact")
  func sampled() throws {
    let point = try #require(point)
    func isViolated(_ mean: Double, _ error: Double, _ exact: Double) throws -> Bool? {
      try Claim.sampled { _ in SampledEstimate(mean: mean, standardError: error, exact: exact) }
        .compare(point)?.isViolated
    }
    #expect(try isViolated(6.1, 1, 0) == false)
    #expect(try isViolated(-6.1, 1, 0) == false)
    #expect(try isViolated(6.12, 1, 0) == true)
    #expect(try isViolated(-6.12, 1, 0) == true)
    #expect(try isViolated(3, 0, 3) == false)
    #expect(try isViolated(3, 0, 3.1) == true)
    #expect(try isViolated(.nan, 1, 0) == true)
    #expect(try isViolated(1, .nan, 0) == true)
    #expect(try isViolated(0, 1, .nan) == true)
  }

  @Test("sides that are infinite or no numbers: what fails, and with which slack")
  func sides() {
    for (sides, fails) in [
      (Comparison(0, .infinity), false), (Comparison(-.infinity, 0), false), (Comparison(.infinity, 0), true),
      (Comparison(0, -.infinity), true), (Comparison(.infinity, .infinity), false),
      (Comparison(-.infinity, -.infinity), false), (Comparison(.nan, .nan), true),
      (Comparison(.infinity, .nan), true), (Comparison(0, -0.0), false),
    ] {
      #expect(sides.isViolated == fails, "\(sides)")
      #expect(!sides.slack.isNaN && (sides.slack < 0) == fails, "\(sides)")
    }
  }

  @Test("a test of an order that is cancelled asks for no more errors")
  func cancelledOrder() throws {
    let count = Atomic<Int>(0)
    let lemma = Lemma(
      id: "cancelled-order", title: "", statement: "", latex: "", source: "",
      domain: Domain(
        dimensions: [1], studentNorm: .between(0.1, 0.2), teacherNorm: .zero, studentShapes: [.diagonal]),
      claim: .order(
        1, in: "W", refined: { $0.scaled(by: 0.5) },
        error: {
          count.add(1, ordering: .relaxed)
          return abs($0.student[0, 0])
        }, regressors: [.gamma]))
    let result = try LemmaTest(lemma, options: Toy.options(trials: 20_000)).run(
      isCancelled: { count.load(ordering: .relaxed) >= 400 })
    #expect(result.wasInterrupted)
    #expect(result.samples >= 99 && result.samples < 200)
    // Four for each case that was compared, and at most one more each for the regression.
    #expect(count.load(ordering: .relaxed) <= 5 * 200, "\(count.load(ordering: .relaxed))")
  }

  @Test("the regression of an order on a d that is the same for all cases says nothing")
  func oneDimension() throws {
    let lemma = Lemma(
      id: "one-dimension", title: "", statement: "", latex: "", source: "",
      domain: Domain(
        dimensions: [2, 5, 7], studentNorm: .between(0.01, 0.2), teacherNorm: .zero,
        studentShapes: [.gaussian]),
      claim: .order(
        2, in: "W", refined: { $0.scaled(by: 0.5) },
        error: { pow($0.student.frobeniusNorm, 2) }, regressors: [.gamma, .dimension]))
    var found: [String] = []
    for d in [2, 5, 7] {
      for trials in [60, 71, 90] {
        var options = Toy.options(trials: trials)
        options.dimensions = [d]
        let fit = try #require(try LemmaTest(lemma, options: options).run().fit)
        #expect(abs(fit.exponent.mean - 2) < 1e-9)
        if let coefficient = fit.regression?.coefficients[1] {
          found.append("d = \(d): \(coefficient.estimate)")
        }
      }
    }
    #expect(found.isEmpty, "exponents of d")
  }
}
