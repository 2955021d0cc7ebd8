import LinearAlgebra
import TestSupport
import Testing
import TwoPhaseTheory

@Suite("||W||_2 and ||A||_2 in a loop")
struct SpectralNormTests {
  static func check(_ student: Matrix, _ teacher: Matrix, _ tolerance: Double) throws {
    let network = try Network()
    var loop = try PointEvaluator(network: network, teacher: teacher)
    var dense = try PointEvaluator(network: network, teacher: teacher, spectralMethod: .dense)
    let (a, b) = (try loop.evaluate(student: student), try dense.evaluate(student: student))
    #expect(relativeError(a.studentSpectralNorm, b.studentSpectralNorm) <= tolerance)
    #expect(relativeError(a.auxiliarySpectralNorm, b.auxiliarySpectralNorm) <= tolerance)
  }

  @Test("a multiple of the identity, where Lanczos ends at once", arguments: [1, 6, 10, 20, 40, 100])
  func identity(_ d: Int) throws {
    var random = TestRandom(UInt64(d))
    let teacher = random.matrix(d, scale: 0.3 / Double(d).squareRoot())
    for factor in [0.1, 1, -0.3] { try Self.check(Matrix.identity(d).scaled(by: factor), teacher, 1e-12) }
    try Self.check(Matrix.identity(d).scaled(by: 0.2), Matrix(rowCount: d, columnCount: d), 1e-12)
  }

  /// At a gap of 1e-9 Lanczos reaches its residual of 1e-8 without telling neighbours apart: that is what it states.
  @Test(
    "a spectrum whose edge is too dense for Lanczos is left to LAPACK",
    arguments: [(1e-4, 1e-10), (1e-6, 1e-10), (1e-9, 1e-8)])
  func denseEdge(_ gap: Double, _ tolerance: Double) throws {
    let d = 260
    var student = Matrix(rowCount: d, columnCount: d)
    for i in 0..<d { student[i, i] = 0.5 * (1 - gap * Double(i)) }
    try Self.check(student, Matrix(rowCount: d, columnCount: d), tolerance)
  }

  @Test("weights so small that their squares underflow still have a norm")
  func tiny() throws {
    var random = TestRandom(3)
    try Self.check(random.matrix(9, scale: 1e-170), random.matrix(9, scale: 0.1), 1e-10)
  }
}
