import TwoPhaseTheory
import TwoPhaseTraining

/// The phase report of a run as data: sections of named values, rendered as terminal text or Markdown.
public struct PhaseReport: Sendable {
  /// A named value, or a table.
  struct Section: Sendable {
    let title: String
    var lines: [(name: String, value: String)] = []
    var table: (header: [String], rows: [[String]])?
    /// The table's column of verdicts, coloured on a terminal.
    var verdictColumn: Int?
    /// Columns beside the first that are aligned on the left.
    var leftColumns: Set<Int> = []
    /// Named values below the table.
    var footer: [(name: String, value: String)] = []
  }

  let title: String
  /// The run in plain words.
  let story: String
  let sections: [Section]
  /// Who made the run, when and how.
  let provenance: RunProvenance
  /// What a reader must know before believing a number.
  let notes: [String]

  /// The report of a run.
  public init(_ run: RecordedRun) {
    title = "TwoPhase phase report: d = \(run.setting.dimension), \(run.status.phrase)"
    story = run.theorem.story.text
    sections = [
      Self.setup(run), Self.verdicts(run), Self.transitions(run), Self.potential(run), Self.claims(run),
      Self.budget(run), Self.distance(run), Self.machine(run),
    ]
    provenance = run.provenance
    notes = Self.notes(run)
  }

  private static func transitions(_ run: RecordedRun) -> Section {
    let phases = run.analysis.phases
    let thresholds = phases.thresholds
    var section = Section(title: "Transition from Phase 1 to Phase 2")
    let setting = run.setting
    let gamma = setting.gammaIsMeasured ? "gamma = max(||W_0||_2, ||W*||_2)" : "gamma given"
    let tau =
      setting.constants[.potentialThreshold] == nil
      ? "\(setting.constants.potentialThreshold?.source ?? ""), \(gamma) = \(NumberText.short(setting.gamma))"
      : "given"
    let binding = phases.potentialThresholdWasBinding ? "" : "; vacuous here: |f_A| never exceeded it"
    section.lines.append(
      ("predicate", "margin >= \(NumberText.short(thresholds.margin)) (paper scale) and |f_A| <= tau"))
    section.lines.append(("tau", "\(NumberText.short(thresholds.potential)) (\(tau))\(binding)"))
    section.lines.append(
      (
        "streaming",
        phases.transition.map {
          "step \($0.step): held for \(thresholds.dwell) records in a row, since step \($0.heldSince)"
        } ?? "none: the predicate never held for \(thresholds.dwell) records in a row"
      ))
    section.lines.append(
      (
        "retrospective",
        phases.retrospectiveStep.map { "step \($0): the predicate never failed from there on" }
          ?? "none: the predicate fails at the last record"
      ))
    switch run.analysis.knee {
    case .found(let knee):
      section.lines.append(
        (
          "knee of log|f_A|",
          "step \(knee.step), 95 % interval \(knee.low) to \(knee.high) (independent residuals)"
        ))
    case .none(let reason):
      section.lines.append(("knee of log|f_A|", "none: \(reason)"))
    }
    if let start = phases.falseStart {
      section.lines.append(
        (
          "false start",
          "steps \(start.from) to \(start.to): the margin was positive through the s-term alone"
        ))
    }
    section.lines.append(("returns", returns(phases)))
    section.lines.append(("no way back", noReturn(phases)))
    if let worst = phases.worstExcursion {
      let quantity = worst.quantity == .margin ? "margin" : "|f_A|"
      section.lines.append(
        (
          "worst excursion",
          worst.size > 0
            ? "\(quantity) at step \(worst.step), beyond its threshold by \(NumberText.short(worst.size)) of it"
            : "none: every record after the transition was inside both thresholds"
        ))
    }
    if let extremes = run.analysis.phaseTwoExtremes {
      if let margin = extremes.smallestMargin {
        section.lines.append(
          (
            "smallest margin",
            "\(NumberText.short(margin.value)) (paper scale) at step \(margin.step), since Phase 2 began"
          ))
      }
      let potential = extremes.largestPotential
      section.lines.append(
        (
          "largest |f_A|",
          "\(NumberText.short(potential.value)) at step \(potential.step), since Phase 2 began"
        ))
    }
    return section
  }

  private static func returns(_ phases: PhaseSummary) -> String {
    guard phases.transition != nil else { return "not tested: no transition" }
    guard !phases.returns.isEmpty else { return "0" }
    let shown = phases.returns.prefix(5).map { entry in
      let end = entry.endStep.map { "\($0)" } ?? "the end"
      return "steps \(entry.step) to \(end) (size \(NumberText.short(entry.size)))"
    }
    let more = phases.returns.count > 5 ? ", and \(phases.returns.count - 5) more" : ""
    return "\(phases.returns.count): " + shown.joined(separator: ", ") + more
  }

  private static func noReturn(_ phases: PhaseSummary) -> String {
    switch phases.noReturn {
    case .some(true):
      "holds: no return to Phase 1 after the transition"
        + (phases.potentialThresholdWasBinding ? "" : ", by the margin alone (tau is vacuous)")
    case .some(false):
      "violated: \(phases.returns.count) return\(phases.returns.count == 1 ? "" : "s") to Phase 1"
    case .none:
      phases.transition == nil ? "not tested: no transition" : "not tested: no record after the transition"
    }
  }

