import Foundation
import LinearAlgebra
import Statistics
import TwoPhaseTheory
import TwoPhaseTraining

/// The main theorem's "random, zero and standard all work": from which starts SGD reaches W*, through which phases, and how the
/// number of steps grows with d.
public struct InitialisationExperiment: Experiment {
  /// The word in a file.
  public static let kind = "initialisation"

  /// A start as a file names it.
  public struct Start: Sendable, Decodable {
    /// One of `StudentStart.words`.
    public var start: String
    /// Its norm; nil for the start's own.
    public var norm: Double?
    /// In the key.
    public var label: String

    enum CodingKeys: String, CodingKey, CaseIterable { case start, norm, label }
  }

  /// What a file sets.
  public struct Settings: ExperimentSettings {
    /// The starts.
    public var starts: [Start]
    /// d.
    public var dimensions: [Int]
    /// Dimensions from this one on get one seed.
    public var singleSeedFrom: Int
    /// etahat d (paper scale).
    public var paperRateTimesDimension: Double
    /// B.
    public var batch: Int
    /// The most updates, as a multiple of d.
    public var stepsPerDimension: Double
    /// A record every so many steps.
    public var cadence: Int
    /// Seeds.
    public var seeds: Int
    /// ||W*||_2.
    public var teacherNorm: Double
    /// ||W - W*||_F that counts as reached.
    public var target: Double

    enum CodingKeys: String, CodingKey, CaseIterable {
      case starts, dimensions, singleSeedFrom, paperRateTimesDimension, batch, stepsPerDimension, cadence,
        seeds
      case teacherNorm, target
    }
    /// All keys.
    public static var keys: [String] { CodingKeys.allCases.map(\.rawValue) }
  }

  private let settings: Settings
  private let starts: [StudentStart]

  /// Refuses settings that no run could have.
  public init(settings: Settings) throws {
    try SettingCheck.notEmpty("starts", settings.starts.count)
    try SettingCheck.dimensions("dimensions", settings.dimensions)
    try SettingCheck.atLeast(1, "batch", settings.batch)
    try SettingCheck.atLeast(1, "cadence", settings.cadence)
    try SettingCheck.seeds(settings.seeds)
    try SettingCheck.different("starts: label", settings.starts.map(\.label))
    try SettingCheck.positive(
      "paperRateTimesDimension, stepsPerDimension, target",
      [settings.paperRateTimesDimension, settings.stepsPerDimension, settings.target])
    starts = try settings.starts.map { given in
      guard StudentStart.words.contains(given.start) else {
        throw ExperimentSettingError(
          "starts", found: "'\(MessageText.line(given.start, limit: 60))'",
          expected: "one of: \(StudentStart.words.joined(separator: ", "))")
      }
      return try StudentStart(given.start)
    }
    for d in settings.dimensions { _ = try Self.steps(settings, d) }
    self.settings = settings
  }

  private static func steps(_ settings: Settings, _ d: Int) throws -> Int {
    try SettingCheck.steps("stepsPerDimension", settings.stepsPerDimension * Double(d))
  }

  private struct Cell: Sendable {
    let start: Int
    let dimension: Int
    let seed: Int
  }

  /// Runs every start, dimension and seed; the largest dimensions first, so that no worker is left alone with one.
  public func perform(_ context: ExperimentContext) throws -> ExperimentOutcome {
    let cells = settings.dimensions.sorted(by: >).flatMap { d in
      starts.indices.flatMap { start in
        (0..<(d >= settings.singleSeedFrom ? 1 : settings.seeds)).map {
          Cell(start: start, dimension: d, seed: $0)
        }
      }
    }
    let outcomes = try context.trials(cells.count) { index in
      RunOutcome(try trial(cells[index], seed: context.seed).conduct(context))
    }
    func runs(_ start: Int, _ d: Int) -> [RunOutcome] {
      zip(cells, outcomes).filter { $0.0.start == start && $0.0.dimension == d }.map(\.1)
    }
    let fits = starts.indices.map { start in
      PowerLaw(
        settings.dimensions.flatMap { d in
          runs(start, d).compactMap { run in run.reachedAt.map { (x: Double(d), y: Double($0), seed: 0) } }
        })
    }
    return ExperimentOutcome(
      panels: panels(runs, fits), tables: [table(runs), exponents(fits)], findings: findings(runs, fits),
      notes: notes())
  }

