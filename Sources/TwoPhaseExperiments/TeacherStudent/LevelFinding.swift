import TwoPhaseTheory

/// The claim that a positive quantity lies below, or above, a level at every dimension: by the interval of its geometric mean over
/// seeds.
struct LevelFinding {
  let claim: String
  let source: String
  let quantity: String
  let level: Double
  let isBelow: Bool

  /// The finding from the values of each dimension; a missing value is a run that did not end in order.
  func finding(_ groups: [(d: Int, values: [Double?])]) -> ExperimentFinding {
    var parts: [String] = []
    var verdicts: [Verdict] = []
    for (d, values) in groups {
      let lost = values.filter { $0 == nil }.count
      let found = values.compactMap { $0 }
      let zeros = found.filter { $0 == 0 }.count
      if lost == 0, zeros > 0 {
        // Nothing left of the quantity is below every level, and has no logarithm to average.
        let (least, most) = (found.min() ?? 0, found.max() ?? 0)
        parts.append(
          "d = \(d): 0 in \(zeros) of \(Phrase.count(found.count, "run")), at most \(Phrase.number(most))")
        let isSettled = isBelow ? most < level : least > level
        verdicts.append(isSettled ? .holds : zeros == found.count ? .violated : .notTested)
        continue
      }
      guard lost == 0, let mean = SeedMeans.mean(values, .geometric), let low = mean.low, let high = mean.high
      else {
        parts.append(
          lost > 0
            ? "d = \(d): undefined, \(lost) of \(Phrase.count(values.count, "run")) did not end in order"
            : "d = \(d): one run has no interval")
        verdicts.append(lost > 0 && isBelow ? .violated : .notTested)
        continue
      }
      parts.append(
        "d = \(d): \(Phrase.number(mean.mean)) (95 % interval \(Phrase.number(low)) to \(Phrase.number(high)), "
          + "\(values.count) seeds)")
      let (holds, fails) = isBelow ? (high < level, low >= level) : (low > level, high <= level)
      verdicts.append(holds ? .holds : fails ? .violated : .notTested)
    }
    let verdict: Verdict =
      verdicts.contains(.violated) ? .violated : verdicts.allSatisfy { $0 == .holds } ? .holds : .notTested
    let undecided = verdict == .notTested ? "; the seeds do not decide against \(Phrase.number(level))" : ""
    return ExperimentFinding(
      claim: claim, source: source, verdict: groups.isEmpty ? .notTested : verdict,
      evidence: "\(quantity), required \(isBelow ? "<" : ">") \(Phrase.number(level)): "
        + parts.joined(separator: "; ") + undecided)
  }
}
