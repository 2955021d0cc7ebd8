import Foundation
import TwoPhaseTheory
import TwoPhaseTraining

/// Transition time and Phase 2's rate against PReLU's slope, beside the law (1 - a)^2; sum against l1 readout. theory.md section 6.
///
/// Population gradient: what is compared are rates, and there is no noise in them. Each slope has a short run with small steps for
/// the transition and a long one for the rate, both of a length that the predicted rate sets.
public struct SlopeExperiment: Experiment {
  /// The word in a file.
  public static let kind = "slopes"

  /// What a file sets.
  public struct Settings: ExperimentSettings {
    /// d of the long run.
    public var dimension: Int
    /// d of the short run: Phase 1 shows from about d = 50 on.
    public var phaseOneDimension: Int
    /// Slopes a, each in (-1, 1).
    public var slopes: [Double]
    /// Readouts: sum, l1.
    public var readouts: [Readout]
    /// ||W_0||_2 of the wrong-way start.
    public var startNorm: Double
    /// ||W*||_2.
    public var teacherNorm: Double
    /// etahat d (paper scale) of the short run; less where kappa would make the step unstable.
    public var finePaperRateTimesDimension: Double
    /// eta d (true scale) of the long run.
    public var rateTimesDimension: Double
    /// The short run's length: steps x etahat (paper scale) x d.
    public var phaseOneTime: Double
    /// The long run's length: e-foldings of the predicted rate.
    public var foldings: Double
    /// About how many records a run has.
    public var records: Int
    /// The part of the long run, from its end, over which the rate is fitted.
    public var fittedPart: Double

    enum CodingKeys: String, CodingKey, CaseIterable {
      case dimension, phaseOneDimension, slopes, readouts, startNorm, teacherNorm,
        finePaperRateTimesDimension,
        rateTimesDimension
      case phaseOneTime, foldings, records, fittedPart
    }
    /// All keys.
    public static var keys: [String] { CodingKeys.allCases.map(\.rawValue) }
  }

  private let settings: Settings

  /// Refuses settings that no run could have.
  public init(settings: Settings) throws {
    try SettingCheck.atLeast(
      3, "dimension, phaseOneDimension", settings.dimension, settings.phaseOneDimension)
    try SettingCheck.atLeast(20, "records", settings.records)
    try SettingCheck.notEmpty("slopes", settings.slopes.count)
    try SettingCheck.notEmpty("readouts", settings.readouts.count)
    try SettingCheck.different("slopes", settings.slopes)
    try SettingCheck.different("readouts", settings.readouts)
    for slope in settings.slopes where !(slope > -1 && slope < 1) {
      throw ExperimentSettingError("slopes", found: "\(slope)", expected: "numbers between -1 and 1")
    }
    try SettingCheck.positive(
      "rates, norms and lengths",
      [
        settings.startNorm, settings.teacherNorm, settings.finePaperRateTimesDimension,
        settings.rateTimesDimension,
        settings.phaseOneTime, settings.foldings,
      ])
    guard settings.fittedPart > 0, settings.fittedPart <= 1 else {
      throw ExperimentSettingError(
        "fittedPart", found: "\(settings.fittedPart)", expected: "a number in (0, 1]")
    }
    self.settings = settings
  }

  /// What is measured at a slope and a readout.
  struct Measured: Sendable, Equatable {
    let slope: Double
    let readout: Readout
    /// Steps x etahat of the short run when Phase 2 began; nil without a transition.
    let paperTransitionTime: Double?
    /// Steps x eta of the short run when Phase 2 began (true scale); nil without a transition.
    let transitionTime: Double?
    /// -d log ||W - W*||_F / d(eta t) at the end of the long run, true scale; nil when it converged or diverged before.
    let rate: Double?
    let status: String

    /// The effective slope of the equivalent `sum` network.
    var effectiveSlope: Double { readout == .sum ? slope : -abs(slope) }
    /// (1 - a)^2 (pi/2 - 1)/pi, true scale.
    var predictedRate: Double {
      (1 - effectiveSlope) * (1 - effectiveSlope) * OriginHessian.smallestEigenvalue / .pi
    }
  }

  /// Runs every slope and readout.
  public func perform(_ context: ExperimentContext) throws -> ExperimentOutcome {
    // The longest first: those of the largest slope.
    let cells = settings.readouts.flatMap { readout in settings.slopes.map { (slope: $0, readout: readout) } }
      .sorted { $0.slope > $1.slope }
    let measured = try context.trials(cells.count) { index in
      try measure(cells[index].slope, cells[index].readout, context)
    }
    func of(_ readout: Readout) -> [Measured] {
      measured.filter { $0.readout == readout }.sorted { $0.slope < $1.slope }
    }
    return ExperimentOutcome(
      panels: panels(of), tables: [table(settings.readouts.flatMap(of))], findings: findings(of),
      notes: notes())
  }