  private func trial(_ cell: Cell, seed: UInt64) throws -> TeacherStudentTrial {
    var request = RunRequest()
    request.dimension = cell.dimension
    request.seed = seed &+ UInt64(cell.seed)
    request.batch = settings.batch
    request.start = starts[cell.start]
    request.startNorm = settings.starts[cell.start].norm
    request.teacherNorm = settings.teacherNorm
    request.steps = try Self.steps(settings, cell.dimension)
    request.cadence = settings.cadence
    request.stepDetail = .scalars
    request.stopDistance = settings.target
    try request.setRate(paperTimesDimension: settings.paperRateTimesDimension, dimension: cell.dimension)
    let label = settings.starts[cell.start].label
    return TeacherStudentTrial(
      name: "initialisation: \(label), d = \(cell.dimension), seed \(request.seed)", request: request)
  }

  // MARK: What is shown

  private func panels(_ runs: (Int, Int) -> [RunOutcome], _ fits: [PowerLaw?]) -> [ExperimentPanel] {
    let dimensions = settings.dimensions.sorted()
    // The largest dimension that has all seeds.
    let shown = dimensions.last { $0 < settings.singleSeedFrom } ?? dimensions.last ?? 0
    let distances = ExperimentPanel(
      id: "a", title: "distance, d = \(shown)", x: .init("step"),
      y: .init("||W − W*||_F", isLogarithmic: true),
      curves: starts.indices.map { start in
        SeedMeans.curve(
          settings.starts[start].label, runs(start, shown).map { $0.against($0.distances) }, .geometric)
      })
    // f_A passes through zero: a mean of its logarithm would be of noise.
    let potentials = ExperimentPanel(
      id: "b", title: "potential, d = \(shown), first seed", x: .init("step", isLogarithmic: true),
      y: .init("|f_A|", isLogarithmic: true),
      curves: starts.indices.map { start in
        SeedMeans.curve(
          settings.starts[start].label,
          runs(start, shown).prefix(1).map { $0.against($0.potentials.map(abs)) })
      })
    let growth = ExperimentPanel(
      id: "c", title: "steps to ||W − W*||_F ≤ \(Phrase.number(settings.target))",
      x: .init("d", isLogarithmic: true),
      y: .init("steps", isLogarithmic: true),
      curves: starts.indices.map { start in
        let points = dimensions.map { d -> ExperimentCurve.Point in
          let mean = SeedMeans.mean(runs(start, d).map { $0.reachedAt.map(Double.init) }, .geometric)
          return .init(x: Double(d), y: mean?.mean, low: mean?.low, high: mean?.high)
        }
        return ExperimentCurve(
          label: settings.starts[start].label, seeds: settings.seeds, marksPoints: true, points: points)
      })
    return [
      distances, potentials, growth,
    ]
  }

  private func table(_ runs: (Int, Int) -> [RunOutcome]) -> ExperimentTable {
    ExperimentTable(
      title: "Phases and steps to ||W − W*||_F ≤ \(Phrase.number(settings.target))",
      columns: [
        "start", "d", "reached", "steps", "steps × etahat (paper scale)", "Phase 2 began at step", "returns",
      ],
      rows: starts.indices.flatMap { start in
        settings.dimensions.sorted().map { d in
          let found = runs(start, d)
          let reached = found.compactMap(\.reachedAt)
          let etahat = settings.paperRateTimesDimension / Double(d)
          let began = found.compactMap(\.transition)
          return [
            .text(settings.starts[start].label), .count(d), .text("\(reached.count) of \(found.count)"),
            SeedMeans.cell(
              found.map { $0.reachedAt.map(Double.init) }, .geometric,
              otherwise: found.first { $0.reachedAt == nil }.map { "not reached: \($0.status)" } ?? "0"),
            SeedMeans.cell(
              found.map { $0.reachedAt.map { Double($0) * etahat } }, .geometric, otherwise: "not reached"),
            .text(
              began.isEmpty
                ? "no transition"
                : began.count == found.count
                  ? (Set(began) == [0]
                    ? "0: no Phase 1" : began.sorted().map { "\($0)" }.joined(separator: ", "))
                  : "\(began.count) of \(found.count) runs: "
                    + began.sorted().map { "\($0)" }.joined(separator: ", ")),
            .count(found.reduce(0) { $0 + $1.returns }),
          ]
        }
      })
  }

