import Foundation
import TwoPhaseTheory
import TwoPhaseTraining

/// How long Phase 1 lasts and how fast it goes: the demonstration run over d and over etahat, beside what is predicted and what is
/// proved. theory.md sections 6 to 9.
public struct DurationExperiment: Experiment {
  /// The word in a file.
  public static let kind = "duration"

  /// What a file sets.
  public struct Settings: ExperimentSettings {
    /// d of the runs over dimensions.
    public var dimensions: [Int]
    /// eta d (true scale) of the runs over dimensions.
    public var rateTimesDimension: Double
    /// eta d (true scale) of the runs over learning rates.
    public var ratesTimesDimension: [Double]
    /// d of the runs over learning rates.
    public var rateDimension: Int
    /// B.
    public var batch: Int
    /// A run's length: steps x eta (true scale) x d.
    public var time: Double
    /// Seeds.
    public var seeds: Int
    /// Dimensions from this one on get one seed.
    public var singleSeedFrom: Int
    /// ||W_0||_2 of the wrong-way start.
    public var startNorm: Double
    /// ||W*||_2.
    public var teacherNorm: Double

    enum CodingKeys: String, CodingKey, CaseIterable {
      case dimensions, rateTimesDimension, ratesTimesDimension, rateDimension, batch, time, seeds,
        singleSeedFrom
      case startNorm, teacherNorm
    }
    /// All keys.
    public static var keys: [String] { CodingKeys.allCases.map(\.rawValue) }
  }

  private let settings: Settings

  /// Refuses settings that no run could have.
  public init(settings: Settings) throws {
    try SettingCheck.dimensions("dimensions", settings.dimensions)
    try SettingCheck.atLeast(2, "rateDimension", settings.rateDimension)
    try SettingCheck.atLeast(1, "batch", settings.batch)
    try SettingCheck.atLeast(1, "seeds", settings.seeds)
    try SettingCheck.notEmpty("ratesTimesDimension", settings.ratesTimesDimension.count)
    try SettingCheck.positive("ratesTimesDimension", settings.ratesTimesDimension)
    try SettingCheck.positive(
      "rateTimesDimension, time and norms",
      [settings.rateTimesDimension, settings.time, settings.startNorm, settings.teacherNorm])
    self.settings = settings
  }

  private struct Cell: Sendable {
    let dimension: Int
    let rateTimesDimension: Double
    let seed: Int
    let isOverDimensions: Bool
  }

  private struct Measured: Sendable {
    let cell: Cell
    let paperLearningRate: Double
    let run: RunOutcome
    var dimension: Double { Double(cell.dimension) }
    /// T_1; nil without a transition.
    var transition: Double? { run.transition.map(Double.init) }
    /// The proved rate, 0.5 etahat d.
    var provedRate: Double { 0.5 * paperLearningRate * dimension }
    /// The proved bound on Phase 1's steps, 1/(16 etahat).
    var provedLength: Double { 1 / (16 * paperLearningRate) }
  }

  /// Runs over dimensions and over learning rates, the largest first.
  public func perform(_ context: ExperimentContext) throws -> ExperimentOutcome {
    let dimensions = settings.dimensions.sorted(by: >).flatMap { d in
      (0..<(d >= settings.singleSeedFrom ? 1 : settings.seeds)).map {
        Cell(dimension: d, rateTimesDimension: settings.rateTimesDimension, seed: $0, isOverDimensions: true)
      }
    }
    let rates = settings.ratesTimesDimension.sorted().flatMap { rate in
      (0..<settings.seeds).map {
        Cell(dimension: settings.rateDimension, rateTimesDimension: rate, seed: $0, isOverDimensions: false)
      }
    }
    let cells = dimensions + rates
    let measured = try context.trials(cells.count) { try measure(cells[$0], context) }
    let (overDimensions, overRates) = (
      measured.filter(\.cell.isOverDimensions), measured.filter { !$0.cell.isOverDimensions }
    )
    return ExperimentOutcome(
      panels: panels(overDimensions, overRates),
      tables: [
        table("Over d, eta = \(Phrase.number(settings.rateTimesDimension)) / d (true scale)", overDimensions),
        table("Over eta, d = \(settings.rateDimension)", overRates),
      ], findings: findings(overDimensions, overRates), notes: notes())
  }

  private func measure(_ cell: Cell, _ context: ExperimentContext) throws -> Measured {
    var request = RunRequest()
    request.dimension = cell.dimension
    request.seed = context.seed &+ UInt64(cell.seed)
    request.batch = settings.batch
    request.startNorm = settings.startNorm
    request.teacherNorm = settings.teacherNorm
    request.learningRate = cell.rateTimesDimension / Double(cell.dimension)
    request.steps = max(1, Int((settings.time / cell.rateTimesDimension).rounded()))
    request.stepDetail = .scalars
    let name =
      "phases: d = \(cell.dimension), eta = \(Phrase.number(request.learningRate)), seed \(request.seed)"
    let run = try TeacherStudentTrial(name: name, request: request).conduct(context)
    return Measured(
      cell: cell, paperLearningRate: run.setting.network.paperLearningRate(request.learningRate),
      run: RunOutcome(run))
  }

