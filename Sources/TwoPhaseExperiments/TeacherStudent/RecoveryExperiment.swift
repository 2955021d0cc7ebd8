import LinearAlgebra
import TwoPhaseTheory
import TwoPhaseTraining

/// [S], figure 8: loss and ||W - W*||_F of SGD on a teacher-student network with identity mapping and a bound on ||W||_2, without
/// the bound, and without identity mapping.
///
/// The bound is a projection onto {||W||_2 <= gamma} after every step.
public struct RecoveryExperiment: Experiment {
  /// The word in a file.
  public static let kind = "recovery"

  /// What a file sets.
  public struct Settings: ExperimentSettings {
    /// d, a curve each.
    public var dimensions: [Int]
    /// etahat d (paper scale): the step along Ghat times d.
    public var paperRateTimesDimension: Double
    /// B.
    public var batch: Int
    /// Updates, as a multiple of d.
    public var stepsPerDimension: Double
    /// A record every so many steps.
    public var cadence: Int
    /// Seeds, from the experiment's own on.
    public var seeds: Int
    /// ||W*||_2 with identity mapping.
    public var teacherNorm: Double
    /// ||W_0||_2 with identity mapping.
    public var startNorm: Double
    /// gamma, the bound on ||W||_2.
    public var normBound: Double
    /// ||W_0||_2 and ||W*||_2 without identity mapping; 2 is that of N(0, 1/d) entries for large d.
    public var vanillaNorm: Double
    /// ||W_T - W*||_F / ||W_0 - W*||_F below which the teacher counts as recovered.
    public var recovered: Double

    enum CodingKeys: String, CodingKey, CaseIterable {
      case dimensions, paperRateTimesDimension, batch, stepsPerDimension, cadence, seeds, teacherNorm,
        startNorm,
        normBound
      case vanillaNorm, recovered
    }
    /// All keys.
    public static var keys: [String] { CodingKeys.allCases.map(\.rawValue) }
  }

  private let settings: Settings

  /// Refuses settings that no run could have.
  public init(settings: Settings) throws {
    try SettingCheck.dimensions("dimensions", settings.dimensions)
    try SettingCheck.atLeast(1, "batch", settings.batch)
    try SettingCheck.positive("stepsPerDimension", [settings.stepsPerDimension])
    try SettingCheck.atLeast(1, "cadence", settings.cadence)
    try SettingCheck.seeds(settings.seeds, atLeast: 2)
    try SettingCheck.positive("paperRateTimesDimension", [settings.paperRateTimesDimension])
    try SettingCheck.positive("teacherNorm, startNorm", [settings.teacherNorm, settings.startNorm])
    try SettingCheck.positive("normBound, vanillaNorm", [settings.normBound, settings.vanillaNorm])
    guard settings.recovered > 0, settings.recovered < 1 else {
      throw ExperimentSettingError(
        "recovered", found: "\(settings.recovered)", expected: "a number between 0 and 1")
    }
    guard settings.teacherNorm <= settings.normBound else {
      throw ExperimentSettingError(
        "normBound", found: "\(settings.normBound)",
        expected: "at least teacherNorm (\(settings.teacherNorm)): the teacher must lie within the bound")
    }
    for d in settings.dimensions { _ = try Self.steps(settings, d) }
    self.settings = settings
  }

  private static func steps(_ settings: Settings, _ d: Int) throws -> Int {
    try SettingCheck.steps("stepsPerDimension", settings.stepsPerDimension * Double(d))
  }

  /// The three networks.
  enum Variant: String, CaseIterable, Sendable {
    case bounded = "identity mapping and norm bound"
    case vanilla = "no identity mapping"
    case unbounded = "identity mapping, no norm bound"
  }

  private struct Outcome: Sendable {
    let run: RunOutcome
    let permuted: PermutedDistance
    /// ||W - W*||_2 by step.
    let spectral: [(step: Int, value: Double)]
  }

  /// About how often ||W - W*||_2, a singular value decomposition, is taken in a run.
  private static let spectralPoints = 120