  private func exponents(_ fits: [PowerLaw?]) -> ExperimentTable {
    ExperimentTable(
      title: "steps = c d^p, fitted over all runs that reached the target", columns: ["start", "p", "runs"],
      rows: starts.indices.map { start in
        [
          .text(settings.starts[start].label),
          fits[start].map { .interval($0.exponent.estimate, low: $0.exponent.low, high: $0.exponent.high) }
            ?? .text("undefined: fewer than three runs or one dimension"),
          .count(fits[start]?.count ?? 0),
        ]
      })
  }

  private func findings(_ runs: (Int, Int) -> [RunOutcome], _ fits: [PowerLaw?]) -> [ExperimentFinding] {
    var findings = starts.indices.map { start -> ExperimentFinding in
      let all = settings.dimensions.flatMap { runs(start, $0) }
      let reached = all.filter { $0.reachedAt != nil }.count
      let lost = all.first { $0.reachedAt == nil }
      return ExperimentFinding(
        claim: "SGD from the \(settings.starts[start].label) start reaches W*",
        source: Self.source(starts[start]),
        verdict: reached == all.count ? .holds : .violated,
        evidence:
          "\(reached) of \(all.count) runs reached ||W − W*||_F ≤ \(Phrase.number(settings.target)), d = "
          + Phrase.list(settings.dimensions.sorted().map { "\($0)" })
          + (lost.map {
            "; the first that did not (\($0.status)) ended at distance \(Phrase.number($0.distances.last ?? 0))"
          } ?? ""))
    }
    findings.append(polynomial(runs, fits))
    return findings
  }

  /// Whose claim it is that a start works.
  private static func source(_ start: StudentStart) -> String {
    switch start {
    case .gaussian, .zero, .standard: "[S], main theorem"
    case .orthogonal, .wrongWay, .file: "this project, after [S], main theorem"
    }
  }

  /// A degree that "polynomial" is held to: no finite range of d tells a polynomial from anything else.
  private static let degree = 2.0

  /// Fitted exponents against the degree, with the coefficient of (log d)^2, which shows growth beyond one power.
  private func polynomial(_ runs: (Int, Int) -> [RunOutcome], _ fits: [PowerLaw?]) -> ExperimentFinding {
    var missing = 0
    let known = starts.indices.map { start -> String in
      let all = settings.dimensions.flatMap { d in runs(start, d).map { (x: log(Double(d)), run: $0) } }
      let points = all.compactMap { one in one.run.reachedAt.map { (x: one.x, y: Double($0)) } }.filter {
        $0.y > 0
      }
      missing += all.count - points.count
      let label = settings.starts[start].label
      guard let fit = fits[start] else { return "\(label): too few runs reached it" }
      let bend = LinearRegression(
        rows: points.map { [$0.x, $0.x * $0.x] }, values: points.map { log($0.y) })?.coefficients[1]
      return "\(label): \(fit.text)"
        + (bend.map {
          ", coefficient of (log d)^2 \(Phrase.number($0.estimate)) (\(Phrase.number($0.low)) to \(Phrase.number($0.high)))"
        } ?? "")
    }
    let exponents = fits.compactMap { $0?.exponent }
    let isBelow =
      missing == 0 && exponents.count == starts.count && exponents.allSatisfy { $0.high < Self.degree }
    return ExperimentFinding(
      claim: "The number of steps is polynomial in d: over the dimensions measured, of degree below "
        + Phrase.number(Self.degree),
      source: "[S], main theorem",
      verdict: exponents.contains { $0.low > Self.degree } ? .violated : isBelow ? .holds : .notTested,
      evidence: known.joined(separator: "; ") + ". "
        + (missing == 0 ? "" : "\(Phrase.count(missing, "run")) did not reach it. ")
        + "The learning rate falls as 1/d here, which alone makes T grow as d; \(settings.dimensions.count) dimensions tell an "
        + "exponent in their range, not a law beyond it")
  }

  private func notes() -> [String] {
    [
      "ReLU, B = \(settings.batch), etahat = \(Phrase.number(settings.paperRateTimesDimension)) / d (paper scale), "
        + "||W*||_2 = \(Phrase.number(settings.teacherNorm)), records every \(settings.cadence) steps: a step count is the first "
        + "record's at or below the target.",
      "Phase 2 began: the first record of a confirmed transition, with gamma = max(||W_0||_2, ||W*||_2); where 197 gamma^2 "
        + "exceeds |f_A| the margin alone decides.",
    ]
  }
}
