import Foundation
import LinearAlgebra
import Synchronization
import Testing
import TwoPhaseLemmas
import TwoPhaseTheory

@Suite("Sampling a domain")
struct SamplingTests {
  /// Every case that a test of the domain draws.
  private func cases(_ domain: Domain, trials: Int = 200, id: String = "cases") throws -> [LemmaCase] {
    let drawn = Mutex<[LemmaCase]>([])
    let lemma = Lemma(
      id: id, title: "", statement: "", latex: "", source: "", domain: domain,
      claim: .atMost { point in
        drawn.withLock { $0.append(point) }
        return Comparison(0, 1)
      })
    _ = try LemmaTest(lemma, options: Toy.options(trials: trials)).run()
    return drawn.withLock { $0 }
  }

  @Test("norms, slopes and parameters lie in the domain, and reach its ends")
  func ranges() throws {
    let domain = Domain(
      dimensions: [1, 2, 5], studentNorm: .upTo(0.3), teacherNorm: NormRange { 0...(1 / Double($0)) },
      slopes: -0.9...0.5, readouts: [.sum, .l1],
      parameters: [.init("rate", 1e-3...1, isLogarithmic: true), .init("scale", 2...3)])
    let cases = try cases(domain, trials: 400)
    for point in cases {
      #expect(try domain.objection(to: point) == nil)
      #expect(try point.teacher.spectralNorm() <= (1 + 1e-9) / Double(point.dimension))
    }
    let norms = try cases.map { try $0.student.spectralNorm() }
    #expect(norms.contains { $0 > 0.3 * (1 - 1e-9) } && norms.contains { $0 < 0.01 })
    let slopes = Set(cases.map(\.network.slope))
    #expect(slopes.isSuperset(of: [-0.9, 0, 0.5]) && slopes.count > 50)
    #expect(Set(cases.map(\.network.readout)) == [.sum, .l1])
    let rates = cases.compactMap { $0.parameters["rate"] }
    #expect(rates.count == cases.count)
    // The logarithm is uniform: as many below the geometric mean of the ends as above.
    let low = rates.filter { $0 < 0.0316 }.count
    #expect(abs(low - rates.count / 2) < 50)
    #expect(Set(cases.map(\.seed)).count == cases.count)
  }

  @Test(
    "every family has the structure that it promises, at its norm",
    arguments: Shape.allCases, [1, 2, 3, 7])
  func shapes(_ shape: Shape, _ d: Int) throws {
    let domain = Domain(
      dimensions: [d], studentNorm: .between(0.5, 0.5), teacherNorm: .between(0.25, 0.25),
      studentShapes: [shape], teacherShapes: [.gaussian])
    for point in try cases(domain, trials: 6, id: "shape-\(shape.rawValue)") {
      let w = point.student
      let ones = [Double](repeating: 1, count: d)
      let size = try w.spectralNorm()
      #expect(size <= 0.5 * (1 + 1e-9))
      switch shape {
      case .gaussian, .scaledIdentity, .diagonal, .orthogonal, .symmetric, .rankOne, .ones,
        .reflection, .singleNeuron:
        #expect(abs(size - 0.5) < 1e-9)
      case .zero: #expect(size == 0)
      case .antipodal: #expect(Matrix.distance(w, point.teacher.scaled(by: -1)) < 1e-12)
      default: break
      }
      switch shape {
      case .antisymmetric, .rotation:
        #expect(Matrix.distance(w, w.transposed.scaled(by: -1)) < 1e-12)
      case .symmetric: #expect(Matrix.distance(w, w.transposed) < 1e-12)
      default: break
      }
      // Cutting W to its norm bound can turn the direction.
      if shape == .rotation || (shape == .slowDirection && size < 0.5 - 1e-9) {
        let moved = shape == .rotation ? w : point.displacement
        #expect(norm(of: moved.multiply(.plain, ones)) < 1e-9)
      }
      if shape == .orthogonal {
        let gram = w.transposed.multiplied(by: w)
        #expect(Matrix.distance(gram, Matrix.identity(d).scaled(by: 0.25)) < 1e-12)
      }
      if shape == .rotation, d >= 3 { #expect(abs(size - 0.5) < 1e-9) }
      if shape == .singleNeuron {
        #expect((0..<d).filter { norm(of: w.column($0)) > 0 }.count == 1)
      }
    }
  }

  @Test("a lemma can be drawn from some families alone; those that it does not have change nothing")
  func families() throws {
    let zero = Lemma.traceOfA.drawing(from: [.zero])
    #expect(zero.domain.studentShapes == [.zero] && zero.domain.teacherShapes == [.zero])
    let none = Lemma.normNeeded.drawing(from: [.gaussian])
    #expect(none.domain.studentShapes == Lemma.normNeeded.domain.studentShapes)
    #expect(try Shape.list("gaussian, zero") == [.gaussian, .zero])
    #expect(throws: LemmaError.self) { try Shape.list("gaussian,") }
  }

  @Test("arranged cases meet the premise exactly, and keep their norm")
  func arranged() throws {
    let domain = Domain(
      dimensions: [2, 5, 20], studentNorm: .upTo(0.4), teacherNorm: .upTo(0.4),
      arrange: { try PotentialPremise.bound(&$0, by: 0.01) })
    let cases = try cases(domain)
    let inside = try cases.filter { abs(try $0.evaluator().potential) <= 0.01 * (1 + 1e-9) }
    #expect(inside.count > cases.count * 9 / 10)
  }

  @Test("a case outside the domain is told why")
  func objections() throws {
    let domain = Domain(
      minimumDimension: 2, maximumDimension: 3, studentNorm: .upTo(1), teacherNorm: .upTo(0.1),
      slopes: 0...0.5, parameters: [.init("rate", 0...1)])
    let good = LemmaCase(
      network: try Network(slope: 0.25), student: Matrix.identity(2).scaled(by: 0.5),
      teacher: Matrix(rowCount: 2, columnCount: 2), parameters: ["rate": 0.5])
    #expect(try domain.objection(to: good) == nil)
    func objection(_ change: (inout LemmaCase) throws -> Void) throws -> String {
      var point = good
      try change(&point)
      return try domain.objection(to: point) ?? "none"
    }
    #expect(try objection { $0.network = try Network(slope: 0.75) }.hasPrefix("slope"))
    #expect(try objection { $0.network = try Network(readout: .l1) }.hasPrefix("readout"))
    #expect(try objection { $0.network = try Network(identityMapping: false) }.hasPrefix("identity"))
    #expect(try objection { $0.parameters = [:] }.hasPrefix("parameters"))
    #expect(try objection { $0.parameters["rate"] = 2 }.hasPrefix("rate"))
    #expect(try objection { $0.student.scale(by: 3) }.hasPrefix("student"))
    #expect(try objection { $0.teacher = Matrix.identity(2) }.hasPrefix("teacher"))
    for d in [1, 4] {
      let text = try objection {
        $0.student = Matrix(rowCount: d, columnCount: d)
        $0.teacher = $0.student
      }
      #expect(text.hasPrefix("dimension"))
    }
  }
}
