import Statistics
import TwoPhaseTheory

/// Phase 2's promise that every step gets closer to W*: at every step for the population gradient, in expectation over
/// the samples otherwise. [S] Phase 2.
enum DistanceCheck {
  private static let name = "change of ||W - W*||_F^2 in Phase 2"

  /// The check of a run and of its other seeds.
  static func check(_ evidence: TheoremEvidence) -> TheoremCheck {
    guard let start = evidence.phaseTwoStart else {
      return .notTested(name, because: "no Phase 2")
    }
    if evidence.seeds.count >= 2 { return overSeeds(evidence) }
    let records = evidence.points.drop { $0.step < start }
    guard records.count >= 2 else { return .notTested(name, because: "no record after step \(start)") }
    let changes = zip(records, records.dropFirst()).map { before, after in
      (step: before.step, change: after.distance * after.distance - before.distance * before.distance)
    }
    // Within the rounding of the weights nothing can be told.
    let rises = zip(changes, records).filter { entry, before in
      entry.change > 2 * before.distance * evidence.rounding + evidence.rounding * evidence.rounding
    }.map(\.0)
    guard let worst = changes.max(by: { $0.change < $1.change }) else {
      return .notTested(name, because: "no record after step \(start)")
    }
    let count = "\(rises.count) of \(changes.count) recorded steps"
    if evidence.sampling == .population {
      return TheoremCheck(
        name, rises.isEmpty ? .holds : .violated, required: 0, observed: worst.change, step: worst.step,
        firstViolation: rises.first.map { .init(step: $0.step, required: 0, observed: $0.change) },
        reason: rises.isEmpty
          ? "the distance fell at each of \(changes.count) recorded steps" : "the distance rose at \(count)")
    }
    return TheoremCheck(
      name, .notTested, required: 0, observed: worst.change, step: worst.step,
      reason: "the promise is for the expectation over samples, which needs several seeds (run --repeats n); "
        + "in this run the distance rose at \(count)")
  }

  /// The mean change at each recorded step over the seeds, with intervals that hold for all steps at once (Bonferroni).
  private static func overSeeds(_ evidence: TheoremEvidence) -> TheoremCheck {
    let seeds = evidence.seeds
    guard let start = seeds.map({ $0.phaseTwoStart ?? .max }).max(), start < .max else {
      return .notTested(name, because: "not every seed reached Phase 2")
    }
    let common = seeds.map { Set($0.steps) }.reduce(Set(seeds[0].steps)) { $0.intersection($1) }
    let steps = common.filter { $0 >= start }.sorted()
    guard steps.count >= 2 else { return .notTested(name, because: "no step that every seed has in Phase 2") }
    let distances = seeds.map { Dictionary(zip($0.steps, $0.distances)) { first, _ in first } }
    let confidence = 1 - (1 - MeanInterval.defaultConfidence) / Double(steps.count - 1)
    var worst: (step: Int, interval: MeanInterval)?
    var rising: (step: Int, interval: MeanInterval)?
    var open = 0
    for (from, to) in zip(steps, steps.dropFirst()) {
      let changes = distances.compactMap { table -> Double? in
        guard let before = table[from], let after = table[to] else { return nil }
        return after * after - before * before
      }
      guard let interval = MeanInterval(changes, confidence: confidence) else { continue }
      if worst.map({ interval.high > $0.interval.high }) ?? true { worst = (from, interval) }
      if interval.low > 0, rising == nil { rising = (from, interval) }
      if interval.high > 0 { open += 1 }
    }
    guard let worst else { return .notTested(name, because: "the seeds' distances are not finite") }
    let shown = rising ?? worst
    let verdict: Verdict = rising != nil ? .violated : open == 0 ? .holds : .notTested
    let over = "mean over \(seeds.count) seeds, simultaneous 95 % intervals at \(steps.count - 1) steps"
    let reason =
      switch verdict {
      case .violated: "it rises at step \(shown.step): \(over)"
      case .holds: "it falls at every recorded step: \(over)"
      default: "undecided at \(open) of \(steps.count - 1) steps: \(over); more seeds are needed"
      }
    return TheoremCheck(
      name, verdict, required: 0, observed: shown.interval.mean, step: shown.step,
      firstViolation: rising.map { .init(step: $0.step, required: 0, observed: $0.interval.mean) },
      reason: reason)
  }
}
