import Foundation
import LinearAlgebra

extension Lemma {
  /// Below sqrt(3)/2 no other order of the neurons is within the norm bound.
  public static let permutationNorm = Lemma(
    id: "permutation-norm", title: "another order of the neurons needs a norm of sqrt(3)/2",
    statement: """
      With identity mapping, for every W* and every permutation Pi other than the identity, W = V* Pi - I \
      has max(||W||_2, ||W*||_2) >= c with c = sqrt(3)/2, attained by 3-cycles.
      """,
    latex: #"\Pi \ne I \;\Rightarrow\; \max\left(\|W^*\|_2, \|V^*\Pi - I\|_2\right) \ge \tfrac{\sqrt3}{2}"#,
    source: "derived here, proved", part: .uniqueness,
    domain: Domain(
      dimensions: [2, 3, 5, 20, 100], minimumDimension: 2, studentNorm: .upTo(4), teacherNorm: .upTo(1),
      studentShapes: [.zero], teacherShapes: Shape.teachers + [.permutation, .permutation],
      arrange: { point in
        let order = NeuronOrder.permutation(point, lemma: "permutation-norm")
        point.student = NeuronOrder.reordered(point.teacher, order, identityMapping: true)
      }),
    claim: .atMost { point in
      let norm = try point.normBound()
      return Comparison(3.0.squareRoot() / 2 * (1 - 1e-12), norm, constant: norm)
    },
    constant: FreeConstant(
      "c", claimed: 3.0.squareRoot() / 2, source: "proved, see the notes", best: .largest),
    search: .spsa, share: 0.5,
    notes: [
      "Proof. Let Pi x = w x with ||x|| = 1. Then W x = w V* x - x = w W* x + (w - 1) x, so |w - 1| <= "
        + "||W||_2 + ||W*||_2. A cycle of length 2, 3, 4, 5, ... has an eigenvalue with |w - 1| = 2, "
        + "sqrt(3), 2, 1.902, ...: the 3-cycle's is the smallest."
    ])
}
