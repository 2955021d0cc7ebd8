import Foundation
import LinearAlgebra
import TwoPhaseTheory

extension Lemma {
  /// With identity mapping a second global minimum exists from norms of sqrt(3)/2 on.
  public static let normNeeded = Lemma(
    id: "norm-needed", title: "with identity mapping a second global minimum exists at norms of sqrt(3)/2",
    statement: """
      With identity mapping and Pi a product of disjoint 3-cycles, W* = (Pi^T - I)/2 and W = (Pi - I)/2 \
      have ||W||_2 = ||W*||_2 = sqrt(3)/2 = 0.866, W != W*, and L(W) = 0, grad L(W) = 0: relative error at \
      most 1e-12, for every d >= 3 and slope.
      """,
    latex: #"""
      W^* = \tfrac12(\Pi^\top - I),\ W = \tfrac12(\Pi - I):\quad L(W) = 0,\ W \ne W^*,\ \|W\|_2 = \#
      \|W^*\|_2 = \tfrac{\sqrt3}{2}
      """#,
    source: "derived here", part: .uniqueness,
    domain: Domain(
      dimensions: [3, 5, 20, 100], minimumDimension: 3, studentNorm: .upTo(1), teacherNorm: .upTo(1),
      slopes: -0.9...0.9,
      studentShapes: [.zero], teacherShapes: [.zero],
      arrange: { point in
        let cycles = NeuronOrder.matrix(NeuronOrder.threeCycles(point, lemma: "norm-needed"))
        let half = [Double](repeating: -0.5, count: point.dimension)
        point.student = cycles.scaled(by: 0.5)
        point.teacher = cycles.transposed.scaled(by: 0.5)
        point.student.addToDiagonal(half)
        point.teacher.addToDiagonal(half)
      }),
    claim: .identity(tolerance: 1e-12) { point in
      guard let error = try SecondMinimum.error(point) else { return nil }
      return max(error, abs(try point.normBound() - 3.0.squareRoot() / 2))
    }, share: 0.25,
    notes: [
      "V = (Pi + I)/2 = V* Pi: the same neurons in another order. So the uniqueness of "
        + "identity-uniqueness needs its bound on the norms, and sqrt(3)/2 is the best bound there is "
        + "(permutation-norm).",
      "For d = 2 there is only the swap, which needs norms above 1.",
    ])
}