  /// Runs every variant, dimension and seed.
  public func perform(_ context: ExperimentContext) throws -> ExperimentOutcome {
    let cells = Variant.allCases.flatMap { variant in
      settings.dimensions.flatMap { d in (0..<settings.seeds).map { (variant, d, $0) } }
    }
    let outcomes = try context.trials(cells.count) { index -> Outcome in
      let (variant, d, seed) = cells[index]
      let trial = try trial(variant, d, seed: context.seed &+ UInt64(seed))
      let watch = WeightWatch(
        teacher: try trial.request.prepare().teacher,
        cadence: max(1, trial.request.steps / Self.spectralPoints))
      let run = try trial.conduct(context, observers: [watch])
      return Outcome(
        run: RunOutcome(run), permuted: watch.permutedDistance, spectral: watch.spectralDistances)
    }
    func runs(_ variant: Variant, _ d: Int) -> [Outcome] {
      zip(cells, outcomes).filter { $0.0.0 == variant && $0.0.1 == d }.map(\.1)
    }
    return ExperimentOutcome(
      panels: panels(runs), tables: [table(runs)], findings: findings(runs),
      notes: notes())
  }

  private func trial(_ variant: Variant, _ d: Int, seed: UInt64) throws -> TeacherStudentTrial {
    var request = RunRequest()
    request.dimension = d
    request.seed = seed
    request.batch = settings.batch
    request.steps = try Self.steps(settings, d)
    request.cadence = settings.cadence
    request.stepDetail = .scalars
    request.start = .gaussian
    request.identityMapping = variant != .vanilla
    request.startNorm = variant == .vanilla ? settings.vanillaNorm : settings.startNorm
    request.teacherNorm = variant == .vanilla ? settings.vanillaNorm : settings.teacherNorm
    request.normBound = variant == .bounded ? settings.normBound : nil
    try request.setRate(paperTimesDimension: settings.paperRateTimesDimension, dimension: d)
    return TeacherStudentTrial(name: "fig8: \(variant.rawValue), d = \(d), seed \(seed)", request: request)
  }

  // MARK: What is shown

  private func panels(_ runs: (Variant, Int) -> [Outcome]) -> [ExperimentPanel] {
    let kinds: [(id: String, title: String, variant: Variant, isLoss: Bool)] = [
      ("a", "loss, identity mapping and norm bound", .bounded, true),
      ("b", "loss, no identity mapping", .vanilla, true),
      ("c", "loss, identity mapping, no norm bound", .unbounded, true),
      ("d", "distance, identity mapping and norm bound", .bounded, false),
      ("e", "distance, no identity mapping", .vanilla, false),
    ]
    return kinds.map { kind in
      ExperimentPanel(
        id: kind.id, title: kind.title, x: .init("step"),
        y: .init(kind.isLoss ? "loss (true scale)" : "||W − W*||_2", isLogarithmic: true),
        curves: settings.dimensions.map { d in
          let lines = runs(kind.variant, d).map { outcome -> [(x: Double, y: Double?)] in
            kind.isLoss
              ? outcome.run.against(outcome.run.losses)
              : outcome.spectral.map { (x: Double($0.step), y: $0.value) }
          }
          return SeedMeans.curve("d = \(d)", lines, .geometric)
        })
    }
  }

  private func ratio(_ values: [Double]) -> Double? {
    guard let first = values.first, let last = values.last, first > 0 else { return nil }
    return last / first
  }

  private func table(_ runs: (Variant, Int) -> [Outcome]) -> ExperimentTable {
    ExperimentTable(
      title:
        "After \(Phrase.number(settings.stepsPerDimension)) d steps (geometric means over \(settings.seeds) seeds with 95 % intervals)",
      columns: [
        "network", "d", "loss, last / first", "||W − W*||_F, last / first",
        "the same up to the order of neurons",
        "records at the bound", "ended",
      ],
      rows: Variant.allCases.flatMap { variant in
        settings.dimensions.map { d in
          let found = runs(variant, d)
          let atBound = found.reduce(0) { sum, outcome in
            sum + outcome.run.norms.dropFirst().filter { $0 >= settings.normBound * (1 - 1e-9) }.count
          }
          let records = found.reduce(0) { $0 + max(0, $1.run.norms.count - 1) }
          return [
            .text(variant.rawValue), .count(d),
            SeedMeans.cell(found.map { ratio($0.run.losses) }, .geometric, otherwise: "converged"),
            SeedMeans.cell(found.map { ratio($0.run.distances) }, .geometric, otherwise: "converged"),
            SeedMeans.cell(found.map(\.permuted.ratio), .geometric, otherwise: "converged"),
            variant == .bounded ? .text("\(atBound) of \(records)") : .text("no bound"),
            .text(
              Set(found.map { $0.run.isInOrder ? "in order" : $0.run.status }).sorted().joined(
                separator: "; ")),
          ]
        }
      })
  }

