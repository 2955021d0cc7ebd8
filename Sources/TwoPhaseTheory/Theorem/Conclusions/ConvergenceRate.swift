import Foundation
import Statistics

extension TheoremPart {
  /// C5: with the prescribed learning rate Phase 2 converges like log T / T, in expectation.
  ///
  /// The expectation is over the samples: it needs several seeds, or the population gradient, whose values are their
  /// own expectation.
  public static let convergenceRate = TheoremPart(
    .c5, title: "log T / T convergence",
    statement:
      "With etahat = (1 + alpha) log T / (delta T) in Phase 2, E ||W_T - W*||_F^2 <= (1 + alpha) log T G_F^2 / (delta^2 T), "
      + "where G_F bounds the stochastic gradient's Frobenius norm (paper scale).",
    latex: #"\hat\eta = \frac{(1+\alpha)\log T}{\delta T} \implies "#
      + #"\mathbb{E}\|W_T - W^*\|_F^2 \le \frac{(1+\alpha)\log T\, G_F^2}{\delta^2 T}"#,
    source: "[LY] Theorem 3.1, Phase 2", constants: [.convexity, .rateExcess, .gradientFrobeniusBound]
  ) { evidence in
    let name = "mean of ||W_T - W*||_F^2"
    guard evidence.phaseTwoStart != nil else { return [.notTested(name, because: evidence.noTransition)] }
    if let diverged = evidence.seeds.first(where: { $0.divergedAt != nil }), let step = diverged.divergedAt {
      let seed = diverged.seed.map { " with seed \($0)" } ?? ""
      return [TheoremCheck(name, .violated, step: step, reason: "the run\(seed) diverged at step \(step)")]
    }
    if let late = evidence.seeds.first(where: { $0.phaseTwoStart == nil }) {
      return [
        .notTested(
          name, because: "the run\(late.seed.map { " with seed \($0)" } ?? "") never reached Phase 2")
      ]
    }
    guard evidence.points.contains(where: { $0.paperLearningRate != nil }) else {
      return [.notTested(name, because: TheoremEvidence.noLearningRate)]
    }
    guard let rate = PhaseTwoRate(evidence.constants), let bound = evidence.constants[.gradientFrobeniusBound]
    else {
      let detail = evidence.stepDetail
      return [.notTested(name, because: detail.reason("G_F", isMeasured: detail.includesNorms))]
    }
    if let seen = evidence.seeds.compactMap(\.gradientFrobeniusBound).max(), seen > bound.value {
      return [
        .notTested(
          name,
          because: "G_F = \(bound.value.phrase) (\(bound.source)) does not bound the gradients: "
            + "||g||_F reached \(seen.phrase) in Phase 2")
      ]
    }
    if evidence.seeds.contains(where: { $0.prescribedRate.map { !rate.prescribes($0) } ?? false }) {
      return [
        .notTested(
          name,
          because: "the learning rate was prescribed with another delta or alpha than those of this profile")
      ]
    }
    let outcomes = evidence.seeds.compactMap { rate.outcome(of: $0) }
    guard !outcomes.isEmpty, outcomes.count == evidence.seeds.count else {
      return [
        .notTested(
          name,
          because: evidence.seeds.contains { $0.prescribedRate == nil }
            ? "the learning rate is not the prescribed (1 + alpha) log T/(delta T) of Phase 2 (run --schedule theorem)"
            : "the run ended before the T steps of its schedule were made")
      ]
    }
    return [rate.check(name, outcomes, sampling: evidence.sampling)]
  }
}

/// C5's learning rate and bound for given constants. theory.md section 7.
public struct PhaseTwoRate: Sendable {
  private let delta: Double
  private let alpha: Double
  private let gradientBound: Double?

  /// The rate for the constants delta and alpha; nil when G_F is unknown.
  init?(_ constants: TheoremConstants) {
    guard let bound = constants[.gradientFrobeniusBound]?.value, let rate = PhaseTwoRate(rateOnly: constants)
    else {
      return nil
    }
    delta = rate.delta
    alpha = rate.alpha
    gradientBound = bound
  }

  /// The learning rate alone, which needs no G_F; nil when delta or alpha is unknown.
  public init?(rateOnly constants: TheoremConstants) {
    guard let delta = constants[.convexity]?.value, let alpha = constants[.rateExcess]?.value else {
      return nil
    }
    self.delta = delta
    self.alpha = alpha
    gradientBound = nil
  }

  /// etahat = (1 + alpha) log T / (delta T), paper scale; nil for T < 2, where it is not positive.
  public func paperLearningRate(steps: Int) -> Double? {
    guard steps >= 2 else { return nil }
    return (1 + alpha) * log(Double(steps)) / (delta * Double(steps))
  }

  /// Whether a rate is the prescribed one for its T, to 1e-6.
  public func prescribes(_ used: SeedOutcome.PrescribedRate) -> Bool {
    guard let rate = paperLearningRate(steps: used.steps) else { return false }
    return abs(used.paperLearningRate - rate) <= 1e-6 * rate
  }

  /// A seed's squared distance at the end, at the start of its Phase 2 rate, and what C5 allows at the end.
  typealias Outcome = (final: Double, initial: Double, bound: Double, step: Int)

  fileprivate func outcome(of seed: SeedOutcome) -> Outcome? {
    guard let prescribed = seed.prescribedRate, let last = seed.steps.last, let final = seed.distances.last,
      last == prescribed.start + prescribed.steps || seed.hasConverged, let gradientBound,
      let initial = seed.squaredDistance(atOrBefore: prescribed.start),
      let rate = paperLearningRate(steps: prescribed.steps)
    else { return nil }
    return (final * final, initial, rate * gradientBound * gradientBound / delta, last)
  }

  fileprivate func check(
    _ name: String, _ outcomes: [Outcome], sampling: TheoremEvidence.Sampling
  ) -> TheoremCheck {
    let count = Double(outcomes.count)
    let final = outcomes.reduce(0) { $0 + $1.final } / count
    let bound = outcomes.reduce(0) { $0 + $1.bound } / count
    let step = outcomes[0].step
    func check(_ verdict: Verdict, _ reason: String) -> TheoremCheck {
      TheoremCheck(
        name, verdict, required: bound, observed: final, step: step,
        firstViolation: verdict == .violated ? .init(step: step, required: bound, observed: final) : nil,
        reason: reason)
    }
    let compared = "\(final.phrase) against \(bound.phrase)"
    if outcomes.allSatisfy({ $0.bound >= $0.initial }) {
      let initial = outcomes.reduce(0) { $0 + $1.initial } / count
      return check(
        .vacuous,
        "the bound \(bound.phrase) exceeds ||W - W*||_F^2 = \(initial.phrase) with which Phase 2 began")
    }
    if sampling == .population {
      return check(final <= bound ? .holds : .violated, "\(compared), exact gradient")
    }
    guard let excess = MeanInterval(outcomes.map { $0.final - $0.bound }) else {
      return check(
        .notTested, "an expectation needs several seeds (run --repeats n); this run has \(compared)")
    }
    let interval = "95 % interval \((excess.low + bound).phrase) to \((excess.high + bound).phrase)"
    let over = "\(compared), over \(outcomes.count) seeds, \(interval)"
    if excess.high <= 0 { return check(.holds, over) }
    return check(
      excess.low > 0 ? .violated : .notTested, excess.low > 0 ? over : "\(over): more seeds are needed")
  }
}
