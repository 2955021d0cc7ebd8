extension TheoremPart {
  /// H5: the noise of the gradients, accumulated over Phase 1, moves W little.
  ///
  /// Measured as the largest || sum_t etahat (g_t - Ghat(W_t)) ||_2 over Phase 1: what the noise alone has moved W by.
  public static let littleNoise = TheoremPart(
    .h5, title: "little accumulated noise",
    statement: "The gradient noise accumulated over Phase 1 is epsilon <= gamma^2.",
    latex:
      #"\epsilon = \max_t \Bigl\| \sum_{k \le t} \hat\eta_k (\hat g_k - \hat G(W_k)) \Bigr\|_2 \le \gamma^2"#,
    source: "[LY] Theorem 3.1", constants: [.gamma, .noise]
  ) { evidence in
    let name = "epsilon, the accumulated gradient noise"
    guard let gamma = evidence.constants[.gamma] else {
      return [.notTested(name, because: "gamma is not known")]
    }
    let allowed = gamma.value * gamma.value
    guard let noise = evidence.constants[.noise] else {
      let detail = evidence.stepDetail
      return [
        .notTested(
          name,
          because: evidence.points.count < 2
            ? "no step was made"
            : detail.reason(
              "epsilon", isMeasured: detail.includesNoise,
              else: "that needs every step from the start, with its learning rate"))
      ]
    }
    let holds = noise.value <= allowed
    let phaseOne = evidence.phaseOne.isEmpty ? evidence.points[...] : evidence.phaseOne
    // An epsilon that was given must bound the noise that was seen.
    let seen = phaseOne.compactMap { point in
      point.gradient?.accumulatedNoise.map { (step: point.step, required: noise.value, observed: $0) }
    }
    let bounded =
      noise.isFitted || seen.isEmpty
      ? [] : [ExtremeCheck(name: "accumulated noise in Phase 1", relation: .atMost).over(seen)]
    return [
      TheoremCheck(
        name, holds ? .holds : .violated, required: allowed, observed: noise.value,
        step: noise.isFitted ? evidence.noiseStep(noise.value) : nil,
        reason: "\(noise.value.phrase) (\(noise.source)) against gamma^2 = \(allowed.phrase)")
    ] + bounded
  }
}

extension TheoremEvidence {
  /// The step at which the accumulated noise had the given value.
  fileprivate func noiseStep(_ value: Double) -> Int? {
    points.first { $0.gradient?.accumulatedNoise == value }?.step
  }
}
