extension TheoremPart {
  /// H4: the learning rate of Phase 1 is small against the gradient. Phase 2's is C5's own.
  public static let smallLearningRate = TheoremPart(
    .h4, title: "small learning rate",
    statement:
      "In Phase 1 etahat <= gamma^2 / G_2^2, where G_2 bounds the stochastic gradient's spectral norm (paper scale).",
    latex: #"\hat\eta \le \gamma^2 / G_2^2, \qquad \|\hat g_t\|_2 \le G_2"#,
    source: "[LY] Theorem 3.1", constants: [.gamma, .gradientSpectralBound]
  ) { evidence in
    let name = "etahat in Phase 1 (paper scale)"
    guard let gamma = evidence.constants[.gamma] else {
      return [.notTested(name, because: "gamma is not known")]
    }
    guard let bound = evidence.constants[.gradientSpectralBound] else {
      let detail = evidence.stepDetail
      return [.notTested(name, because: detail.reason("G_2", isMeasured: detail.includesNorms))]
    }
    // Without a Phase 1 the rate that the run began with stands for its rate.
    let phaseOne = evidence.phaseOne.isEmpty ? evidence.points.prefix(1) : evidence.phaseOne
    let rates = phaseOne.compactMap { point in point.paperLearningRate.map { (step: point.step, rate: $0) } }
    guard !rates.isEmpty else {
      return [
        .notTested(
          name, because: evidence.points.count < 2 ? "no step was made" : TheoremEvidence.noLearningRate)
      ]
    }
    guard bound.value > 0 else {
      return [
        TheoremCheck(
          name, .vacuous, observed: rates[0].rate, reason: "every gradient is zero: the weights did not move")
      ]
    }
    let allowed = gamma.value * gamma.value / (bound.value * bound.value)
    let check = ExtremeCheck(name: name, relation: .atMost).over(
      rates.map { (step: $0.step, required: allowed, observed: $0.rate) })
    let compared = check.replacing(
      verdict: check.verdict,
      reason: "\(check.observed?.phrase ?? "it") against gamma^2/G_2^2 = \(allowed.phrase), with G_2 = "
        + "\(bound.value.phrase) (\(bound.source)) and gamma = \(gamma.value.phrase) (\(gamma.source))")
    guard !bound.isFitted else { return [compared] }
    // A G_2 that was given must bound the gradients that were seen.
    let norms = phaseOne.compactMap { point in
      point.gradient.map { (step: point.step, required: bound.value, observed: $0.spectralNorm) }
    }
    guard !norms.isEmpty else { return [compared] }
    return [compared, ExtremeCheck(name: "||g||_2 in Phase 1 (paper scale)", relation: .atMost).over(norms)]
  }
}