  private func findings(_ runs: (Variant, Int) -> [Outcome]) -> [ExperimentFinding] {
    func ends(_ variant: Variant, _ value: (Outcome) -> Double?) -> [(d: Int, values: [Double?])] {
      settings.dimensions.map { d in (d, runs(variant, d).map { $0.run.isInOrder ? value($0) : nil }) }
    }
    let distance = { (outcome: Outcome) in ratio(outcome.run.distances) }
    let loss = { (outcome: Outcome) in ratio(outcome.run.losses) }
    return [
      LevelFinding(
        claim: "With identity mapping and a norm bound the loss goes to zero: below "
          + "\(Phrase.number(settings.recovered * settings.recovered)) of its first value",
        source: "[S], figure 8 (a)", quantity: "last / first loss (true scale)",
        level: settings.recovered * settings.recovered, isBelow: true
      ).finding(ends(.bounded, loss)),
      LevelFinding(
        claim: "Without identity mapping the loss stays: above half of its first value",
        source: "[S], figure 8 (b)", quantity: "last / first loss (true scale)", level: 0.5, isBelow: false
      ).finding(ends(.vanilla, loss)),
      LevelFinding(
        claim: "Without identity mapping the loss does not go to zero: above "
          + "\(Phrase.number(settings.recovered * settings.recovered)) of its first value",
        source: "[S], figure 8 (b)", quantity: "last / first loss (true scale)",
        level: settings.recovered * settings.recovered, isBelow: false
      ).finding(ends(.vanilla, loss)),
      LevelFinding(
        claim: "With identity mapping and a norm bound SGD recovers W*: ||W_T − W*||_F below "
          + "\(Phrase.number(settings.recovered)) of its first value", source: "[S], figure 8 (d)",
        quantity: "last / first ||W − W*||_F", level: settings.recovered, isBelow: true
      ).finding(ends(.bounded, distance)),
      LevelFinding(
        claim:
          "Without the norm bound W approaches W* as well: ||W_T − W*||_F below a tenth of its first value",
        source: "this project, beside [S], figure 8 (c)", quantity: "last / first ||W − W*||_F", level: 0.1,
        isBelow: true
      ).finding(ends(.unbounded, distance)),
      LevelFinding(
        claim: "With the norm bound W ends nearer to W* than without it",
        source: "this project, beside [S], figure 8 (c)",
        quantity: "last / first ||W − W*||_F with the bound over that without, by seed", level: 1,
        isBelow: true
      ).finding(
        settings.dimensions.map { d in
          let pairs = zip(runs(.bounded, d), runs(.unbounded, d))
          return (
            d,
            pairs.map { bounded, unbounded -> Double? in
              guard bounded.run.isInOrder, let mine = distance(bounded) else { return nil }
              // Any end is nearer than that of a run that diverged.
              guard unbounded.run.isInOrder, let theirs = distance(unbounded) else { return 0 }
              return theirs > 0 ? mine / theirs : nil
            }
          )
        }),
      LevelFinding(
        claim:
          "Without identity mapping SGD does not recover W*: ||W_T − W*||_F stays above half of its first value",
        source: "[S], figure 8 (e)", quantity: "last / first ||W − W*||_F", level: 0.5, isBelow: false
      ).finding(ends(.vanilla, distance)),
      LevelFinding(
        claim:
          "Without identity mapping the order of the neurons does not explain it: up to that order ||W_T − W*||_F stays "
          + "above half of its first value as well", source: "this project",
        quantity: "last / first, best order",
        level: 0.5, isBelow: false
      ).finding(ends(.vanilla) { $0.permuted.ratio }),
    ]
  }

  private func notes() -> [String] {
    [
      "eta is \(Phrase.number(settings.paperRateTimesDimension)) / d in paper scale for every network; B = "
        + "\(settings.batch) fresh Gaussian inputs a step; ReLU.",
      "With identity mapping W_0 and W* are Gaussian of spectral norm \(Phrase.number(settings.startNorm)) and "
        + "\(Phrase.number(settings.teacherNorm)), the bound is \(Phrase.number(settings.normBound)); without it both are "
        + "Gaussian of spectral norm \(Phrase.number(settings.vanillaNorm)), as entries N(0, 1/d) have.",
      "Panels (d) and (e) show the spectral norm ||W − W*||_2, as [S] does; the table and the findings have ||W − W*||_F, which is "
        + "what the theorem is about.",
      "The bound cuts the first weights, whose norm is above it; the table says at how many later records it was reached. "
        + "Where at none, with and without it differ in their start alone.",
      "Curves are geometric means over seeds; bands are 95 % t intervals of the mean of the logarithms.",
    ]
  }
}
