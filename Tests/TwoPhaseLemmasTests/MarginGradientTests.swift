import LinearAlgebra
import TestSupport
import Testing
import TwoPhaseLemmas
import TwoPhaseTheory

@Suite("The margin's gradient")
struct MarginGradientTests {
  private static func point(
    _ d: Int, slope: Double = 0, readout: Readout = .sum, identity: Bool = true, size: Double = 0.2
  ) throws -> LemmaCase {
    var random = TestRandom(UInt64(100 * d))
    let scale = (identity ? size : 1) / Double(d).squareRoot()
    return LemmaCase(
      network: try Network(slope: slope, readout: readout, identityMapping: identity),
      student: random.matrix(d, scale: scale), teacher: random.matrix(d, scale: scale))
  }

  private func check(_ point: LemmaCase, step: Double, tolerance: Double) throws {
    let gradient = try #require(try MarginGradient.at(point))
    var random = TestRandom(77)
    let d = point.dimension
    for _ in 0..<3 {
      let (student, teacher) = (random.matrix(d, scale: 1), random.matrix(d, scale: 1))
      func margin(_ t: Double) throws -> Double {
        var moved = point
        moved.student.add(student, scaledBy: t)
        moved.teacher.add(teacher, scaledBy: t)
        return try #require(try moved.quantities().margin(.paper).value)
      }
      // Fourth-order differences.
      let near = try margin(step) - margin(-step)
      let far = try margin(2 * step) - margin(-2 * step)
      let numeric = (8 * near - far) / (12 * step)
      let exact = gradient.student.innerProduct(student) + gradient.teacher.innerProduct(teacher)
      let scale =
        (gradient.student.frobeniusNorm + gradient.teacher.frobeniusNorm) * student.frobeniusNorm
      #expect(abs(numeric - exact) <= tolerance * scale, "\(numeric), \(exact)")
    }
  }

  @Test(
    "along any direction it is the slope of the margin", arguments: [1, 2, 3, 8, 20], [-1.0, -0.5, 0, 0.8])
  func directions(_ d: Int, _ slope: Double) throws {
    // In one dimension v and v* point the same way, where the angle has a kink: only the lengths move.
    if d == 1 { return try line(slope) }
    try check(try Self.point(d, slope: slope), step: 1e-3 / Double(d).squareRoot(), tolerance: 1e-6)
    try check(
      try Self.point(d, slope: slope, readout: .l1), step: 1e-3 / Double(d).squareRoot(), tolerance: 1e-6)
  }

  /// d = 1 with positive neurons: the margin is (pi/2)(1 + kappa) and does not move.
  private func line(_ slope: Double) throws {
    let point = LemmaCase(
      network: try Network(slope: slope), student: Matrix(rows: [[0.3]]), teacher: Matrix(rows: [[-0.2]]))
    let gradient = try #require(try MarginGradient.at(point))
    let margin = try #require(try point.quantities().margin(.paper).value)
    #expect(abs(margin - Double.pi / 2 * (1 + point.network.kappa)) < 1e-12 * (1 + point.network.kappa))
    #expect(abs(gradient.student[0, 0]) < 1e-8 * (1 + point.network.kappa))
    #expect(abs(gradient.teacher[0, 0]) < 1e-8 * (1 + point.network.kappa))
  }

  @Test(
    "without identity mapping it is the slope too, and nothing changes along the ray of both",
    arguments: [3, 6])
  func vanilla(_ d: Int) throws {
    let point = try Self.point(d, slope: 0.3, identity: false)
    try check(point, step: 1e-3, tolerance: 1e-6)
    // The margin is the same at (c W, c W*).
    let gradient = try #require(try MarginGradient.at(point))
    let radial = gradient.student.innerProduct(point.student) + gradient.teacher.innerProduct(point.teacher)
    #expect(abs(radial) < 1e-7 * gradient.student.frobeniusNorm * point.student.frobeniusNorm)
  }

  @Test("close to W* it keeps its digits", arguments: [1e-2, 1e-4])
  func near(_ distance: Double) throws {
    var point = try Self.point(4)
    let direction = point.displacement.scaled(by: 1 / point.displacement.frobeniusNorm)
    point.student = point.teacher
    point.student.add(direction, scaledBy: -distance)
    try check(point, step: distance * 1e-3, tolerance: 1e-5)
  }

  @Test("neurons and coordinates in another order give the gradient in that order")
  func order() throws {
    let point = try Self.point(5, slope: -0.3)
    let order = [3, 0, 4, 1, 2]
    var turned = point
    turned.student = point.student.principalSubmatrix(order)
    turned.teacher = point.teacher.principalSubmatrix(order)
    let (a, b) = (try #require(try MarginGradient.at(point)), try #require(try MarginGradient.at(turned)))
    #expect(relativeError(b.student, a.student.principalSubmatrix(order)) < 1e-8)
    #expect(relativeError(b.teacher, a.teacher.principalSubmatrix(order)) < 1e-8)
    let back = a.reversed.reversed
    #expect(back.student == a.student && back.teacher == a.teacher)
  }

  @Test("at a zero neuron it throws what the theory throws")
  func zeroNeuron() throws {
    let point = LemmaCase(
      network: try Network(), student: Matrix.identity(2).scaled(by: -1), teacher: Matrix.identity(2))
    #expect(throws: TheoryError.self) { try MarginGradient.at(point) }
  }
}