  // MARK: What is shown

  private func groups(_ measured: [Measured], by key: (Measured) -> Double) -> [(x: Double, runs: [Measured])]
  {
    Dictionary(grouping: measured, by: key).map { (x: $0.key, runs: $0.value) }.sorted { $0.x < $1.x }
  }

  private func curve(
    _ label: String, _ groups: [(x: Double, runs: [Measured])], _ value: (Measured) -> Double?
  ) -> ExperimentCurve {
    let points = groups.map { group -> ExperimentCurve.Point in
      let mean = SeedMeans.mean(group.runs.map(value), .geometric)
      return .init(x: group.x, y: mean?.mean, low: mean?.low, high: mean?.high)
    }
    return ExperimentCurve(
      label: label, seeds: groups.map(\.runs.count).max() ?? 0, marksPoints: true, points: points)
  }

  private func prediction(
    _ label: String, _ role: ExperimentCurve.Role, _ groups: [(x: Double, runs: [Measured])],
    _ value: (Measured) -> Double?
  ) -> ExperimentCurve {
    ExperimentCurve(
      label: label, role: role, seeds: 0,
      points: groups.map { .init(x: $0.x, y: $0.runs.first.flatMap(value)) })
  }

  private func panels(_ overDimensions: [Measured], _ overRates: [Measured]) -> [ExperimentPanel] {
    let byRate = groups(overRates) { 1 / $0.paperLearningRate }
    let byDimension = groups(overDimensions) { $0.dimension }
    let slow = { (one: Measured) -> Double? in one.paperLearningRate * (one.dimension - 1.9) }
    return [
      ExperimentPanel(
        id: "a", title: "Phase 1 against 1/etahat, d = \(settings.rateDimension)",
        x: .init("1 / etahat (paper scale)", isLogarithmic: true),
        y: .init("T_1 (steps)", isLogarithmic: true),
        curves: [
          curve("measured", byRate) { $0.transition },
          prediction("proved: at most 1/(16 etahat)", .reference, byRate) { $0.provedLength },
        ]),
      ExperimentPanel(
        id: "b", title: "Phase 1 against d, etahat d fixed", x: .init("d", isLogarithmic: true),
        y: .init("T_1 (steps)", isLogarithmic: true),
        curves: [
          curve("measured", byDimension) { $0.transition },
          prediction("proved: at most 1/(16 etahat)", .reference, byDimension) { $0.provedLength },
        ]),
      ExperimentPanel(
        id: "c", title: "rate of Phase 1 against d", x: .init("d", isLogarithmic: true),
        y: .init("decay of |f_A| a step, over etahat (paper scale)", isLogarithmic: true),
        curves: [
          curve("measured", byDimension) { one in one.run.phaseOneRate.map { $0 / one.paperLearningRate } },
          prediction("reduced model: d − 1.9", .predicted, byDimension) { one in
            slow(one).map { $0 / one.paperLearningRate }
          },
          prediction("proved: 0.5 d", .reference, byDimension) { $0.provedRate / $0.paperLearningRate },
        ]),
    ]
  }

  private func table(_ title: String, _ measured: [Measured]) -> ExperimentTable {
    let rows = Dictionary(grouping: measured) { [$0.dimension, $0.cell.rateTimesDimension] }
      .sorted { $0.key.lexicographicallyPrecedes($1.key) }
    return ExperimentTable(
      title: title,
      columns: [
        "d", "etahat (paper scale)", "seeds", "T_1 (steps)", "T_1 × etahat × d", "rate of |f_A| / (etahat d)",
        "predicted, (d − 1.9)/d", "proved", "returns",
      ],
      rows: rows.map { _, runs in
        let first = runs[0]
        let unit = first.paperLearningRate * first.dimension
        return [
          .count(first.cell.dimension), .number(first.paperLearningRate), .count(runs.count),
          SeedMeans.cell(runs.map(\.transition), .geometric, otherwise: "no transition in every run"),
          SeedMeans.cell(
            runs.map { $0.transition.map { $0 * unit } }, .geometric, otherwise: "no transition in every run"),
          SeedMeans.cell(
            runs.map { $0.run.phaseOneRate.map { $0 / unit } }, .geometric, otherwise: "no knee"),
          .number((first.dimension - 1.9) / first.dimension), .number(0.5),
          .count(runs.reduce(0) { $0 + $1.run.returns }),
        ]
      })
  }

