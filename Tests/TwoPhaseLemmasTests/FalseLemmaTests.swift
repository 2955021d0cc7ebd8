import LinearAlgebra
import Testing
import TwoPhaseLemmas
import TwoPhaseTheory

@Suite("A false lemma is refuted")
struct FalseLemmaTests {
  /// "The margin is positive for all W and W* with norm at most 1", tried at d = 100.
  static let positiveMargin = Lemma(
    id: "positive-margin", title: "the margin is positive", statement: "false", latex: "m > 0",
    source: "nobody",
    domain: Domain(
      dimensions: [100], minimumDimension: 2, studentNorm: .upTo(1), teacherNorm: .upTo(1),
      slopes: -0.9...0.9),
    claim: .atMost { point in
      try point.evaluator().marginBudget.map { Comparison(0, $0.sum, constant: $0.sum) }
    }, search: .gradient { try MarginGradient.at($0)?.reversed })

  @Test("a margin claimed positive for all norms up to 1 at d = 100 gets a small, round counterexample")
  func shrunk() throws {
    var options = TestOptions()
    options.trials = 100
    options.ascents = 2
    options.shrinkSeconds = 20
    let result = try LemmaTest(Self.positiveMargin, options: options).run()
    #expect(result.verdict == .violated)
    #expect(result.tightest?.point.dimension == 100)
    let witness = try #require(result.counterexample)
    let point = witness.point
    #expect(witness.origin == .shrunk)
    #expect(point.dimension <= 8, "d = \(point.dimension)")
    // Still a violation, worked out anew, and still inside the domain.
    let margin = try #require(try point.quantities().margin(.paper).value)
    #expect(margin < 0)
    #expect(try Self.positiveMargin.domain.objection(to: point) == nil)
    let entries = point.student.elements + point.teacher.elements
    let digits = entries.map { "\(abs($0))".filter(\.isNumber).drop { $0 == "0" }.count }
    let round = digits.filter { $0 <= 3 }.count
    #expect(Double(round) >= 0.8 * Double(entries.count), "\(point.student.rows) \(point.teacher.rows)")
    #expect(entries.contains(0))
  }

  @Test("sampling alone does not refute a rare violation, the ascent does")
  func rare() throws {
    // W within 0.1 of one matrix: no family is drawn that close to it.
    let sides: @Sendable (LemmaCase) throws -> Comparison? = { point in
      var target = Matrix(rowCount: point.dimension, columnCount: point.dimension)
      target[0, 1] = 0.9
      return Comparison(0.1, Matrix.distance(point.student, target))
    }
    let plain = try LemmaTest(
      Toy.lemma("rare", minimumDimension: 2, sides), options: Toy.options(trials: 300)
    ).run()
    #expect(plain.verdict == .holds)
    let searched = try LemmaTest(
      Toy.lemma("rare", minimumDimension: 2, search: .spsa, sides),
      options: Toy.options(trials: 300, ascents: 6)
    ).run()
    #expect(searched.verdict == .violated)
  }
}
