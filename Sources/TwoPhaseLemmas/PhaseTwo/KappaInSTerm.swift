import LinearAlgebra
import TwoPhaseTheory

extension Lemma {
  /// PReLU changes the s-term alone. theory.md section 2.
  public static let kappaInSTerm = Lemma(
    id: "kappa-in-s-term", title: "PReLU changes the s-term alone, by the factor kappa",
    statement: """
      Ghat with slope a minus Ghat with slope 0 (paper scale) is (pi/2) (kappa - 1) s u^T, kappa = ((1 + \
      a)/(1 - a))^2, for all W and W*: in the closed form, and on every sample of inputs taken with their \
      negatives, where E x x^T becomes the sample's mean. Relative error at most 1e-12.
      """,
    latex: #"""
      \hat G_a - \hat G_0 = \frac{\pi}{2}(\kappa - 1)\, s\,u^\top, \qquad \#
      \kappa = \Bigl(\frac{1+a}{1-a}\Bigr)^2
      """#,
    source: "theory.md section 2 [D]", part: .phaseTwo,
    domain: Domain(studentNorm: .upTo(2), teacherNorm: .upTo(2), slopes: -0.9...0.9),
    claim: .identity(tolerance: 1e-12) { point in
      let a = point.network.slope
      let relu = try MirroredInputs.withoutSlope(point)
      var closed = try point.evaluator()
      var closedRelu = try relu.evaluator()
      let ones = [Double](repeating: 1, count: point.dimension)
      let factor = Double.pi / 2 * (point.network.kappa - 1)
      let exact = MirroredInputs.differenceError(
        closed.negativeGradient(.paper), closedRelu.negativeGradient(.paper), vector: closed.s, ones, factor)

      let sampled = MirroredInputs(point)
      let moment = sampled.secondMoment(times: closed.s)
      let paper = { (slope: Double) in
        sampled.negativeGradient(slope: slope).scaled(by: Double.pi / ((1 - slope) * (1 - slope)))
      }
      let scale = sampled.gradientScale * Double.pi / ((1 - a) * (1 - a))
      let onSample = MirroredInputs.differenceError(
        paper(a), paper(0), vector: moment, ones, factor, scale: scale)
      return max(exact, onSample)
    },
    share: 0.5,
    notes: [
      "sigma_a(z) = c1 z + c2 |z|: over x and -x the mixed products of the two parts cancel, so the "
        + "identity holds input by input and does not rest on the closed form.",
      "The l1 readout of [S] has slope -|a| here (l1-equals-sum): kappa < 1 whatever the sign of a.",
    ])
}
