import LinearAlgebra
import Testing
import TwoPhaseLemmas
import TwoPhaseTheory

@Suite("Minimal counterexamples")
struct MinimalCounterexampleTests {
  private func domain(_ dimensions: [Int], minimum: Int = 1, maximum: Int? = nil) -> Domain {
    Domain(
      dimensions: dimensions, minimumDimension: minimum, maximumDimension: maximum, studentNorm: .upTo(1),
      teacherNorm: .upTo(1), slopes: -0.8...0.8, parameters: [.init("rate", 1e-3...1, isLogarithmic: true)])
  }

  private func run(_ lemma: Lemma, trials: Int = 150) throws -> LemmaResult {
    try LemmaTest(lemma, options: Toy.options(trials: trials)).run()
  }

  @Test(
    "everything that a claim is asked while a violation is made simpler lies in the domain, and d never grows"
  )
  func inside() throws {
    let recorder = Recorder()
    let domain = domain([6, 9], minimum: 3, maximum: 9)
    let lemma = Toy.lemma("inside", domain) { point in
      recorder.note(point)
      return Comparison(point.displacement.frobeniusNorm * (try point.parameter("rate")), 0.3)
    }
    let result = try run(lemma)
    let (found, least) = (try #require(result.tightest), try #require(result.counterexample))
    for point in recorder.seen {
      let objection = try domain.objection(to: point)
      #expect(objection == nil)
    }
    #expect(recorder.seen.map(\.dimension).max() == 9 && recorder.seen.map(\.dimension).min() == 3)
    #expect(least.point.dimension == 3 && found.point.dimension >= 6)
    #expect(least.comparison.isViolated)
    #expect(try lemma.claim.compare(least.point) == least.comparison)
  }

  @Test("a sum of sizes that one neuron cannot reach ends at two, with no more entries than it needs")
  func twoNeurons() throws {
    let lemma = Toy.lemma("two-neurons", domain([4, 8])) { point in
      Comparison(point.student.elements.reduce(0) { $0 + abs($1) }, 1.5)
    }
    let witness = try #require(try run(lemma).counterexample)
    #expect(witness.point.dimension == 2)
    #expect(witness.point.teacher.largestMagnitude == 0)
    #expect(witness.point.network.slope == 0)
    #expect(witness.point.parameters["rate"].map { "\($0)".filter(\.isNumber).drop { $0 == "0" }.count } == 1)
    #expect(
      witness.point.student.elements.allSatisfy { "\(abs($0))".count <= 5 }, "\(witness.point.student.rows)")
  }

  @Test("a slope that the violation needs stays, with one decimal")
  func slope() throws {
    let lemma = Toy.lemma("slope", domain([2, 5])) { point in
      point.student.largestMagnitude > 0.1 ? Comparison(point.network.slope, 0.25) : nil
    }
    let point = try #require(try run(lemma).counterexample).point
    #expect(point.network.slope > 0.25)
    #expect(abs(point.network.slope * 10 - (point.network.slope * 10).rounded()) < 1e-12)
    #expect(point.dimension == 1 && point.student.largestMagnitude > 0.1)
  }

  @Test("a violation without a number on one side is made simpler too")
  func notANumber() throws {
    let lemma = Toy.lemma("not-a-number", domain([3, 6])) { point in
      guard point.dimension >= 2 else { return Comparison(0, 1) }
      return Comparison(point.student[0, 1] != 0 ? .nan : 0, 1)
    }
    let witness = try #require(try run(lemma).counterexample)
    #expect(witness.comparison.lhs.isNaN)
    #expect(witness.point.dimension == 2)
    #expect(witness.point.student.elements.filter { $0 != 0 }.count == 1)
    #expect(witness.point.teacher.largestMagnitude == 0)
  }

  @Test("a quarter of what was violated is kept: simple and hardly violated persuades nobody")
  func kept() throws {
    let lemma = Toy.lemma("kept", domain([1])) { Comparison(abs($0.student[0, 0]), 0.5) }
    let witness = try #require(try run(lemma).counterexample)
    #expect(abs(witness.point.student[0, 0]) >= 0.625 * (1 - 1e-12))
  }

  @Test("without time for it the violation is given as it was found")
  func noTime() throws {
    var options = Toy.options(trials: 50)
    options.shrinkSeconds = 0
    let result = try LemmaTest(
      Toy.lemma("no-time", domain([6])) { Comparison($0.student.frobeniusNorm, 0.1) }, options: options
    ).run()
    #expect(result.counterexample?.point == result.tightest?.point)
    #expect(result.counterexample?.origin == result.tightest?.origin)
  }

  @Test("the same violation is made simpler in the same way")
  func repeatable() throws {
    let lemma = Toy.lemma("repeatable", domain([5])) { Comparison($0.displacement.frobeniusNorm, 0.7) }
    let (first, second) = (try run(lemma), try run(lemma))
    #expect(try #require(first.counterexample).point == #require(second.counterexample).point)
  }
}
