/// One quantity along a run against one bound.
struct ExtremeCheck {
  /// What is compared, with its scale.
  let name: String
  let relation: TheoremCheck.Relation

  /// The bound and the quantity at every step where both exist.
  typealias Sample = (step: Int, required: Double, observed: Double)

  /// The inequality over all samples: tightest where it holds, worst where it is broken, and where it broke first.
  ///
  /// - Parameter divergedAt: the step at which the weights stopped being finite, which breaks any bound that held till then.
  func over(_ samples: some Sequence<Sample>, divergedAt: Int? = nil) -> TheoremCheck {
    var tightest: Sample?
    var first: Sample?
    var (count, broken) = (0, 0)
    func margin(_ sample: Sample) -> Double {
      relation.margin(required: sample.required, observed: sample.observed)
    }
    for sample in samples {
      count += 1
      if tightest.map({ margin(sample) < margin($0) }) ?? true { tightest = sample }
      if !relation.isSatisfied(required: sample.required, observed: sample.observed) {
        broken += 1
        if first == nil { first = sample }
      }
    }
    let opposite =
      switch relation {
      case .below: "not below"
      case .atMost: "above"
      case .atLeast: "below"
      case .above: "not above"
      }
    if let step = divergedAt, first == nil {
      return TheoremCheck(
        name, .violated, relation, required: tightest?.required, step: step,
        firstViolation: tightest.map { .init(step: step, required: $0.required, observed: nil) },
        reason: "the run diverged at step \(step)")
    }
    guard let tightest else { return .notTested(name, because: "no record to test it on") }
    if let first {
      let times =
        broken == 1
        ? "at step \(first.step)" : "at \(broken) of \(count) records, first at step \(first.step)"
      let diverged = divergedAt.map { "; the run then diverged at step \($0)" } ?? ""
      let worst = broken == 1 ? "" : "; worst at step \(tightest.step): \(tightest.observed.phrase)"
      return TheoremCheck(
        name, .violated, relation, required: tightest.required, observed: tightest.observed,
        step: tightest.step,
        firstViolation: .init(step: first.step, required: first.required, observed: first.observed),
        reason: "\(name) is \(first.observed.phrase), \(opposite) \(first.required.phrase) by "
          + "\(abs(margin(first)).phrase), \(times)\(worst)\(diverged)")
    }
    return TheoremCheck(
      name, .holds, relation, required: tightest.required, observed: tightest.observed, step: tightest.step,
      reason: "\(count.counted("record")) tested; tightest at step \(tightest.step)")
  }
}