  private func findings(_ overDimensions: [Measured], _ overRates: [Measured]) -> [ExperimentFinding] {
    let all = overDimensions + overRates
    return [
      exponent(
        "T_1 is proportional to 1/etahat",
        PowerLaw(
          overRates.compactMap { one in
            one.transition.map { (x: 1 / one.paperLearningRate, y: $0) }
          }), expected: 1, source: "theory.md section 6"),
      growth(overDimensions),
      bound(
        "Phase 1 lasts at most 1/(16 etahat) steps", "[LY], C2", all, { $0.transition }, { $0.provedLength },
        isUpper: true,
        what: "T_1 × 16 etahat"),
      bound(
        "|f_A| falls by at least 0.5 etahat d a step in Phase 1", "[LY], C1", all, { $0.run.phaseOneRate },
        { $0.provedRate }, isUpper: false, what: "rate / (0.5 etahat d)"),
      predicted(all),
    ]
  }

  private func exponent(_ claim: String, _ fit: PowerLaw?, expected: Double, source: String)
    -> ExperimentFinding
  {
    guard let fit else {
      return ExperimentFinding(
        claim: claim, source: source, verdict: .notTested, evidence: "fewer than three transitions were found"
      )
    }
    let near = abs(fit.exponent.estimate - expected)
    let inside = fit.exponent.low <= expected && expected <= fit.exponent.high
    return ExperimentFinding(
      claim: claim, source: source, verdict: inside || near < 0.05 ? .holds : .violated,
      evidence: fit.text + ", required \(Phrase.number(expected)) within the interval or 0.05")
  }

  /// C2's bound on T_1 etahat does not depend on d.
  private func growth(_ measured: [Measured]) -> ExperimentFinding {
    let claim = "T_1 × etahat (paper scale) does not grow with d"
    let points = measured.compactMap { one in
      one.transition.map { (x: one.dimension, y: $0 * one.paperLearningRate) }
    }
    guard let fit = PowerLaw(points) else {
      return ExperimentFinding(
        claim: claim, source: "[LY], C2", verdict: .notTested,
        evidence: "fewer than three transitions were found")
    }
    return ExperimentFinding(
      claim: claim, source: "[LY], C2",
      verdict: fit.exponent.high <= 0 ? .holds : fit.exponent.low > 0 ? .violated : .notTested,
      evidence: "fitted against d: \(fit.text), required ≤ 0")
  }

  private func bound(
    _ claim: String, _ source: String, _ measured: [Measured], _ value: (Measured) -> Double?,
    _ bound: (Measured) -> Double, isUpper: Bool, what: String
  ) -> ExperimentFinding {
    let ratios = measured.compactMap { one in value(one).map { (one, $0 / bound(one)) } }
    let worst = isUpper ? ratios.max { $0.1 < $1.1 } : ratios.min { $0.1 < $1.1 }
    guard let worst else {
      return ExperimentFinding(
        claim: claim, source: source, verdict: .notTested, evidence: "no run had what it takes")
    }
    let holds = isUpper ? worst.1 <= 1 : worst.1 >= 1
    let missing = measured.count - ratios.count
    return ExperimentFinding(
      claim: claim, source: source, verdict: holds ? (missing == 0 ? .holds : .notTested) : .violated,
      evidence:
        "\(what), required \(isUpper ? "≤" : "≥") 1: at \(isUpper ? "most" : "least") \(Phrase.number(worst.1)) "
        + "(d = \(worst.0.cell.dimension)) over \(ratios.count) of \(measured.count) runs")
  }

  private func predicted(_ measured: [Measured]) -> ExperimentFinding {
    let ratios = measured.compactMap { one in
      one.run.phaseOneRate.map { (one, $0 / (one.paperLearningRate * (one.dimension - 1.9))) }
    }
    let claim = "|f_A| falls at (d − 1.9) etahat a step in Phase 1, to 10 %"
    guard let low = ratios.min(by: { $0.1 < $1.1 }), let high = ratios.max(by: { $0.1 < $1.1 }) else {
      return ExperimentFinding(
        claim: claim, source: "theory.md section 6", verdict: .notTested, evidence: "no run has a knee")
    }
    return ExperimentFinding(
      claim: claim, source: "theory.md section 6",
      verdict: low.1 < 0.9 || high.1 > 1.1 ? .violated : ratios.count == measured.count ? .holds : .notTested,
      evidence: "measured / predicted lies between \(Phrase.number(low.1)) (d = \(low.0.cell.dimension)) and "
        + "\(Phrase.number(high.1)) (d = \(high.0.cell.dimension)) over \(ratios.count) of \(measured.count) runs; the rate is that "
        + "of log |f_A| before its knee")
  }

  private func notes() -> [String] {
    [
      "The demonstration run: ReLU, wrong-way start of norm \(Phrase.number(settings.startNorm)), ||W*||_2 = "
        + "\(Phrase.number(settings.teacherNorm)), B = \(settings.batch).",
      "T_1 is the first record of a confirmed transition; means over seeds are geometric, with 95 % t intervals.",
    ]
  }
}
