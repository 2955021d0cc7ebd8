import LinearAlgebra

extension Lemma {
  /// The closed-form population gradient against backpropagation on samples. theory.md section 2.
  public static let closedFormGradient = Lemma(
    id: "closed-form-gradient", title: "the closed form of the population gradient",
    statement: """
      -grad L(W) of theory.md section 2 (true scale) is the expectation of the backpropagated gradient: along a random direction, \
      or along W* - W, the mean of 4,000 draws lies within 6.109 of its standard errors (two-sided, one in 10^9) of it.
      """,
    latex: #"-\nabla L(W) = -2\, \mathbb E_x (y - y^*) \left[\sigma_a'(v_j^\top x)\, x\right]_j"#,
    source: "theory.md section 2; [T]", part: .identities,
    domain: Domain(
      studentNorm: .upTo(2), teacherNorm: .upTo(2), slopes: -0.9...0.9, readouts: [.sum, .l1]),
    claim: .sampled { point in
      let displacement = point.displacement
      guard displacement.frobeniusNorm > 0 else { return nil }
      var evaluator = try point.evaluator()
      let exact = evaluator.negativeGradient(.true)
      let random = NormalStream(seed: point.seed, purpose: 0x7FFF_FF02)
        .matrix(rowCount: point.dimension, columnCount: point.dimension)
      // One direction a case: of two, the larger deviation would not have the normal's quantiles.
      let direction = point.seed & 1 == 0 ? random : displacement
      return SampledInputs(point).gradientEstimate(
        along: direction, slope: point.network.effectiveSlope, exact: exact,
        rounding: 1e-12 * Double(point.dimension) * displacement.frobeniusNorm * direction.frobeniusNorm)
    },
    share: 0.25)
}

extension SampledInputs {
  /// -2 (y - y*) sum_j sigma'(v_j . x) E_j . x over the inputs, beside <-grad L, E>.
  func gradientEstimate(
    along direction: Matrix, slope: Double, exact: Matrix, rounding: Double
  ) -> SampledEstimate? {
    let moved = inputs.multiplied(by: direction)
    let n = residuals.count
    var values = [Double](repeating: 0, count: n)
    for j in 0..<direction.columnCount {
      for b in 0..<n {
        let k = b + j * n
        values[b] += (preactivations.elements[k] > 0 ? 1 : slope) * moved.elements[k]
      }
    }
    for b in 0..<n { values[b] *= -2 * residuals[b] }
    return Self.estimate(values, exact: exact.innerProduct(direction), rounding: rounding)
  }
}
