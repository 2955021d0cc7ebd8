import LinearAlgebra
import Testing
import TwoPhaseLemmas

@Suite("Orders of error")
struct OrderTests {
  private func lemma(
    _ id: String, claimed: Double, _ error: @escaping @Sendable (Double, LemmaCase) -> Double?
  ) -> Lemma {
    Lemma(
      id: id, title: "", statement: "", latex: "", source: "",
      domain: Domain(
        dimensions: [2, 4, 8], studentNorm: .between(0.01, 0.02), teacherNorm: .zero,
        studentShapes: [.gaussian]),
      claim: .order(
        claimed, in: "size", refined: { $0.scaled(by: 0.5) },
        error: { error(try $0.student.spectralNorm(), $0) }, regressors: [.gamma, .dimension]))
  }

  private func run(_ lemma: Lemma) throws -> LemmaResult {
    try LemmaTest(lemma, options: Toy.options(trials: 90)).run()
  }

  @Test("t^2 + t^3 is of order 2, not 3, and at least of order 1")
  func second() throws {
    let error: @Sendable (Double, LemmaCase) -> Double? = { t, _ in t * t + t * t * t }
    let result = try run(lemma("two", claimed: 2, error))
    #expect(result.verdict == .holds)
    let exponent = try #require(result.fit).exponent
    #expect(exponent.low > 1.95 && exponent.high < 2.05)
    #expect(try run(lemma("three", claimed: 3, error)).verdict == .violated)
    #expect(try run(lemma("one", claimed: 1, error)).verdict == .holds)
  }

  @Test("the regression finds the exponents of gamma and d")
  func regression() throws {
    let result = try run(
      lemma("regression", claimed: 2) { t, point in 3 * t * t / Double(point.dimension).squareRoot() })
    let fit = try #require(result.fit)
    #expect(fit.names == ["gamma", "d"])
    let coefficients = try #require(fit.regression).coefficients
    #expect(abs(coefficients[0].estimate - 2) < 1e-9)
    #expect(abs(coefficients[1].estimate + 0.5) < 1e-9)
  }

  @Test("an exponent whose interval contains the limit is not decided")
  func undecided() throws {
    // Half the cases of order 1, half of order 3: the mean is 2, the interval wide.
    let result = try run(
      lemma("mixed", claimed: 2.1) { t, point in point.seed % 2 == 0 ? t : t * t * t })
    #expect(result.verdict == .notTested)
  }

  @Test("errors that cannot be told from rounding are no evidence")
  func rounding() throws {
    let result = try run(lemma("nothing", claimed: 2) { _, _ in nil })
    #expect(result.verdict == .notTested)
    #expect(result.samples == 0)
  }
}
