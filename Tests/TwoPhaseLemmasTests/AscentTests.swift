import LinearAlgebra
import Synchronization
import TestSupport
import Testing
import TwoPhaseLemmas
import TwoPhaseTheory

@Suite("Ascents")
struct AscentTests {
  /// W within the ball, W* = 0, at one d.
  private func domain(_ d: Int, student: Double = 1, teacher: Double = 0) -> Domain {
    Domain(
      dimensions: [d], minimumDimension: d, studentNorm: .upTo(student), teacherNorm: .upTo(teacher))
  }

  private func search(_ kind: String, _ gradient: @escaping @Sendable (LemmaCase) -> AscentDirection)
    -> Lemma.Search
  {
    kind == "spsa" ? .spsa : .gradient { gradient($0) }
  }

  @Test(
    "the nearest point of the ball to one outside is found: clipped on the diagonal",
    arguments: ["spsa", "gradient"], [2, 3, 5])
  func nearest(_ kind: String, _ d: Int) throws {
    var target = Matrix(rowCount: d, columnCount: d)
    target.addToDiagonal((0..<d).map { [3, -2, 0.4, -0.1, 0][$0 % 5] })
    let expected = try target.projectedOntoSpectralBall(radius: 1)
    let aim = target
    let search = search(kind) { point in
      var direction = aim
      direction.add(point.student, scaledBy: -1)
      return AscentDirection(student: direction, teacher: point.teacher.scaled(by: 0))
    }
    let lemma = Toy.lemma("nearest", domain(d), search: search) {
      Comparison(-Matrix.distance($0.student, aim), 0)
    }
    let result = try LemmaTest(lemma, options: Toy.options(trials: 5, ascents: 3)).run()
    let found = try #require(result.tightest)
    let best = Matrix.distance(expected, target)
    #expect(-found.comparison.lhs >= best * (1 - 1e-9))
    #expect(-found.comparison.lhs <= best * (1 + (d > 3 && kind == "spsa" ? 0.1 : 1e-4)))
  }

  @Test(
    "W and W* move together: the distance between them is at most the sum of both bounds, and reaches it",
    arguments: ["spsa", "gradient"])
  func both(_ kind: String) throws {
    let search = search(kind) { point in
      AscentDirection(student: point.displacement.scaled(by: -1), teacher: point.displacement)
    }
    let lemma = Toy.lemma("both", domain(2, student: 0.5, teacher: 0.25), search: search) { point in
      Comparison(point.displacement.frobeniusNorm, 2)
    }
    let result = try LemmaTest(lemma, options: Toy.options(trials: 5, ascents: 6)).run()
    let found = try #require(result.tightest)
    #expect(abs(found.comparison.lhs - 0.75 * 2.0.squareRoot()) < 1e-3)
  }

