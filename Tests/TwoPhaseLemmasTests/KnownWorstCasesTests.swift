import LinearAlgebra
import Testing
import TwoPhaseLemmas
import TwoPhaseTheory

/// Families that reach the extremes which random cases do not: the constants must hold there, and have little to spare.
@Suite("Known worst cases")
struct KnownWorstCasesTests {
  private func extreme(_ lemma: Lemma, _ d: Int) throws -> LemmaResult {
    var options = Toy.options(trials: 1)
    options.dimensions = [d]
    return try LemmaTest(lemma, options: options).run()
  }

  @Test("||W|| grows to nearly 3 gamma in Phase 1 from a diagonal start", arguments: [(5, 1.8), (20, 2.6)])
  func normGrows(_ d: Int, _ least: Double) throws {
    let result = try extreme(.normStaysSmall, d)
    #expect(result.verdict == .holds)
    #expect(result.tightest?.origin == .known)
    #expect(try #require(result.estimatedConstant) > least)
  }

  @Test(
    "||s|| shrinks at a rate near pi/4 where the rest of the gradient works against it", arguments: [20, 50])
  func sHardlyShrinks(_ d: Int) throws {
    let result = try extreme(.sShrinks, d)
    #expect(result.verdict == .holds)
    #expect(result.tightest?.origin == .known)
    #expect(try #require(result.estimatedConstant) < 1.2)
  }

  @Test("P is off by nearly 2 gamma^2 at an antisymmetric W = -W*")
  func approximation() throws {
    let gamma = 0.05
    let w = Matrix(rows: [[0, -gamma, 0, 0], [gamma, 0, 0, 0], [0, 0, 0, -gamma], [0, 0, gamma, 0]])
    let point = LemmaCase(network: try Network(), student: w, teacher: w.scaled(by: -1))
    let sides = try #require(try Lemma.approximationError.claim.compare(point))
    #expect(!sides.isViolated && sides.lhs > 1.8, "\(sides)")
  }
}
