import TwoPhaseNetworks

/// Whether the two-phase picture survives in a run of a deep network.
///
/// The picture: after some step the gradient points towards W* for good (one-point convexity), and W gets there, with the
/// potentials f_A vanishing. "Last quarter" is the last quarter of a run's records.
public enum DeepVerdict: Sendable, Equatable {
  /// Over the whole last quarter the margin's lower end is above 0, the aligned distance has fallen by 90 % or more, and each
  /// layer's |f_A| ends at a tenth of its largest value or less.
  case survives
  /// Decidedly not.
  case fails(Reason)
  /// Neither.
  case undecided(String)

  /// Why the picture fails; the first that applies, in this order.
  public enum Reason: String, Sendable, Equatable, CaseIterable {
    /// The run diverged at every rate tried.
    case diverged
    /// The student has learned the teacher's function at a point that is not W*: the aligned distance has fallen by 90 % or more
    /// while the plain one is above half of its start's; or it has fallen by 99 % while the plain one is left at more than ten
    /// times that ratio and fell by less than a tenth over the last quarter.
    case elsewhere
    /// At more than half of the records of the last quarter the margin's upper end is below 0: the gradient leads away from W*.
    case pointsAway
    /// The aligned distance ends above half of its start's and fell by less than a tenth over the last quarter, where the margin is
    /// not decidedly positive throughout: with a positive margin a run may be slow and still get there.
    case stuck

    /// For people.
    public var phrase: String {
      switch self {
      case .diverged: return "diverged"
      case .pointsAway: return "gradient points away from W*"
      case .elsewhere: return "learned at another point than W*"
      case .stuck: return "stuck away from the teacher"
      }
    }
  }

  /// The levels of the definition.
  static let fallen = 0.1
  static let learned = 0.01
  static let far = 0.5
  static let stillFalling = 0.9
  static let potentialLeft = 0.1

  /// The verdict on a run.
  public init(_ trajectory: DeepTrajectory) {
    let records = trajectory.records
    guard !trajectory.ending.isDivergence else {
      self = .fails(.diverged)
      return
    }
    let facts = DeepRunFacts(trajectory)
    if facts.isElsewhere {
      self = .fails(.elsewhere)
    } else if 2 * facts.awayRecords > facts.lastQuarter {
      self = .fails(.pointsAway)
    } else if facts.alignedRatio > Self.far, facts.lastFall > Self.stillFalling,
      facts.towardsRecords < facts.lastQuarter
    {
      self = .fails(.stuck)
    } else if records.count < 4 {
      self = .undecided("too few records")
    } else if facts.towardsRecords < facts.lastQuarter {
      self = .undecided("the margin is not decidedly positive")
    } else if facts.alignedRatio > Self.fallen {
      self = .undecided("still on its way")
    } else if facts.potentialRatio > Self.potentialLeft {
      self = .undecided("f_A has not vanished")
    } else {
      self = .survives
    }
  }

  /// A word and why.
  public var phrase: String {
    switch self {
    case .survives: return "survives"
    case .fails(let reason): return "fails: \(reason.phrase)"
    case .undecided(let why): return "undecided: \(why)"
    }
  }

  /// True when the picture decidedly fails.
  public var isFailure: Bool {
    if case .fails = self { return true }
    return false
  }
}

/// The numbers that a verdict rests on.
struct DeepRunFacts {
  /// The records in the last quarter, at least one.
  let lastQuarter: Int
  /// Those whose margin's upper end is below 0.
  let awayRecords: Int
  /// Those whose margin's lower end is above 0, or that are at W*.
  let towardsRecords: Int
  /// Aligned distance, end over start.
  let alignedRatio: Double
  /// Distance, end over start.
  let distanceRatio: Double
  /// Aligned distance, end over the last quarter's first record.
  let lastFall: Double
  /// Distance, end over the last quarter's first record.
  let lastDistanceFall: Double
  /// The largest over layers of |f_A| at the end over its largest over the run.
  let potentialRatio: Double

  init(_ trajectory: DeepTrajectory) {
    let records = trajectory.records
    let (first, last) = (records[0], records[records.count - 1])
    lastQuarter = max(1, records.count / 4)
    let quarter = records.suffix(lastQuarter)
    awayRecords = quarter.count { ($0.sampled.margin?.high ?? 0) < 0 }
    towardsRecords = quarter.count { record in record.sampled.margin.map { $0.low > 0 } ?? true }
    func ratio(_ a: Double, _ b: Double) -> Double { b > 0 ? a / b : 0 }
    alignedRatio = ratio(last.alignedDistance, first.alignedDistance)
    distanceRatio = ratio(last.distance, first.distance)
    lastFall = ratio(last.alignedDistance, quarter.first?.alignedDistance ?? 0)
    lastDistanceFall = ratio(last.distance, quarter.first?.distance ?? 0)
    potentialRatio =
      first.potentials.indices.map { l in
        ratio(abs(last.potentials[l]), records.reduce(0) { max($0, abs($1.potentials[l])) })
      }.max() ?? 0
  }

  /// The teacher's function is learned, but not at W*.
  var isElsewhere: Bool {
    if alignedRatio <= DeepVerdict.fallen, distanceRatio > DeepVerdict.far { return true }
    return alignedRatio <= DeepVerdict.learned && 10 * alignedRatio < distanceRatio
      && lastDistanceFall > DeepVerdict.stillFalling
  }
}