  @Test("an ascent never ends below where it began, even with a direction that leads down")
  func neverWorse() throws {
    for sign in [1.0, -1.0] {
      let recorder = Recorder()
      let lemma = Toy.lemma(
        "never-worse", domain(3),
        search: .gradient { AscentDirection(student: $0.student.scaled(by: sign), teacher: $0.teacher) }
      ) { point in
        recorder.note(point)
        return Comparison(point.student.frobeniusNorm, 9)
      }
      let result = try LemmaTest(lemma, options: Toy.options(trials: 6, ascents: 1)).run()
      let (start, end) = (try #require(result.tightestSampled), try #require(result.tightest))
      #expect(end.comparison.slack <= start.comparison.slack)
      // Every case that was looked at counts for the worst.
      let largest = recorder.seen.map(\.student.frobeniusNorm).max() ?? 0
      #expect(abs(end.comparison.lhs - largest) < 1e-15)
      #expect(try LemmaTest(lemma, options: Toy.options(trials: 6)).run().ascentEvaluations == 0)
    }
  }

  @Test("slopes and parameters whose worst is at an end are brought there")
  func numbers() throws {
    let domain = Domain(
      dimensions: [2], minimumDimension: 2, studentNorm: .upTo(1), teacherNorm: .zero, slopes: -0.9...0.7,
      parameters: [.init("rate", 0.25...4, isLogarithmic: true)])
    let lemma = Toy.lemma("numbers", domain, search: .spsa) { point in
      Comparison(point.network.slope - (try point.parameter("rate")) + point.student[0, 1], 9)
    }
    let result = try LemmaTest(lemma, options: Toy.options(trials: 3, ascents: 1)).run()
    let worst = try #require(result.tightest)
    #expect(worst.point.network.slope == 0.7)
    #expect(worst.point.parameters["rate"] == 0.25)
    #expect(worst.comparison.lhs > 0.7 - 0.25 + 0.999)
  }

  @Test(
    "a direction with entries that are no finite numbers ends the ascent, and refutes nothing",
    arguments: [Double.nan, .infinity, 1e200])
  func unusableDirection(_ value: Double) throws {
    let lemma = Toy.lemma(
      "unusable", domain(2),
      search: .gradient { point in
        var direction = AscentDirection(student: point.student, teacher: point.teacher)
        direction.student[0, 0] = value
        return direction
      }
    ) { Comparison($0.student[0, 0], 5) }
    let result = try LemmaTest(lemma, options: Toy.options(trials: 10, ascents: 2)).run()
    #expect(result.verdict == .holds)
    let worst = try #require(result.tightest)
    #expect(worst.point.student.elements.allSatisfy { $0.isFinite })
    if value == 1e200 { #expect(worst.comparison.lhs > 0.999, "it points the right way") }
  }

  @Test("a true bound that many cases reach exactly is not refuted by searching")
  func trueBound() throws {
    let lemma = Toy.lemma(
      "true-bound", Domain(dimensions: [2, 6], studentNorm: .upTo(2), teacherNorm: .upTo(2)), search: .spsa
    ) { point in
      let bound = Double(point.dimension).squareRoot() * (try point.student.spectralNorm())
      return Comparison(point.student.frobeniusNorm, bound * (1 + 1e-12))
    }
    let result = try LemmaTest(lemma, options: Toy.options(trials: 120, ascents: 4)).run()
    #expect(result.verdict == .holds && result.counterexample == nil)
    #expect(try #require(result.tightest).comparison.slack < 1e-9)
    #expect(result.reason.contains("120 samples") && result.reason.contains("4 ascents"))
  }

  @Test("an ascent that leaves the premise comes back into it: nothing outside counts")
  func premise() throws {
    let lemma = Toy.lemma("premise", domain(2), search: .spsa) { point in
      point.student[0, 0] <= 0.5 ? Comparison(point.student[0, 0], 0.75) : nil
    }
    let result = try LemmaTest(lemma, options: Toy.options(trials: 20, ascents: 4)).run()
    #expect(result.verdict == .holds)
    let best = try #require(result.tightest).comparison.lhs
    #expect(best > 0.49 && best <= 0.5)
  }

  @Test("ascents improve the estimate of a constant, in its own direction")
  func constant() throws {
    for best in [FreeConstant.Direction.largest, .smallest] {
      let lemma = Toy.lemma(
        "constant", domain(2), search: .spsa,
        constant: FreeConstant("c", claimed: nil, source: "", best: best)
      ) { point in
        // Worst where W[0, 1] is largest; a constant then is largest too, or smallest.
        let x = point.student[0, 1]
        return Comparison(x, 2, constant: best == .smallest ? x : -x)
      }
      let sampled = try LemmaTest(lemma, options: Toy.options(trials: 10)).run()
      let searched = try LemmaTest(lemma, options: Toy.options(trials: 10, ascents: 2)).run()
      let sign = best == .smallest ? 1.0 : -1
      let (before, after) = (
        try #require(sampled.estimatedConstant), try #require(searched.estimatedConstant)
      )
      #expect(sign * after > sign * before)
      #expect(abs(after - sign) < 1e-3)
    }
  }

  @Test("with no time and no number there is no ascent; with a time there are some, until a violation")
  func time() throws {
    let lemma = Toy.lemma("time", domain(2), search: .spsa) { Comparison($0.student[0, 1], 0.9999) }
    var options = Toy.options(trials: 3, ascents: nil)
    options.searchSeconds = 0
    #expect(try LemmaTest(lemma, options: options).run().ascents == 0)
    options.searchSeconds = 60
    let result = try LemmaTest(lemma, options: options).run()
    #expect(result.verdict == .violated && result.ascents > 0 && result.seconds < 30)
    #expect(try #require(result.tightest).origin != .shrunk)
  }
}
