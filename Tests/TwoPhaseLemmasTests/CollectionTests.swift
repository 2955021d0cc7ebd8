import Testing
import TwoPhaseLemmas

@Suite("The collection of lemmas")
struct CollectionTests {
  @Test("every lemma is as expected", arguments: Lemma.all.map(\.id))
  func asExpected(_ id: String) throws {
    var options = TestOptions()
    options.trials = 160
    options.ascents = 2
    options.seed = 11
    let lemma = try Lemma.named(id)
    // d = 100 is for `twophase lemmas test`; here where a lemma speaks of nothing smaller.
    let small = lemma.domain.dimensions.filter { $0 <= 20 }
    if !small.isEmpty { options.dimensions = small }
    let result = try LemmaTest(lemma, options: options).run()
    #expect(result.isAsExpected, "\(result.verdict): \(result.reason)")
    // An order may stay undecided at so few cases.
    if case .order = lemma.claim.form {} else { #expect(result.verdict != .notTested, "\(result.reason)") }
    #expect(result.samples > 0)
    if lemma.expectation != .holds { #expect(result.counterexample?.comparison.isViolated == true) }
    if lemma.constant != nil { #expect(result.estimatedConstant != nil) }
  }

  @Test("identifiers are unique, lower case and hyphenated; every lemma says what it is and where it is from")
  func definitions() {
    #expect(Set(Lemma.all.map(\.id)).count == Lemma.all.count)
    for lemma in Lemma.all {
      #expect(lemma.id.wholeMatch(of: /[a-z0-9]+(-[a-z0-9]+)*/) != nil, "\(lemma.id)")
      #expect(
        !lemma.title.isEmpty && !lemma.statement.isEmpty && !lemma.latex.isEmpty && !lemma.source.isEmpty)
      #expect(lemma.latex.filter { $0 == "{" }.count == lemma.latex.filter { $0 == "}" }.count, "\(lemma.id)")
      #expect(!lemma.statement.contains("\n"), "\(lemma.id)")
      #expect(!lemma.latex.contains("\\\n"), "a line's end left in the LaTeX of \(lemma.id)")
      #expect(lemma.share > 0 && lemma.share <= 1)
      #expect(lemma.part != .own)
    }
  }

  @Test("a default test of all lemmas draws at least 10,000 cases")
  func enough() {
    #expect(LemmaCampaign().plannedSamples >= 10_000)
  }

  @Test("an unknown lemma is refused with the known ones")
  func unknown() {
    #expect(throws: LemmaError.unknownLemma("no", known: Lemma.all.map(\.id))) { try Lemma.named("no") }
  }

  @Test("one-point convexity is refuted where it claims too much", arguments: [(0.03125, 0.6), (0.5, 0.03)])
  func tooMuch(_ gamma: Double, _ delta: Double) throws {
    var options = TestOptions()
    options.dimensions = [20]
    options.ascents = 4
    let lemma = Lemma.onePointConvexity(gamma: gamma, tau: nil, delta: delta)
    let result = try LemmaTest(lemma, options: options).run()
    #expect(result.verdict == .violated)
    let margin = try #require(result.counterexample?.point.quantities().margin(.paper).value)
    #expect(margin < delta)
  }
}