  private func request(_ slope: Double, _ readout: Readout, _ dimension: Int, seed: UInt64) -> RunRequest {
    var request = RunRequest()
    request.dimension = dimension
    request.gradient = .population
    request.slope = slope
    request.readout = readout
    request.startNorm = settings.startNorm
    request.teacherNorm = settings.teacherNorm
    request.seed = seed
    request.stepDetail = .scalars
    return request
  }

  private func measure(_ slope: Double, _ readout: Readout, _ context: ExperimentContext) throws -> Measured {
    let network = try Network(slope: slope, readout: readout)
    let name = "prelu: a = \(slope), \(readout.rawValue)"
    let d = Double(settings.phaseOneDimension)
    var short = request(slope, readout, settings.phaseOneDimension, seed: context.seed)
    // The s-term's largest eigenvalue is some (pi/2) kappa d: a step beyond 2 over it diverges.
    let fine = min(settings.finePaperRateTimesDimension, Self.stableShare / network.kappa) / d
    short.learningRate = fine / network.trueOverPaper
    short.steps = try SettingCheck.steps("phaseOneTime", settings.phaseOneTime / (fine * d))
    short.cadence = max(1, short.steps / settings.records)
    let first = RunOutcome(
      try TeacherStudentTrial(name: name + ", transition", request: short).conduct(context))

    var long = request(slope, readout, settings.dimension, seed: context.seed)
    long.learningRate = settings.rateTimesDimension / Double(settings.dimension)
    let predicted = network.trueOverPaper * OriginHessian.smallestEigenvalue
    long.steps = try SettingCheck.steps("foldings", settings.foldings / (predicted * long.learningRate))
    long.cadence = max(1, long.steps / settings.records)
    let second = RunOutcome(try TeacherStudentTrial(name: name + ", rate", request: long).conduct(context))
    return Measured(
      slope: slope, readout: readout, paperTransitionTime: first.transition.map { Double($0) * fine },
      transitionTime: first.transition.map { Double($0) * short.learningRate },
      rate: Self.rate(second, learningRate: long.learningRate, part: settings.fittedPart),
      status: second.status)
  }

