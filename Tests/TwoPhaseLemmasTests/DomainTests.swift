import LinearAlgebra
import TestSupport
import Testing
import TwoPhaseLemmas
import TwoPhaseTheory

/// A claim must not be asked of cases that its lemma does not speak of: what it says there is no counterexample, and
/// `lemmas replay` refuses them.
@Suite("Inside the domain")
struct DomainTests {
  /// Why the first case outside is outside.
  private func objection(_ domain: Domain, _ points: [LemmaCase]) throws -> String? {
    for point in points {
      if let objection = try domain.objection(to: point) { return "d = \(point.dimension), \(objection)" }
    }
    return nil
  }

  @Test(
    "every case of the collection that is drawn and meets its premise lies in its lemma's domain",
    arguments: Lemma.all.map(\.id))
  func collection(_ id: String) throws {
    let lemma = try Lemma.named(id)
    let recorder = Recorder()
    let copy = Toy.lemma(lemma.id, lemma.domain) { point in
      // The claim itself may cost much: it is asked only about a case that should not be there.
      if try lemma.domain.objection(to: point) != nil, try lemma.claim.compare(point) != nil {
        recorder.note(point)
      }
      return Comparison(0, 1)
    }
    var options = Toy.options(trials: 120)
    let small = lemma.domain.dimensions.filter { $0 <= 20 }
    if !small.isEmpty { options.dimensions = small }
    _ = try LemmaTest(copy, options: options).run()
    let found = try objection(lemma.domain, recorder.seen)
    #expect(found == nil, "\(recorder.seen.count) cases")
  }

  @Test(
    "cases that are brought to a small |f_A| stay within the norm bound", arguments: [0.03125, 0.1, 0.4, 0.9])
  func arranged(_ gamma: Double) throws {
    let recorder = Recorder()
    let domain = Domain(
      dimensions: [2, 5, 20], studentNorm: .upTo(gamma), teacherNorm: .upTo(gamma),
      arrange: { try PotentialPremise.bound(&$0, by: 0.1 * gamma) })
    let lemma = Toy.lemma("arranged", domain) { point in
      guard abs(try point.evaluator().potential) <= 0.1 * gamma * (1 + 1e-9) else { return nil }
      recorder.note(point)
      return Comparison(0, 1)
    }
    _ = try LemmaTest(lemma, options: Toy.options(trials: 400)).run()
    let outside = try recorder.seen.filter { try domain.objection(to: $0) != nil }
    let found = try objection(domain, outside)
    #expect(found == nil, "\(outside.count) of \(recorder.seen.count)")
  }

  @Test("an ascent asks about cases inside the domain alone", arguments: [0.1, 0.0], ["spsa", "gradient"])
  func climbed(_ teacherBound: Double, _ kind: String) throws {
    let recorder = Recorder()
    let domain = Domain(
      dimensions: [1, 2, 3, 6], studentNorm: .upTo(0.3), teacherNorm: .upTo(teacherBound),
      slopes: -0.5...0.25,
      parameters: [.init("rate", 0.1...1), .init("scale", 1e-3...1e-1, isLogarithmic: true)])
    let search: Lemma.Search =
      kind == "spsa"
      ? .spsa
      : .gradient {
        AscentDirection(student: Matrix.identity($0.dimension), teacher: Matrix.identity($0.dimension))
      }
    let lemma = Toy.lemma("climbed", domain, search: search) { point in
      recorder.note(point)
      return Comparison(point.student.trace + point.teacher.trace + (try point.parameter("rate")), 100)
    }
    let result = try LemmaTest(lemma, options: Toy.options(trials: 8, ascents: 8)).run()
    let found = try objection(domain, recorder.seen)
    #expect(found == nil)
    let worst = try #require(result.tightest).point
    #expect(try domain.objection(to: worst) == nil)
    #expect(try worst.parameter("rate") == 1)
  }

