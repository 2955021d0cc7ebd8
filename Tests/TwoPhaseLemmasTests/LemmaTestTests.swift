import Foundation
import LinearAlgebra
import Synchronization
import Testing
import TwoPhaseLemmas
import TwoPhaseTheory

@Suite("Testing a lemma")
struct LemmaTestTests {
  static let distance = Toy.lemma(
    "distance", search: .spsa,
    constant: FreeConstant("c", claimed: 9, source: "test", best: .smallest)
  ) { Comparison($0.student.frobeniusNorm, 9, constant: $0.student.frobeniusNorm) }

  @Test("one worker, two workers and five find the same, ascents included")
  func workers() throws {
    func summary(_ workers: Int) throws -> [String] {
      var options = Toy.options(trials: 50, ascents: 3)
      options.workers = workers
      return Toy.summary(try LemmaTest(Self.distance, options: options).run())
    }
    let one = try summary(1)
    #expect(try summary(2) == one)
    #expect(try summary(5) == one)
  }

  @Test("another seed draws other cases; more trials keep the first ones")
  func seeds() throws {
    func values(_ trials: Int, _ seed: UInt64) throws -> [Double] {
      var options = Toy.options(trials: trials)
      options.seed = seed
      return try LemmaTest(Self.distance, options: options).run().observations.map(\.comparison.lhs)
    }
    let first = try values(30, 1)
    #expect(Array(try values(60, 1).prefix(30)) == first)
    #expect(try values(30, 2) != first)
  }

  @Test("the constant is the extreme over all cases, in its direction")
  func constants() throws {
    let result = try LemmaTest(Self.distance, options: Toy.options()).run()
    #expect(result.estimatedConstant == result.observations.map(\.comparison.lhs).max())
    let largest = Toy.lemma(
      "largest", constant: FreeConstant("c", claimed: nil, source: "", best: .largest)
    ) { Comparison(0, 1, constant: $0.student.frobeniusNorm) }
    let smallest = try LemmaTest(largest, options: Toy.options()).run()
    #expect(smallest.estimatedConstant == 0, "W = 0 is among the families")
  }

  @Test("cases outside the premise and undefined ones are counted, and prove nothing")
  func outside() throws {
    let never = try LemmaTest(Toy.lemma("never") { _ in nil }, options: Toy.options()).run()
    #expect(never.verdict == .notTested)
    #expect(never.samples == 0 && never.outside == 60)
    // W = -I makes every neuron zero.
    let zeroNeurons = Lemma(
      id: "zero", title: "", statement: "", latex: "", source: "",
      domain: Domain(
        dimensions: [2], studentNorm: .between(1, 1), teacherNorm: .zero, studentShapes: [.scaledIdentity]),
      claim: .atMost { Comparison(0, try $0.quantities().populationLoss) })
    let result = try LemmaTest(zeroNeurons, options: Toy.options()).run()
    #expect(result.outside > 10 && result.samples > 10)
    #expect(result.samples + result.outside == 60)
    #expect(result.verdict == .holds)
  }

  @Test("dimensions that the lemma does not speak of are left out; with none left nothing is tested")
  func dimensions() throws {
    let lemma = Toy.lemma("at-least-3", minimumDimension: 3) { _ in Comparison(0, 1) }
    var options = Toy.options()
    options.dimensions = [1, 2, 4]
    let result = try LemmaTest(lemma, options: options).run()
    #expect(Set(result.observations.map(\.dimension)) == [4])
    options.dimensions = [2]
    let none = try LemmaTest(lemma, options: options).run()
    #expect(none.verdict == .notTested)
    #expect(none.reason.contains("dimension"))
    #expect(none.isAsExpected)
    // A false lemma of d = 100 is not counted against a test at d = 2.
    let elsewhere = try LemmaTest(.phaseOneDuration, options: options).run()
    #expect(elsewhere.verdict == .notTested && elsewhere.isAsExpected)
  }

  @Test("an error of the lemma's own is not swallowed")
  func errors() {
    struct Odd: Error {}
    let lemma = Toy.lemma("odd") { _ in throw Odd() }
    #expect(throws: Odd.self) { try LemmaTest(lemma, options: Toy.options()).run() }
    let missing = Toy.lemma("missing") { Comparison(try $0.parameter("rate"), 1) }
    #expect(throws: LemmaError.missingParameter("rate")) {
      try LemmaTest(missing, options: Toy.options()).run()
    }
  }

  @Test("a side that is no number is a violation")
  func notANumber() throws {
    #expect(Comparison(.nan, 1).isViolated && Comparison(0, .nan).isViolated)
    #expect(!Comparison(1, 1).isViolated && Comparison(1, 1).slack == 0)
    #expect(Comparison(.infinity, .infinity).slack == 0)
    let result = try LemmaTest(Toy.lemma("nan") { _ in Comparison(.nan, 1) }, options: Toy.options()).run()
    #expect(result.verdict == .violated)
  }

  @Test("a cancelled test keeps what it has and says that it was interrupted")
  func cancelled() throws {
    let count = Atomic<Int>(0)
    let lemma = Toy.lemma("slow") { _ in
      count.add(1, ordering: .relaxed)
      return Comparison(0, 1)
    }
    let result = try LemmaTest(lemma, options: Toy.options(trials: 5000)).run(
      isCancelled: { count.load(ordering: .relaxed) >= 100 })
    #expect(result.wasInterrupted)
    #expect(result.samples >= 100 && result.samples < 200)
  }

  @Test("impossible options are refused by name")
  func options() {
    var spoiled: [(String, TestOptions)] = []
    func spoil(_ name: String, _ change: (inout TestOptions) -> Void) {
      var options = TestOptions()
      change(&options)
      spoiled.append((name, options))
    }
    spoil("--trials") { $0.trials = 0 }
    spoil("--search-seconds") { $0.searchSeconds = -1 }
    spoil("--search-seconds") { $0.searchSeconds = .nan }
    spoil("--ascents") { $0.ascents = -1 }
    spoil("--dimensions") { $0.dimensions = [] }
    spoil("--dimensions") { $0.dimensions = [0] }
    for (name, options) in spoiled {
      let error = #expect(throws: LemmaError.self) { try LemmaTest(Self.distance, options: options).run() }
      #expect(error?.description.hasPrefix(name) == true, "\(name)")
    }
  }

  @Test("sampled claims: a true one holds, one that is off by a hundredth is refuted")
  func sampled() throws {
    func lemma(_ id: String, off: Double) -> Lemma {
      Lemma(
        id: id, title: "", statement: "", latex: "", source: "",
        domain: Domain(dimensions: [2], studentNorm: .upTo(0.5), teacherNorm: .zero),
        claim: .sampled { point in
          let draws = NormalStream(seed: point.seed, purpose: 77).matrix(rowCount: 200_000, columnCount: 1)
          let mean = draws.elements.reduce(0, +) / 200_000
          return SampledEstimate(mean: mean, standardError: 1 / 200_000.0.squareRoot(), exact: off)
        })
    }
    let fair = try LemmaTest(lemma("fair", off: 0), options: Toy.options(trials: 200)).run()
    #expect(fair.verdict == .holds)
    let covered = fair.observations.filter { $0.comparison.lhs <= 1.96 }.count
    #expect(covered >= 175 && covered <= 200, "95 % intervals cover: 190 expected, standard deviation 3")
    #expect(fair.reason.contains("\(covered) of them"))
    #expect(
      try LemmaTest(lemma("off", off: 0.02), options: Toy.options(trials: 20)).run().verdict == .violated)
  }
}
