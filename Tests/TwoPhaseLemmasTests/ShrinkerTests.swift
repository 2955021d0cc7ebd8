import LinearAlgebra
import Testing
import TwoPhaseLemmas

@Suite("Shrinking")
struct ShrinkerTests {
  @Test("the minimal counterexample of a claim on one entry is one neuron with one round entry")
  func oneEntry() throws {
    let lemma = Toy.lemma("one-entry") { Comparison(abs($0.student[0, 0]), 0.5) }
    let result = try LemmaTest(lemma, options: Toy.options(trials: 200)).run()
    let point = try #require(result.counterexample?.point)
    #expect(point.dimension == 1)
    #expect(abs(point.student[0, 0]) > 0.5 && abs(point.student[0, 0]) <= 1)
    #expect("\(abs(point.student[0, 0]))".count <= 3, "one decimal: \(point.student[0, 0])")
    #expect(point.network.slope == 0)
  }

  @Test("what the violation needs stays: the dimension, the sum of all entries, a parameter")
  func needed() throws {
    let lemma = Toy.lemma(
      "sum", minimumDimension: 3, parameters: [Domain.Parameter("rate", 0.1...1)]
    ) { point in
      let sum = point.student.elements.reduce(0, +) * (try point.parameter("rate"))
      return Comparison(abs(sum), 0.05)
    }
    let result = try LemmaTest(lemma, options: Toy.options(trials: 300)).run()
    let witness = try #require(result.counterexample)
    #expect(witness.point.dimension == 3)
    #expect(witness.comparison.isViolated)
    #expect(try lemma.claim.compare(witness.point) == witness.comparison)
    #expect(witness.point.student.elements.filter { $0 != 0 }.count <= 3)
    #expect(try lemma.domain.objection(to: witness.point) == nil)
  }

  @Test("a premise is kept: cases outside it are no counterexamples")
  func premise() throws {
    let lemma = Toy.lemma("premise") { point in
      guard point.student.largestMagnitude > 0.7 else { return nil }
      return Comparison(1, 0)
    }
    let result = try LemmaTest(lemma, options: Toy.options(trials: 200)).run()
    let point = try #require(result.counterexample?.point)
    #expect(point.student.largestMagnitude > 0.7)
    #expect(point.dimension == 1)
  }
}
