import LinearAlgebra
import Testing
import TwoPhaseLemmas
import TwoPhaseTheory

/// The structures that `SamplingTests` does not look at, down to d = 1.
@Suite("Families of weights")
struct ShapeTests {
  private static let dimensions = [1, 2, 3, 5, 20]

  private func points(
    _ shape: Shape, _ d: Int, student: Double = 0.5, teacher: Double = 0.25, trials: Int = 8
  ) throws -> [LemmaCase] {
    let domain = Domain(
      dimensions: [d], studentNorm: .between(student, student), teacherNorm: .between(teacher, teacher),
      studentShapes: [shape], teacherShapes: [.gaussian])
    return try Recorder.drawn(domain, trials: trials, id: "family-\(shape.rawValue)")
  }

  private func ones(_ d: Int) -> [Double] { [Double](repeating: 1, count: d) }

  @Test(
    "a rank-one W has one singular value, the multiples of I and u u^T the value they should",
    arguments: dimensions)
  func simple(_ d: Int) throws {
    for point in try points(.rankOne, d) {
      #expect(abs(try point.student.singularValues().dropFirst().first ?? 0) < 1e-14)
    }
    var signs: Set<Double> = []
    for point in try points(.scaledIdentity, d, trials: 20) {
      let value = point.student[0, 0]
      signs.insert(value)
      #expect(point.student == Matrix.identity(d).scaled(by: value))
    }
    #expect(signs == [-0.5, 0.5])
    for point in try points(.ones, d) {
      #expect(Set(point.student.elements).count == 1)
      #expect(abs(abs(point.student[0, 0]) - 0.5 / Double(d)) < 1e-15)
    }
    for point in try points(.diagonal, d) {
      for j in 0..<d { for i in 0..<d where i != j { #expect(point.student[i, j] == 0) } }
    }
  }

  @Test("a reflection turns u round and is orthogonal up to its size", arguments: dimensions)
  func reflection(_ d: Int) throws {
    for point in try points(.reflection, d) {
      let image = point.student.multiply(.plain, ones(d))
      let sign = image[0] > 0 ? 0.5 : -0.5
      #expect(image.allSatisfy { abs($0 - sign) < 1e-14 })
      let square = point.student.multiplied(by: point.student)
      #expect(Matrix.distance(square, Matrix.identity(d).scaled(by: 0.25)) < 1e-14)
    }
  }

  @Test("a rotation's singular values are all equal, but one or two that u takes", arguments: [3, 5, 8, 20])
  func rotation(_ d: Int) throws {
    for point in try points(.rotation, d) {
      let values = try point.student.singularValues()
      let full = (d - 1) / 2 * 2
      #expect(values.prefix(full).allSatisfy { abs($0 - 0.5) < 1e-13 })
      #expect(values.dropFirst(full).allSatisfy { $0 < 1e-13 })
      #expect(norm(of: point.student.multiply(.transposed, ones(d))) < 1e-13)
    }
  }

  @Test(
    "a permutation minus I moves neurons about: I + W at full size is a permutation", arguments: dimensions)
  func permutation(_ d: Int) throws {
    for point in try points(.permutation, d) {
      let sums = point.student.multiply(.plain, ones(d)) + point.student.multiply(.transposed, ones(d))
      #expect(sums.allSatisfy { abs($0) < 1e-14 })
      let kinds = Set(point.student.elements.map { ($0 * 1e9).rounded() })
      // 0, -x, +x of one size x: entries of P - I are 0, -1, 1 before scaling.
      #expect(kinds.count <= 3 && Set(kinds.map { abs($0) }).count <= 2)
    }
  }

  @Test(
    "-W* is that, and its shortened form has f_A = ||W - W*||_F^2 / 4 to second order for an antisymmetric W*",
    arguments: [2, 3, 5, 20])
  func antipodal(_ d: Int) throws {
    let domain = Domain(
      dimensions: [d], studentNorm: .upTo(1), teacherNorm: .between(0.01, 0.01),
      studentShapes: [.shortenedAntipodal], teacherShapes: [.antisymmetric])
    for point in try Recorder.drawn(domain, trials: 6, id: "shortened") {
      let (potential, distance) = (try point.evaluator().potential, point.displacement.frobeniusNorm)
      #expect(abs(potential / (distance * distance / 4) - 1) < 1e-3, "d = \(d)")
    }
  }

  @Test(
    "near W*: at every distance down to 1e-8 of the norm bound, and never beyond it", arguments: [1, 2, 5])
  func near(_ d: Int) throws {
    for shape in [Shape.nearTeacher, .slowDirection] {
      let points = try points(shape, d, student: 1, teacher: 0.25, trials: 60)
      let distances = try points.map { try $0.displacement.spectralNorm() }
      #expect(distances.allSatisfy { $0 <= 1 + 1e-12 })
      if shape == .nearTeacher || d >= 3 {
        #expect(distances.contains { $0 < 1e-6 } && distances.contains { $0 > 1e-2 })
        #expect(distances.allSatisfy { $0 > 0.9e-8 })
      }
      guard shape == .slowDirection else { continue }
      for point in points where try point.student.spectralNorm() < 1 - 1e-9 {
        let d = point.displacement
        #expect(Matrix.distance(d, d.transposed.scaled(by: -1)) < 1e-15 * 100)
        #expect(norm(of: d.multiply(.plain, ones(d.rowCount))) < 1e-13)
      }
    }
  }

  @Test("the wrong-way start is R - c I with R u = 0", arguments: [2, 3, 5, 20])
  func wrongWay(_ d: Int) throws {
    for point in try points(.wrongWay, d) {
      let image = point.student.multiply(.plain, ones(d))
      #expect(image.allSatisfy { abs($0 - image[0]) < 1e-13 } && image[0] < 0)
    }
  }

  @Test("the names of all families can be read back, in any order, and no other name can")
  func names() throws {
    let text = Shape.allCases.reversed().map(\.rawValue).joined(separator: ",")
    #expect(try Shape.list(text) == Shape.allCases.reversed())
    #expect(Set(Shape.allCases.map(\.words)).count == Shape.allCases.count)
    for wrong in [
      "", ",", "gaussian;zero", "Gaussian", "gaussian,,zero", String(repeating: "x", count: 9999),
    ] {
      let error = #expect(throws: LemmaError.self) { try Shape.list(wrong) }
      #expect((error?.description.count ?? 9999) < 500)
    }
  }
}
