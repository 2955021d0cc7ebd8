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

  let settings: Settings

  /// Refuses settings that no run could have.
  public init(settings: Settings) throws {
    try SettingCheck.dimensions("dimensions", settings.dimensions)
    try SettingCheck.atLeast(2, "rateDimension", settings.rateDimension)
    try SettingCheck.atLeast(1, "batch", settings.batch)
    try SettingCheck.seeds(settings.seeds)
    try SettingCheck.different("ratesTimesDimension", settings.ratesTimesDimension)
    try SettingCheck.notEmpty("ratesTimesDimension", settings.ratesTimesDimension.count)
    try SettingCheck.positive("ratesTimesDimension", settings.ratesTimesDimension)
    try SettingCheck.positive(
      "rateTimesDimension, time and norms",
      [settings.rateTimesDimension, settings.time, settings.startNorm, settings.teacherNorm])
    for rate in settings.ratesTimesDimension + [settings.rateTimesDimension] {
      _ = try SettingCheck.steps("time", settings.time / rate)
    }
    self.settings = settings
  }

  struct Cell: Sendable {
    let dimension: Int
    let rateTimesDimension: Double
    let seed: Int
    let isOverDimensions: Bool
  }

  struct Measured: Sendable {
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
    let isShared = { (rate: Double) in
      rate == settings.rateTimesDimension && settings.dimensions.contains(settings.rateDimension)
        && settings.rateDimension < settings.singleSeedFrom
    }
    let rates = settings.ratesTimesDimension.sorted().filter { !isShared($0) }.flatMap { rate in
      (0..<settings.seeds).map {
        Cell(dimension: settings.rateDimension, rateTimesDimension: rate, seed: $0, isOverDimensions: false)
      }
    }
    let cells = dimensions + rates
    let measured = try context.trials(cells.count) { try measure(cells[$0], context) }
    let overDimensions = measured.filter(\.cell.isOverDimensions)
    // A run that belongs to both series is made once.
    let shared = settings.ratesTimesDimension.contains(where: isShared)
    let overRates = measured.filter { one in
      !one.cell.isOverDimensions || shared && one.cell.dimension == settings.rateDimension
    }
    return ExperimentOutcome(
      panels: panels(overDimensions, overRates),
      tables: [
        table("Over d, eta = \(Phrase.number(settings.rateTimesDimension)) / d (true scale)", overDimensions),
        table("Over eta, d = \(settings.rateDimension)", overRates),
      ], findings: findings(measured, overDimensions, overRates), notes: notes())
  }

  private func measure(_ cell: Cell, _ context: ExperimentContext) throws -> Measured {
    var request = RunRequest()
    request.dimension = cell.dimension
    request.seed = context.seed &+ UInt64(cell.seed)
    request.batch = settings.batch
    request.startNorm = settings.startNorm
    request.teacherNorm = settings.teacherNorm
    request.learningRate = cell.rateTimesDimension / Double(cell.dimension)
    request.steps = try SettingCheck.steps("time", settings.time / cell.rateTimesDimension)
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
          SeedMeans.cell(runs.map(\.transition), .geometric, otherwise: Self.withoutMean(runs)),
          SeedMeans.cell(
            runs.map { $0.transition.map { $0 * unit } }, .geometric, otherwise: Self.withoutMean(runs)),
          SeedMeans.cell(
            runs.map { $0.run.phaseOneRate.map { $0 / unit } }, .geometric, otherwise: "no knee"),
          .number((first.dimension - 1.9) / first.dimension), .number(0.5),
          .count(runs.reduce(0) { $0 + $1.run.returns }),
        ]
      })
  }

  /// Why there is no geometric mean of T_1.
  private static func withoutMean(_ runs: [Measured]) -> String {
    let (zeros, none) = (runs.count { $0.transition == 0 }, runs.count { $0.transition == nil })
    return none > 0
      ? "no transition in \(none) of \(runs.count)" : "0, no Phase 1, in \(zeros) of \(runs.count)"
  }

  private func notes() -> [String] {
    [
      "The demonstration run: ReLU, wrong-way start of norm \(Phrase.number(settings.startNorm)), ||W*||_2 = "
        + "\(Phrase.number(settings.teacherNorm)), B = \(settings.batch).",
      "T_1 is the first record of a confirmed transition; means over seeds are geometric, with 95 % t intervals.",
    ]
  }
}
