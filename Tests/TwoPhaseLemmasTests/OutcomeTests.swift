import Foundation
import LinearAlgebra
import Synchronization
import Testing
import TwoPhaseLemmas
import TwoPhaseTheory

@Suite("What a test reports")
struct OutcomeTests {
  private struct Odd: Error {}

  private static let domain = Domain(dimensions: [2, 3, 5], studentNorm: .upTo(1), teacherNorm: .upTo(1))

  @Test(
    "as many cases as asked for, shared evenly among the dimensions", arguments: [1, 3, 7, 61],
    [1.0, 0.05, 0.5])
  func counts(_ trials: Int, _ share: Double) throws {
    let lemma = Toy.lemma("counts", Self.domain, share: share) { $0.seed % 3 == 0 ? nil : Comparison(0, 1) }
    let test = LemmaTest(lemma, options: Toy.options(trials: trials))
    let expected = max(3, Int((Double(trials) * share).rounded(.up)))
    #expect(test.plannedSamples == expected)
    let largest = Mutex(0)
    let result = try test.run(progress: { count in largest.withLock { $0 = max($0, count) } })
    #expect(result.samples + result.outside == expected)
    #expect(result.samples == result.observations.count)
    #expect(largest.withLock { $0 } == expected)
    let all = Toy.lemma("counts", Self.domain, share: share) { _ in Comparison(0, 1) }
    let drawn = try LemmaTest(all, options: Toy.options(trials: trials)).run().observations.map(\.dimension)
    let each = [2, 3, 5].map { d in drawn.filter { $0 == d }.count }
    #expect((each.max() ?? 0) - (each.min() ?? 0) <= 1, "\(each)")
  }

  @Test("the tightest case is the one with the smallest slack of those observed, and is what its claim says")
  func tightest() throws {
    let recorder = Recorder()
    let lemma = Toy.lemma("tightest", Self.domain) { point in
      recorder.note(point)
      return Comparison(point.student[0, 1], 2)
    }
    let result = try LemmaTest(lemma, options: Toy.options(trials: 100)).run()
    let witness = try #require(result.tightest)
    #expect(witness.comparison.slack == result.observations.map(\.comparison.slack).min())
    #expect(result.tightestSampled?.point == witness.point)
    #expect(recorder.seen.contains(witness.point))
    guard case .sample(let index) = witness.origin else {
      Issue.record("\(witness.origin)")
      return
    }
    #expect(result.observations[index].comparison == witness.comparison)
    #expect(result.observations[index].dimension == witness.point.dimension)
    #expect(try witness.point.normBound() == result.observations[index].normBound)
    #expect(result.counterexample == nil && result.estimatedConstant == nil && result.fit == nil)
  }

  @Test("ties are settled by the case's index, whatever the workers")
  func ties() throws {
    for workers in [1, 2, 4] {
      var options = Toy.options(trials: 200)
      options.workers = workers
      options.shrinkSeconds = 0
      for rhs in [1.0, -1, -.infinity, .nan] {
        let result = try LemmaTest(
          Toy.lemma("ties", Self.domain) { _ in Comparison(0, rhs) }, options: options
        ).run()
        #expect(result.tightest?.origin == .sample(index: 0), "\(rhs)")
      }
    }
  }

  @Test("violations, orders and constants are the same with one worker and with three")
  func workers() throws {
    let violated = Toy.lemma(
      "worker-violated", Self.domain, search: .spsa,
      constant: FreeConstant("c", claimed: nil, source: "", best: .largest)
    ) { Comparison($0.student.frobeniusNorm, 2, constant: 1 / $0.student.frobeniusNorm) }
    let order = Lemma(
      id: "worker-order", title: "", statement: "", latex: "", source: "", domain: Self.domain,
      claim: .order(
        2, in: "W", refined: { $0.scaled(by: 0.5) }, error: { pow($0.student.frobeniusNorm, 2) },
        regressors: [.gamma, .dimension]))
    for lemma in [violated, order] {
      var options = Toy.options(trials: 80, ascents: 4)
      options.shrinkSeconds = 0
      options.workers = 1
      let one = try LemmaTest(lemma, options: options).run()
      options.workers = 3
      let three = try LemmaTest(lemma, options: options).run()
      #expect(Toy.summary(one) == Toy.summary(three))
      #expect(one.fit?.exponent == three.fit?.exponent && one.fit?.regression == three.fit?.regression)
    }
  }

