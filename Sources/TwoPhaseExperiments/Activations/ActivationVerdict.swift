import TwoPhaseNetworks

/// Whether a run shows the two phases, with f_A as PReLU's theory defines it.
public enum ActivationVerdict: Sendable, Equatable {
  /// At some record the margin's upper end is below 0 (Phase 1), over the last quarter of the records its lower end is above 0
  /// (Phase 2), and |f_A| ends at a tenth of its largest value or less.
  case twoPhases
  /// Decidedly not: the margin's lower end is above 0 at every record, so that there is no Phase 1; or |f_A| ends above half of
  /// its largest; or the run diverged.
  case otherwise(String)
  /// Neither.
  case undecided(String)

  static let potentialLeft = 0.1
  static let potentialStays = 0.5

  /// The verdict on a run.
  public init(_ trajectory: ActivationTrajectory) {
    guard !trajectory.ending.isDivergence else {
      self = .otherwise("diverged")
      return
    }
    let facts = ActivationRunFacts(trajectory)
    var reasons: [String] = []
    if facts.isNeverAway { reasons.append("the margin is never negative") }
    if facts.potentialRatio > Self.potentialStays { reasons.append("f_A does not vanish") }
    if !reasons.isEmpty {
      self = .otherwise(reasons.joined(separator: ", "))
    } else if facts.firstAway == nil {
      self = .undecided("no decidedly negative margin")
    } else if !facts.endsTowards {
      self = .undecided("the margin is not decidedly positive at the end")
    } else if facts.potentialRatio > Self.potentialLeft {
      self = .undecided("f_A is still falling")
    } else {
      self = .twoPhases
    }
  }

  /// For people.
  public var phrase: String {
    switch self {
    case .twoPhases: return "two phases"
    case .otherwise(let why): return "not two phases: \(why)"
    case .undecided(let why): return "undecided: \(why)"
    }
  }

  /// True when the phases are decidedly not there.
  public var isOtherwise: Bool {
    if case .otherwise = self { return true }
    return false
  }
}

/// The numbers that a verdict rests on.
struct ActivationRunFacts {
  /// The first step at which the margin's upper end is below 0.
  let firstAway: Int?
  /// The last such step.
  let lastAway: Int?
  /// The margin's lower end is above 0 at every record.
  let isNeverAway: Bool
  /// And over the last quarter of the records.
  let endsTowards: Bool
  /// |f_A| at the end over its largest.
  let potentialRatio: Double

  init(_ trajectory: ActivationTrajectory) {
    let records = trajectory.records
    func isTowards(_ record: ActivationRecord) -> Bool { record.sampled.margin.map { $0.low > 0 } ?? true }
    let away = records.filter { ($0.sampled.margin?.high ?? 0) < 0 }
    firstAway = away.first?.step
    lastAway = away.last?.step
    isNeverAway = records.allSatisfy(isTowards)
    endsTowards = records.suffix(max(1, records.count / 4)).allSatisfy(isTowards)
    let largest = records.reduce(0) { max($0, abs($1.potential)) }
    potentialRatio = largest > 0 ? abs(records[records.count - 1].potential) / largest : 0
  }
}
