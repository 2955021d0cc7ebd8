import LinearAlgebra
import TestSupport
import Testing
import TwoPhaseLemmas
import TwoPhaseTheory

@Suite("The search for the worst case")
struct SearchTests {
  @Test(
    "the margin's gradient is what central differences of the margin give",
    arguments: [(2, 0.0, true), (5, 0.4, true), (7, -0.8, true), (4, 0.2, false)])
  func marginGradient(_ d: Int, _ slope: Double, _ identity: Bool) throws {
    var random = TestRandom(UInt64(d))
    let network = try Network(slope: slope, identityMapping: identity)
    let point = LemmaCase(
      network: network, student: random.matrix(d, scale: identity ? 0.1 : 1),
      teacher: random.matrix(d, scale: identity ? 0.1 : 1))
    let gradient = try #require(try MarginGradient.at(point))
    func margin(_ change: (inout LemmaCase) -> Void) throws -> Double {
      var moved = point
      change(&moved)
      return try #require(try moved.quantities().margin(.paper).value)
    }
    let h = 1e-5
    for k in 0..<(d * d) {
      let student = try margin { $0.student.elements[k] += h } - margin { $0.student.elements[k] -= h }
      let teacher = try margin { $0.teacher.elements[k] += h } - margin { $0.teacher.elements[k] -= h }
      #expect(abs(student / (2 * h) - gradient.student.elements[k]) < 1e-6)
      #expect(abs(teacher / (2 * h) - gradient.teacher.elements[k]) < 1e-6)
    }
  }

  @Test("the gradient does not exist at W = W*")
  func converged() throws {
    let w = Matrix(rows: [[0.1, 0], [0, 0.2]])
    #expect(try MarginGradient.at(LemmaCase(network: Network(), student: w, teacher: w)) == nil)
  }

  @Test(
    "ascents find the maximum of a linear function over the ball: the nuclear norm of its matrix",
    arguments: ["gradient", "spsa"])
  func linear(_ kind: String) throws {
    // max <C, W> over ||W||_2 <= 1 is the sum of C's singular values: 3 + 2 + 1 for this C.
    let c = Matrix(rows: [[0, 3, 0], [2, 0, 0], [0, 0, -1]])
    let zero = Matrix(rowCount: 3, columnCount: 3)
    let search: Lemma.Search =
      kind == "spsa" ? .spsa : .gradient { _ in AscentDirection(student: c, teacher: zero) }
    var lemma = Toy.lemma("linear-\(kind)", search: search) { Comparison($0.student.innerProduct(c), 100) }
    lemma = Lemma(
      id: lemma.id, title: "", statement: "", latex: "", source: "",
      domain: Domain(dimensions: [3], minimumDimension: 3, studentNorm: .upTo(1), teacherNorm: .zero),
      claim: lemma.claim, search: search)
    let result = try LemmaTest(lemma, options: Toy.options(trials: 5, ascents: 3)).run()
    let found = try #require(result.tightest)
    #expect(found.comparison.lhs > 6 - 1e-3 && found.comparison.lhs < 6 + 1e-6)
    #expect(try found.point.student.spectralNorm() <= 1 + 1e-9)
  }

  @Test("ascents never make the worst case better, and find smaller margins than as many samples")
  func beatsSampling() throws {
    let lemma = Lemma.onePointConvexity(gamma: 0.1, tau: 0.5, delta: 0.03, shapes: [.gaussian])
    var options = Toy.options(trials: 40, ascents: 4)
    options.dimensions = [10]
    let searched = try LemmaTest(lemma, options: options).run()
    options.trials = 40 + 6 * searched.ascentEvaluations  // a gradient costs about five evaluations
    options.ascents = 0
    let sampled = try LemmaTest(lemma, options: options).run()
    let margins = (
      try #require(searched.tightest).comparison.rhs, try #require(sampled.tightest).comparison.rhs
    )
    #expect(margins.0 < margins.1 - 0.01)
    #expect(try #require(searched.tightestSampled).comparison.rhs >= margins.0)
    let worst = try #require(searched.tightest).point
    #expect(try lemma.domain.objection(to: worst) == nil)
    #expect(abs(try worst.quantities().potential) <= 0.5 * (1 + 1e-9))
  }

  @Test("starts that are given are climbed from")
  func starts() throws {
    var test = LemmaTest(
      Toy.lemma("starts", search: .spsa) { Comparison($0.student[0, 0], 5) },
      options: Toy.options(trials: 1, ascents: 2))
    test.starts = [
      LemmaCase(network: try Network(), student: Matrix(rows: [[0.99]]), teacher: Matrix(rows: [[0]]))
    ]
    let result = try test.run()
    #expect(try #require(result.tightest).comparison.lhs > 0.98)
  }

  @Test("the estimated frontier solves its equation and falls as one over sqrt(d)")
  func predictedGamma() {
    for d in [1, 2, 20, 100, 10_000] {
      let gamma = MarginFrontier.predictedGamma(dimension: d, delta: 0.03)
      let left = Double.pi / 2 - 1 - 2 * gamma - Double(d) * gamma * gamma / 4
      #expect(abs(left - 0.03) < 1e-12)
    }
    #expect(MarginFrontier.predictedGamma(dimension: 100, delta: 1) == 0)
  }

  @Test("a frontier's counterexample is one, and its surviving gamma lies below")
  func frontier() throws {
    let study = MarginFrontier(delta: 0.3, options: Toy.options(trials: 100, ascents: 10))
    let point = try study.point(dimension: 4, premise: .none, precision: 0.1)
    let refuted = try #require(point.refuted)
    #expect(point.surviving < refuted && refuted < 1.2 * point.surviving)
    let witness = try #require(point.counterexample)
    #expect(try #require(try witness.point.quantities().margin(.paper).value) < 0.3)
    #expect(try witness.point.normBound() <= refuted * (1 + 1e-9))
    let smallest = try study.smallest(gamma: refuted, dimension: 4, premise: .small)
    #expect(try #require(smallest.witness).comparison.rhs < 0.35)
  }
}
