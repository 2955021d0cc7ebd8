import LinearAlgebra
import Testing
import TwoPhaseLemmas
import TwoPhaseTheory

/// Families that reach the extremes which random cases do not: the constants must hold there, and have little to spare.
@Suite("Known worst cases")
struct KnownWorstCasesTests {
  @Test("||W|| grows to nearly 3 gamma in Phase 1 from a diagonal start", arguments: [(5, 1.8), (20, 2.6)])
  func normGrows(_ d: Int, _ least: Double) throws {
    let g = 0.01
    var start = Matrix.identity(d).scaled(by: -g)
    var teacher = Matrix.identity(d).scaled(by: g)
    for i in 0..<2 {
      start[i, i] = g
      teacher[i, i] = 0
      teacher[i, 1 - i] = -g
    }
    let lemma = Lemma.normStaysSmall
    let point = LemmaCase(
      network: try Network(), student: start, teacher: teacher, parameters: ["rate": 0.5])
    #expect(try lemma.domain.objection(to: point) == nil)
    let sides = try #require(try lemma.claim.compare(point))
    #expect(sides.lhs > least && !sides.isViolated, "\(sides)")
  }

  @Test(
    "||s|| shrinks at a rate near pi/4 where the rest of the gradient works against it", arguments: [20, 50])
  func sHardlyShrinks(_ d: Int) throws {
    let gamma = 0.01
    let signs = (0..<d).map { $0 % 2 == 0 ? 1.0 : -1.0 }
    let ones = [Double](repeating: 1, count: d)
    // D = 2 gamma (I - 2 u u^T / d) diag(e) without its part along u, plus a multiple of e u^T.
    var displacement = Matrix(rowCount: d, columnCount: d)
    displacement.addToDiagonal(signs.map { 2 * gamma * $0 })
    displacement.addOuterProduct(ones, signs, scaledBy: -4 * gamma / Double(d))
    let sums = displacement.multiply(.plain, ones)
    displacement.addOuterProduct(sums, ones, scaledBy: -1 / Double(d))
    // (pi/2) kappa sqrt(d) ||s|| just above 12 gamma, kappa = 1.
    let size = 1.02 * 12 * gamma / (Double.pi / 2 * Double(d).squareRoot())
    displacement.addOuterProduct(
      signs, ones, scaledBy: size / (Double(d) * Double(d).squareRoot()))
    let lemma = Lemma.sShrinks
    let point = LemmaCase(
      network: try Network(), student: displacement.scaled(by: -0.5), teacher: displacement.scaled(by: 0.5),
      parameters: ["rate": 0.01])
    let sides = try #require(try lemma.claim.compare(point))
    #expect(!sides.isViolated && sides.rhs < 1.2, "\(sides)")
  }

  @Test("P is off by nearly 2 gamma^2 at an antisymmetric W = -W*")
  func approximation() throws {
    let gamma = 0.05
    let w = Matrix(rows: [[0, -gamma, 0, 0], [gamma, 0, 0, 0], [0, 0, 0, -gamma], [0, 0, gamma, 0]])
    let point = LemmaCase(network: try Network(), student: w, teacher: w.scaled(by: -1))
    let sides = try #require(try Lemma.approximationError.claim.compare(point))
    #expect(!sides.isViolated && sides.lhs > 1.8, "\(sides)")
  }
}
