import LinearAlgebra
import TwoPhaseTheory

/// Families that reach extremes which neither random cases nor ascents do, worked out by hand.
enum WorstCases {
  /// W_0 = g diag(1, 1, -1, ..., -1) against g I whose first 2 x 2 block is [[0, -1], [-1, 0]]: f_A pushes every diagonal entry
  /// up, those too that were right, so that ||W_t||_2 grows to nearly 3 g at large d.
  static func growingNorm(_ d: Int) throws -> LemmaCase? {
    guard d >= 3 else { return nil }
    let g = 0.01
    var start = Matrix.identity(d).scaled(by: -g)
    var teacher = Matrix.identity(d).scaled(by: g)
    for i in 0..<2 {
      start[i, i] = g
      teacher[i, i] = 0
      teacher[i, 1 - i] = -g
    }
    return LemmaCase(network: try Network(), student: start, teacher: teacher, parameters: ["rate": 0.5])
  }

  /// D = 2 g (I - 2 u u^T / d) diag(e) without its part along u, e alternating signs, plus a multiple of e u^T that makes
  /// (pi/2) sqrt(d) ||s|| just above 12 g; W = -W*: the rest of the gradient works against s as much as it can.
  static func stubbornS(_ d: Int) throws -> LemmaCase? {
    guard d >= 4 else { return nil }
    let g = 0.01
    let signs = (0..<d).map { $0 % 2 == 0 ? 1.0 : -1.0 }
    let ones = [Double](repeating: 1, count: d)
    let count = Double(d)
    var displacement = Matrix(rowCount: d, columnCount: d)
    displacement.addToDiagonal(signs.map { 2 * g * $0 })
    displacement.addOuterProduct(ones, signs, scaledBy: -4 * g / count)
    let sums = displacement.multiply(.plain, ones)
    displacement.addOuterProduct(sums, ones, scaledBy: -1 / count)
    let size = 1.02 * 12 * g / (Double.pi / 2 * count.squareRoot())
    displacement.addOuterProduct(signs, ones, scaledBy: size / (count * count.squareRoot()))
    return LemmaCase(
      network: try Network(), student: displacement.scaled(by: -0.5), teacher: displacement.scaled(by: 0.5),
      parameters: ["rate": 0.01])
  }
}