  /// The slope of log ||W - W*||_F over the last part of a run, by least squares.
  private static func rate(_ run: RunOutcome, learningRate: Double, part: Double) -> Double? {
    guard run.isInOrder, run.distances.allSatisfy({ $0 > 0 }), let last = run.steps.last else { return nil }
    let points = zip(run.steps, run.distances).filter { Double($0.0) >= (1 - part) * Double(last) }
    guard points.count >= 3 else { return nil }
    let x = points.map { Double($0.0) * learningRate }
    let y = points.map { log($0.1) }
    let (meanX, meanY) = (x.reduce(0, +) / Double(x.count), y.reduce(0, +) / Double(y.count))
    let cross = zip(x, y).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) }
    let square = x.reduce(0) { $0 + ($1 - meanX) * ($1 - meanX) }
    return -cross / square
  }

  // MARK: What is shown

  private func panels(_ of: (Readout) -> [Measured]) -> [ExperimentPanel] {
    func curve(_ readout: Readout, _ value: (Measured) -> Double?) -> ExperimentCurve {
      ExperimentCurve(
        label: readout.rawValue, marksPoints: true,
        points: of(readout).map { .init(x: $0.slope, y: value($0)) })
    }
    let grid = stride(from: -0.95, through: 0.9501, by: 0.05).map { $0 }
    let scale = of(.sum).first { $0.slope == 0 }?.transitionTime
    let law = { (label: String, value: (Double) -> Double?) in
      ExperimentCurve(
        label: label, role: .predicted, seeds: 0, points: grid.map { .init(x: $0, y: value($0)) })
    }
    var transitions = settings.readouts.map { curve($0) { $0.transitionTime } }
    if let scale { transitions.append(law("T_1(0) / (1 − a)^2") { scale / ((1 - $0) * (1 - $0)) }) }
    var rates = settings.readouts.map { curve($0) { $0.rate } }
    rates.append(
      law("(1 − a)^2 (π/2 − 1)/π") { (1 - $0) * (1 - $0) * OriginHessian.smallestEigenvalue / .pi })
    return [
      ExperimentPanel(
        id: "a", title: "length of Phase 1", x: .init("PReLU slope a"),
        y: .init("T_1 × eta (true scale)", isLogarithmic: true), curves: transitions),
      ExperimentPanel(
        id: "b", title: "rate of Phase 2", x: .init("PReLU slope a"),
        y: .init("−d log ||W − W*||_F / d(eta t) (true scale)", isLogarithmic: true), curves: rates),
    ]
  }

  private func table(_ measured: [Measured]) -> ExperimentTable {
    ExperimentTable(
      title: "Against the slope",
      columns: [
        "readout", "a", "T_1 × eta (true scale)", "T_1 × etahat (paper scale)", "rate (true scale)",
        "predicted rate (true scale)", "measured / predicted",
      ],
      rows: measured.map { one in
        [
          .text(one.readout.rawValue), .number(one.slope),
          one.transitionTime.map { .number($0) } ?? .text("no transition"),
          one.paperTransitionTime.map { .number($0) } ?? .text("no transition"),
          one.rate.map { .number($0) } ?? .text("undefined: \(one.status)"), .number(one.predictedRate),
          one.rate.map { .number($0 / one.predictedRate) } ?? .text("undefined"),
        ]
      })
  }

  private func findings(_ of: (Readout) -> [Measured]) -> [ExperimentFinding] {
    [rateLaw(settings.readouts.flatMap(of)), lengthLaw(of(settings.readouts.contains(.sum) ? .sum : .l1))]
  }

  private func rateLaw(_ all: [Measured]) -> ExperimentFinding {
    let ratios = all.compactMap { one in one.rate.map { (one, $0 / one.predictedRate) } }
    let claim = "Phase 2's rate follows (1 − a)^2 (π/2 − 1)/π (true scale) to \(Int(Self.tolerance * 100)) %"
    guard let least = ratios.min(by: { $0.1 < $1.1 }), let most = ratios.max(by: { $0.1 < $1.1 }) else {
      return ExperimentFinding(
        claim: claim, source: "theory.md section 6", verdict: .notTested,
        evidence: "no run has a rate: " + Set(all.map(\.status)).sorted().joined(separator: "; "))
    }
    let holds = least.1 > 1 - Self.tolerance && most.1 < 1 + Self.tolerance
    return ExperimentFinding(
      claim: claim, source: "theory.md section 6",
      verdict: !holds ? .violated : ratios.count < all.count ? .notTested : .holds,
      evidence:
        "measured / predicted lies between \(Phrase.number(least.1)) (a = \(least.0.slope), \(least.0.readout.rawValue)) "
        + "and \(Phrase.number(most.1)) (a = \(most.0.slope), \(most.0.readout.rawValue)) over \(ratios.count) of "
        + "\(Phrase.count(all.count, "run")); the prediction is for W near 0 and W* = 0")
  }

  private func lengthLaw(_ all: [Measured]) -> ExperimentFinding {
    let claim =
      "PReLU changes Phase 1's length by 1/(1 − a)^2 alone: T_1 × etahat (paper scale) is ReLU's to "
      + "\(Int(Self.timeTolerance * 100)) %"
    let times = all.compactMap { one in one.paperTransitionTime.map { (one.slope, $0) } }
    guard let zero = times.first(where: { $0.0 == 0 })?.1, zero > 0, times.count > 1,
      let low = times.min(by: { $0.1 < $1.1 }), let high = times.max(by: { $0.1 < $1.1 })
    else {
      return ExperimentFinding(
        claim: claim, source: "theory.md section 2", verdict: .notTested,
        evidence:
          "needs a Phase 1 at a = 0 and at another slope; a transition was found at \(times.count) of "
          + "\(Phrase.count(all.count, "slope"))")
    }
    let within = low.1 / zero > 1 - Self.timeTolerance && high.1 / zero < 1 + Self.timeTolerance
    return ExperimentFinding(
      claim: claim, source: "theory.md section 2",
      verdict: !within ? .violated : times.count < all.count ? .notTested : .holds,
      evidence:
        "relative to ReLU it lies between \(Phrase.number(low.1 / zero)) (a = \(low.0)) and \(Phrase.number(high.1 / zero)) "
        + "(a = \(high.0)) over \(times.count) of \(Phrase.count(all.count, "slope")); kappa = ((1 + a)/(1 − a))^2 "
        + "weighs the s-term, which is where they differ")
  }

  private static let stableShare = 0.5
  private static let tolerance = 0.1
  private static let timeTolerance = 0.1

  private func notes() -> [String] {
    [
      "d = \(settings.phaseOneDimension) (T_1) and \(settings.dimension) (rate), population gradient, wrong-way start of norm \(Phrase.number(settings.startNorm)), ||W*||_2 = "
        + "\(Phrase.number(settings.teacherNorm)).",
      "T_1: the first record of a confirmed transition in a run with etahat = "
        + "\(Phrase.number(settings.finePaperRateTimesDimension)) / d (paper scale), or \(Phrase.number(Self.stableShare)) / (kappa d) "
        + "where that is less. Rate: least squares of log ||W − W*||_F over the last "
        + "\(Phrase.number(settings.fittedPart * 100)) % of a run of \(Phrase.number(settings.foldings)) predicted e-foldings with "
        + "eta = \(Phrase.number(settings.rateTimesDimension)) / d (true scale).",
      "The readout l1 with slope a is the readout sum with slope −|a|, by construction: their values are equal.",
    ]
  }
}