  @Test("constants that are not finite are left out; cases without one too")
  func constants() throws {
    let lemma = Toy.lemma(
      "constants", Self.domain, constant: FreeConstant("c", claimed: nil, source: "", best: .largest)
    ) { point in
      let values: [Double?] = [nil, .nan, -.infinity, 3, 4]
      return Comparison(0, 1, constant: values[Int(point.seed % 5)])
    }
    #expect(try LemmaTest(lemma, options: Toy.options(trials: 100)).run().estimatedConstant == 3)
  }

  @Test("errors surface from every closure of a lemma, and a theory's refusal from none", arguments: [1, 4])
  func errors(_ workers: Int) throws {
    var options = Toy.options(trials: 40, ascents: 2)
    options.workers = workers
    func run(_ lemma: Lemma) throws -> LemmaResult { try LemmaTest(lemma, options: options).run() }
    let fails: @Sendable (any Error) -> Domain = { error in
      var domain = Self.domain
      domain.arrange = { _ in throw error }
      return domain
    }
    let refusal = TheoryError.zeroNeuron(name: "W", index: 0)
    let fine: @Sendable (LemmaCase) throws -> Comparison? = { Comparison($0.student[0, 0], 9) }
    #expect(throws: Odd.self) { try run(Toy.lemma("arrange", fails(Odd()), fine)) }
    #expect(throws: Odd.self) {
      try run(Toy.lemma("gradient", Self.domain, search: .gradient { _ in throw Odd() }, fine))
    }
    let all = try run(Toy.lemma("arrange", fails(refusal), fine))
    #expect(all.verdict == .notTested && all.samples == 0 && all.outside == 40)
    let none = try run(Toy.lemma("gradient", Self.domain, search: .gradient { _ in throw refusal }, fine))
    #expect(none.verdict == .holds && none.ascents == 2)
    // In the ascents alone, and in the shrinker alone.
    let asked = Atomic<Int>(0)
    let late = Toy.lemma("late", Self.domain, search: .spsa) { point in
      if asked.add(1, ordering: .relaxed).oldValue >= 45 { throw Odd() }
      return Comparison(0, 1)
    }
    #expect(throws: Odd.self) { try run(late) }
    let order = Lemma(
      id: "order", title: "", statement: "", latex: "", source: "", domain: Self.domain,
      claim: .order(
        1, in: "W", refined: { $0.scaled(by: 0.5) }, error: { _ in throw Odd() }))
    #expect(throws: Odd.self) { try run(order) }
  }

  @Test("a refusal of the theory in a regressor leaves that case out of the regression")
  func regressorRefuses() throws {
    let lemma = Lemma(
      id: "regressor", title: "", statement: "", latex: "", source: "", domain: Self.domain,
      claim: .order(
        2, in: "W", refined: { $0.scaled(by: 0.5) }, error: { pow($0.student.frobeniusNorm, 2) },
        regressors: [
          Regressor("odd") { point in
            if point.seed % 4 == 0 { throw TheoryError.zeroNeuron(name: "W", index: 0) }
            return try point.normBound()
          }
        ]))
    let result = try LemmaTest(lemma, options: Toy.options(trials: 80)).run()
    #expect(result.verdict == .holds)
    #expect(result.fit?.regression != nil)
  }

  @Test("cancelled before it begins: nothing is tested, and nothing claimed")
  func cancelledAtOnce() throws {
    let result = try LemmaTest(
      Toy.lemma("at-once", Self.domain, search: .spsa) { _ in Comparison(1, 0) },
      options: Toy.options(ascents: 3)
    ).run(isCancelled: { true })
    #expect(result.wasInterrupted && result.samples == 0 && result.ascents == 0)
    #expect(result.verdict == .notTested && result.tightest == nil && result.counterexample == nil)
  }

  @Test("cancelled in an ascent: what was drawn and climbed so far stays, and no further ascent begins")
  func cancelledInAscent() throws {
    let asked = Atomic<Int>(0)
    let lemma = Toy.lemma("in-ascent", Self.domain, search: .spsa) { point in
      asked.add(1, ordering: .relaxed)
      return Comparison(point.student.frobeniusNorm, 9)
    }
    var options = Toy.options(trials: 30, ascents: 1000)
    options.workers = 2
    let result = try LemmaTest(lemma, options: options).run(
      isCancelled: { asked.load(ordering: .relaxed) >= 200 })
    #expect(result.wasInterrupted && result.verdict == .holds)
    #expect(result.samples == 30 && result.ascents >= 1 && result.ascents <= 20)
    #expect(asked.load(ordering: .relaxed) < 300)
    #expect(
      try #require(result.tightest).comparison.slack <= #require(result.tightestSampled).comparison.slack)
  }

  @Test("cancelled while a violation is made simpler: it is still a violation")
  func cancelledInShrinking() throws {
    let asked = Atomic<Int>(0)
    let lemma = Toy.lemma("in-shrinking", Self.domain) { point in
      asked.add(1, ordering: .relaxed)
      return Comparison(point.student.frobeniusNorm, 0.01)
    }
    let result = try LemmaTest(lemma, options: Toy.options(trials: 30)).run(
      isCancelled: { asked.load(ordering: .relaxed) >= 40 })
    #expect(result.wasInterrupted && result.verdict == .violated)
    let witness = try #require(result.counterexample)
    #expect(try lemma.claim.compare(witness.point)?.isViolated == true)
    #expect(asked.load(ordering: .relaxed) < 60)
  }

  @Test(
    "a time for shrinking that is none is refused like every other option",
    arguments: [-1.0, .nan, .infinity, 1e300])
  func shrinkSeconds(_ seconds: Double) {
    var options = TestOptions()
    options.shrinkSeconds = seconds
    // `run` would trap in the conversion to nanoseconds.
    #expect(throws: LemmaError.self) { try options.check() }
  }

  @Test("what a lemma expects decides whether its verdict surprises")
  func expectations() throws {
    func result(_ expectation: Lemma.Expectation, _ sides: Comparison?, dimensions: [Int]? = nil) throws
      -> LemmaResult
    {
      let lemma = Lemma(
        id: "expectation", title: "", statement: "", latex: "", source: "", expectation: expectation,
        domain: Self.domain, claim: .atMost { _ in sides })
      var options = Toy.options(trials: 6)
      options.dimensions = dimensions
      options.shrinkSeconds = 0
      return try LemmaTest(lemma, options: options).run()
    }
    let fails = Lemma.Expectation.fails(because: "test")
    #expect(try result(.holds, Comparison(0, 1)).isAsExpected)
    #expect(try !result(.holds, Comparison(1, 0)).isAsExpected)
    #expect(try result(fails, Comparison(1, 0)).isAsExpected)
    #expect(try !result(fails, Comparison(0, 1)).isAsExpected)
    #expect(try !result(fails, nil).isAsExpected, "cases were drawn, none met the premise")
  }

  @Test("a campaign reports each lemma in turn, and stops between two")
  func campaign() throws {
    let lemmas = ["a", "b", "c"].map { id in Toy.lemma(id, Self.domain) { _ in Comparison(0, 1) } }
    let campaign = LemmaCampaign(lemmas, options: Toy.options(trials: 10))
    #expect(campaign.plannedSamples == 30)
    let seen = Mutex<[String: Int]>([:])
    let results = try campaign.run(progress: { lemma, count in
      seen.withLock { $0[lemma.id] = max($0[lemma.id] ?? 0, count) }
    })
    #expect(results.map(\.lemma.id) == ["a", "b", "c"] && results.allSatisfy { $0.samples == 10 })
    #expect(seen.withLock { $0 } == ["a": 10, "b": 20, "c": 30])
    #expect(try campaign.run(isCancelled: { true }).isEmpty)
    var options = Toy.options()
    options.trials = 0
    #expect(throws: LemmaError.self) { try LemmaCampaign([], options: options).run() }
  }
}