  @Test("the violation of a lemma on W alone, found by an ascent, can be replayed")
  func foundWithZeroTeacher() throws {
    let lemma = Toy.lemma("zero-teacher", radius: 1, minimumDimension: 2, search: .spsa) { point in
      var target = Matrix(rowCount: point.dimension, columnCount: point.dimension)
      target[0, 1] = 0.9
      return Comparison(0.1, Matrix.distance(point.student, target))
    }
    let result = try LemmaTest(lemma, options: Toy.options(trials: 30, ascents: 8)).run()
    #expect(result.verdict == .violated)
    for witness in [result.tightest, result.counterexample] {
      let objection = try lemma.domain.objection(to: #require(witness).point)
      #expect(objection == nil)
    }
  }

  @Test("starts that lie outside the domain refute nothing")
  func startsOutside() throws {
    let domain = Domain(
      dimensions: [2], minimumDimension: 2, studentNorm: .upTo(1), teacherNorm: .upTo(1), slopes: 0...0.5,
      parameters: [.init("rate", 0...1)])
    let lemma = Toy.lemma("starts-outside", domain, search: .spsa) { point in
      let isInside =
        point.network.slope <= 0.5 && point.network.slope >= 0 && point.dimension >= 2
        && (point.parameters["rate"] ?? 2) <= 1 && point.network.readout == .sum
        && point.network.identityMapping
      return Comparison(isInside ? 0 : 1, 0.5)
    }
    let good = LemmaCase(
      network: try Network(), student: Matrix.identity(2), teacher: Matrix.identity(2),
      parameters: ["rate": 1])
    var spoiled = [LemmaCase](repeating: good, count: 6)
    spoiled[0].network = try Network(slope: 0.9)
    spoiled[1].network = try Network(readout: .l1)
    spoiled[2].network = try Network(identityMapping: false)
    spoiled[3].parameters = [:]
    spoiled[4].parameters["rate"] = 7
    spoiled[5].student = Matrix(rows: [[1]])
    spoiled[5].teacher = Matrix(rows: [[1]])
    for (k, start) in spoiled.enumerated() {
      var test = LemmaTest(lemma, options: Toy.options(trials: 4, ascents: 4))
      test.starts = [start]
      let result = try test.run()
      #expect(result.verdict == .holds, "start \(k)")
    }
  }

  @Test("a range of slopes that ends where the theory does is no failure of the test")
  func slopeOne() throws {
    let domain = Domain(dimensions: [2], studentNorm: .upTo(0.5), teacherNorm: .upTo(0.5), slopes: 0...1)
    let lemma = Toy.lemma("slope-one", domain, search: .spsa) { Comparison($0.student.trace, 9) }
    let sampled = try LemmaTest(lemma, options: Toy.options(trials: 60)).run()
    #expect(sampled.outside > 0 && sampled.samples > 0)
    let searched = try LemmaTest(lemma, options: Toy.options(trials: 60, ascents: 3)).run()
    #expect(searched.verdict == .holds && searched.ascents == 3)
  }

  @Test("weights that are no numbers are not inside any domain")
  func notFinite() throws {
    let domain = Domain(studentNorm: .upTo(1), teacherNorm: .upTo(1))
    for value in [Double.nan, .infinity] {
      for k in 0..<2 {
        var point = LemmaCase(
          network: try Network(), student: Matrix.identity(2).scaled(by: 0.5),
          teacher: Matrix.identity(2).scaled(by: 0.5))
        if k == 0 { point.student[0, 1] = value } else { point.teacher[0, 1] = value }
        // An objection or an error, not silence.
        let isRefused: Bool
        do { isRefused = try domain.objection(to: point) != nil } catch { isRefused = true }
        #expect(isRefused, "\(value)")
      }
    }
  }

  @Test("slopes are drawn from the whole of a range without ReLU, not mostly at its end")
  func slopesWithoutZero() throws {
    let domain = Domain(dimensions: [1], studentNorm: .upTo(1), teacherNorm: .zero, slopes: 0.2...0.8)
    let slopes = try Recorder.drawn(domain, trials: 1000).map(\.network.slope)
    let ends = (slopes.filter { $0 == 0.2 }.count, slopes.filter { $0 == 0.8 }.count)
    // "A tenth each at the ends, the rest uniform."
    #expect(ends.0 > 50 && ends.0 < 200 && ends.1 > 50 && ends.1 < 200, "\(ends)")
  }
}

extension Matrix {
  /// The trace.
  var trace: Double { (0..<rowCount).reduce(0) { $0 + self[$1, $1] } }
}
