import TwoPhaseTheory

/// The columns that every sweep's table has, beside number and variables.
public enum SweepColumns {
  /// All of them, in the order of the store and of runs.csv.
  public static let all: [SweepColumn] = settings + endings + phases + extremes + verdicts + costs

  /// A column's place in `all` by its name.
  public static let index: [String: Int] = Dictionary(
    uniqueKeysWithValues: all.enumerated().map { ($1.name, $0) })

  /// A column by its name.
  public static func named(_ name: String) -> SweepColumn? { index[name].map { all[$0] } }

  static let settings: [SweepColumn] = [
    .init("dimension", .integer, .setting, "d"),
    .init("start", .text, .setting, "the student's start"),
    .init("startNorm", .real, .setting, "the norm that the start was scaled to"),
    .init("teacher", .text, .setting, "the teacher's file; none for a Gaussian one"),
    .init("teacherNorm", .real, .setting, "the spectral norm that the teacher was scaled to"),
    .init("slope", .real, .setting, "PReLU's slope a"),
    .init("readout", .text, .setting, "the readout"),
    .init("identityMapping", .flag, .setting, "whether V = I + W"),
    .init("gradient", .text, .setting, "population or sampled"),
    .init("batch", .integer, .setting, "B; none for the population gradient"),
    .init("learningRate", .real, .setting, "eta (true scale)"),
    .init("paperLearningRate", .real, .setting, "etahat (paper scale)"),
    .init("schedule", .text, .setting, "how the learning rate goes"),
    .init("steps", .integer, .setting, "updates asked for"),
    .init("every", .integer, .setting, "steps from record to record"),
    .init("measure", .text, .setting, "what was measured of the steps"),
    .init("seed", .text, .setting, "the seed of every random number"),
  ]

  static let endings: [SweepColumn] = [
    .init(
      "status", .text, .outcome, "completed, converged, diverged, undefined, or failed: it could not be run"),
    .init("statusStep", .integer, .outcome, "the step at which it ended early"),
    .init("ending", .text, .outcome, "how it ended, in words; why it failed"),
    .init("lastStep", .integer, .outcome, "the last record's step"),
    .init("records", .integer, .outcome, "records made"),
    .init("studentSpectralNorm", .real, .outcome, "||W_0||_2"),
    .init("teacherSpectralNorm", .real, .outcome, "||W*||_2"),
    .init("gammaUsed", .real, .outcome, "the theorem's gamma: given, or max(||W_0||_2, ||W*||_2)"),
    .init("potentialThreshold", .real, .outcome, "tau"),
  ]

  static let phases: [SweepColumn] = [
    .init("hasTransition", .flag, .outcome, "whether a transition to Phase 2 was confirmed"),
    .init(
      "hasPhaseOne", .flag, .outcome,
      "whether a record failed the Phase-2 predicate before Phase 2, or at all without a transition"),
    .init(
      "potentialIsBinding", .flag, .outcome, "whether |f_A| exceeded tau anywhere; tau is vacuous otherwise"),
    .init(
      "transitionStep", .integer, .outcome, "T_1: the first step of Phase 2, by the streaming transition"),
    .init("confirmationStep", .integer, .outcome, "the step at which the transition was confirmed"),
    .init("retrospectiveStep", .integer, .outcome, "one past the last record at which the predicate failed"),
    .init("returns", .integer, .outcome, "returns to Phase 1 after the transition"),
    .init(
      "noReturn", .flag, .outcome, "whether the run stayed in Phase 2; none where there was nothing to test"),
    .init(
      "worstExcursion", .real, .outcome,
      "the worst relative violation after the transition; at most 0 when none"),
    .init("kneeStep", .integer, .outcome, "the knee of log|f_A|"),
    .init("rate", .real, .outcome, "decay of |f_A| a step, up to the knee"),
    .init("predictedRate", .real, .outcome, "decay of |f_A| a step by the reduced model"),
  ]

  static let extremes: [SweepColumn] = [
    .init("initialMargin", .real, .outcome, "margin at the start (paper scale)"),
    .init("margin", .real, .outcome, "smallest margin of the run (paper scale)"),
    .init("marginStep", .integer, .outcome, "its step"),
    .init("phaseTwoMargin", .real, .outcome, "smallest margin since Phase 2 began (paper scale)"),
    .init("finalMargin", .real, .outcome, "margin at the end (paper scale)"),
    .init("initialPotential", .real, .outcome, "f_A at the start"),
    .init("finalPotential", .real, .outcome, "f_A at the end"),
    .init("phaseTwoPotential", .real, .outcome, "largest |f_A| since Phase 2 began"),
    .init("initialDistance", .real, .outcome, "||W_0 - W*||_F"),
    .init("finalDistance", .real, .outcome, "||W - W*||_F at the end"),
    .init("distanceRise", .real, .outcome, "how far ||W - W*||_F rose above its first value before Phase 2"),
    .init("initialLoss", .real, .outcome, "L at the start (true scale)"),
    .init("finalLoss", .real, .outcome, "L at the end (true scale)"),
    .init("largestNorm", .real, .outcome, "largest ||W||_2 of the run"),
  ]

  static let verdicts: [SweepColumn] = TheoremPart.ID.allCases.flatMap { id -> [SweepColumn] in
    let part = id.rawValue
    return [
      .init(part, .verdict, .outcome, "the verdict on \(part)"),
      .init(part + "Required", .real, .outcome, "what \(part)'s deciding inequality requires"),
      .init(part + "Observed", .real, .outcome, "what was observed"),
      .init(part + "Margin", .real, .outcome, "how far it is on the good side"),
      .init(part + "Step", .integer, .outcome, "at which step"),
    ]
  }

  static let costs: [SweepColumn] = [
    .init("seconds", .real, .cost, "wall time, seconds"),
    .init("threads", .integer, .cost, "threads that made it"),
    .init("host", .text, .cost, "the machine that made it"),
    .init("finishedAt", .text, .cost, "when it was done, ISO 8601, UTC"),
    .init("shard", .text, .cost, "the cluster task that made it; none on one machine"),
  ]
}