  private static func potential(_ run: RecordedRun) -> Section {
    var section = Section(title: "Potential f_A")
    let records = run.series.records
    if let first = records.first, let last = records.last {
      section.lines.append(
        (
          "f_A",
          "\(NumberText.short(first.point.potential)) at step \(first.step), "
            + "\(NumberText.short(last.point.potential)) at step \(last.step)"
        ))
    }
    let predicted = run.analysis.predictedRate
    if case .found(let knee) = run.analysis.knee {
      section.lines.append(("observed rate", "\(NumberText.short(knee.rate)) a step, up to the knee"))
    } else {
      section.lines.append(("observed rate", "undefined because there is no knee"))
    }
    section.lines.append(
      (
        "predicted rate",
        predicted.map { "\(NumberText.short($0)) a step, reduced model" }
          ?? (!run.setting.network.identityMapping
            ? "undefined because the reduced model is that of V = I + W"
            : run.series.records.first?.learningRate == nil
              ? "undefined because the learning rate is not known"
              : "undefined because the reduced model gives none")
      ))
    let rates = Set(records.compactMap(\.learningRate))
    if rates.count > 1 {
      section.lines.append(
        ("observed / predicted", "not comparable: the learning rate changed along the run"))
    } else if case .found(let knee) = run.analysis.knee, let predicted, predicted != 0 {
      section.lines.append(("observed / predicted", NumberText.short(knee.rate / predicted)))
    }
    return section
  }

  private static func budget(_ run: RecordedRun) -> Section {
    var section = Section(title: "Margin budget (paper scale)")
    let analysis = run.analysis
    let columns = [
      ("start", analysis.budgetAtStart), ("transition", analysis.budgetAtTransition),
      ("end", analysis.budgetAtEnd),
    ]
    let rows = columns.map { name, budget -> [String] in
      guard let budget else { return [name, "none", "", "", "", "", ""] }
      guard let terms = budget.terms else { return [name, "\(budget.step)", "converged", "", "", "", ""] }
      let values = [terms.sum, terms.constant, terms.first, terms.diagonal, terms.higher]
      return [name, "\(budget.step)"] + values.map { NumberText.signed($0) }
    }
    section.table = (["", "step", "margin", "constant", "first", "diagonal", "higher"], rows)
    return section
  }

  private static func distance(_ run: RecordedRun) -> Section {
    var section = Section(title: "Distance ||W - W*||_F")
    guard let rise = run.analysis.distanceRise, let last = run.series.records.last else { return section }
    let risen =
      rise.rise > 0
      ? "rose from \(NumberText.short(rise.initial)) to \(NumberText.short(rise.highest)) at step \(rise.step) "
        + "(by \(NumberText.short(rise.rise)))"
      : "never rose above its first value \(NumberText.short(rise.initial))"
    let span = run.analysis.phases.transition == nil ? "in the run" : "in Phase 1"
    section.lines.append((span, risen))
    section.lines.append(("at the end", "\(NumberText.short(last.point.distance)) at step \(last.step)"))
    section.lines.append(
      ("loss at the end", "\(NumberText.short(last.point.populationLoss)) (population, true scale)"))
    return section
  }

  private static func machine(_ run: RecordedRun) -> Section {
    let performance = run.performance
    let backend = performance.backend
    var section = Section(title: "Machine")
    section.lines.append(
      ("BLAS", "\(backend.name), \(backend.threads) thread\(backend.threads == 1 ? "" : "s")"))
    let rate = performance.seconds > 0 ? Double(performance.steps) / performance.seconds : nil
    section.lines.append(
      (
        "time",
        "\(NumberText.brief(performance.seconds)) s, \(rate.map { NumberText.brief($0) } ?? "undefined") steps/s"
      ))
    section.lines.append(
      (
        "matrix products",
        "\(performance.gigaflops.map { NumberText.brief($0) } ?? "undefined") GF/s over the whole loop; "
          + "measured GEMM peak with these threads \(NumberText.brief(performance.peakGigaflops)) GF/s"
      ))
    return section
  }

  static func notes(_ run: RecordedRun) -> [String] {
    var notes: [String] = []
    switch run.origin {
    case .training(let training):
      if training.data != nil { notes.append(Self.closedForms) }
    case .trajectory(let read):
      if run.theorem.verdicts[.h1]?.verdict == .violated { notes.append(Self.closedForms) }
      if let hint = read.readingHint { notes.append(hint) }
      if let note = rateNote(run) { notes.append(note) }
    }
    if run.repeatsWereInterrupted {
      notes.append("The repeats were interrupted: \(run.theorem.seeds.count) seeds are used.")
    }
    if case .running(let step) = run.status {
      notes.append("The run is under way; this is what was recorded up to step \(step).")
    }
    if case .interrupted(let step) = run.status {
      notes.append("The run was interrupted at step \(step); everything recorded up to there is kept.")
    }
    if case .diverged(let step) = run.status {
      notes.append("The run diverged at step \(step); everything recorded before is kept.")
    }
    if let advice = run.performance.backend.advice { notes.append(advice) }
    return notes
  }

  private static let closedForms =
    "The inputs are a fixed data set; loss, margin and predictions are the closed forms for x ~ N(0, I) "
    + "and say nothing of other inputs."

  /// A warning when the steps do not look as if they were made with the given learning rate.
  private static func rateNote(_ run: RecordedRun) -> String? {
    guard let factor = run.theorem.impliedRate?.factor, run.series.count > 10, abs(factor - 1) > 0.2 else {
      return nil
    }
    return "The steps are \(NumberText.short(factor)) times those that the learning rate makes of -grad L. "
      + "L is the mean squared residual without a factor 1/2 (a loss with 1/2 has half the eta); "
      + "--layout, --includes-identity and the teacher's own may be wrong too."
  }
}
