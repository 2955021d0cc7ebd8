import Foundation
import LinearAlgebra
import TwoPhaseTheory
import TwoPhaseTraining

/// What the templates of a run's page show: texts, made here, escaped there.
struct RunPageBody: Sendable {
  /// A row of the verdict table.
  struct VerdictRow: Sendable {
    let id: String
    let title: String
    let statement: String
    /// The verdict's word, the class of its colour and a sign that tells it without colour.
    let word: String
    let kind: String
    let sign: String
    let quantity: String
    let required: String
    let observed: String
    let margin: String
    let step: String
    let reason: String
  }

  /// A chart's frame.
  struct Chart: Sendable {
    let id: String
    let title: String
    let scale: String
    let caption: String
  }

  let name: String
  let headline: String
  let story: String
  let status: String
  let statusWord: String
  let isLive: Bool
  let hasRecords: Bool
  let timeline: Timeline?
  let marks: String
  let captions: String
  let numbers: [PageFact]
  let verdicts: [VerdictRow]
  let profile: String
  let promise: String
  let charts: [Chart]
  let decimation: String?
  let settings: [PageFact]
  let command: String?
  let workingFolder: String?
  let origins: [PageFact]
  let notes: [String]

  /// - Parameter series: what the page holds of the records; nil for a summary, which holds none.
  init(_ run: RecordedRun, isLive: Bool, series: EmbeddedSeries?) {
    self.isLive = isLive
    name = RunName.text(run)
    headline = RunHeadline.text(run)
    story = run.series.count == 0 ? "Nothing has been recorded yet." : run.theorem.story.text
    status = run.status.phrase + ", \(run.series.count) record\(run.series.count == 1 ? "" : "s")"
    statusWord = run.status.word
    hasRecords = run.series.count > 0
    timeline = Timeline(run)
    let captions = ChartCaption.all(run)
    // Documents of finite numbers and plain texts: encoding them does not fail.
    marks = (try? ScriptData.json(PageMarks(run))) ?? "null"
    self.captions = (try? ScriptData.json(captions)) ?? "[]"
    numbers = Self.numbers(run)
    verdicts = Self.verdicts(run)
    profile = run.theorem.constants.profile
    promise = PhaseReport.promise(run.theorem.verdicts)
    charts = Self.charts(captions)
    decimation = series.flatMap { series in
      series.count < series.total
        ? "The page holds \(series.count) of \(series.total) records: of each stretch the least and the largest of every "
          + "quantity, and all marked steps. Every value of all \(series.total) records is in series.csv."
        : nil
    }
    settings = RunSettingsList(run).entries.map { PageFact(name: $0.name, value: $0.value) }
    command = run.provenance.command
    workingFolder = run.provenance.workingFolder
    origins = Self.origins(run)
    notes = PhaseReport.notes(run)
  }

  private static func charts(_ captions: [ChartCaption]) -> [Chart] {
    let titles = [
      "potential": ("Potential |f_A|", "logarithmic axis; f_A is the same in true and paper scale"),
      "margin": ("One-point margin and its four terms", "paper scale"),
      "distance": ("Distance ‖W − W*‖_F", "the weights' own unit"),
      "norm": ("Spectral norm ‖W‖₂", "the weights' own unit"),
      "loss": ("Loss", "true scale, logarithmic axis"),
    ]
    return captions.map { caption in
      let (title, scale) = titles[caption.id] ?? (caption.id, "")
      return Chart(id: caption.id, title: title, scale: scale, caption: caption.text)
    }
  }

  private static func numbers(_ run: RecordedRun) -> [PageFact] {
    guard let last = run.series.records.last else { return [PageFact(name: "records", value: "none yet")] }
    let (phases, short) = (run.analysis.phases, NumberText.short)
    var facts = [
      PageFact(
        name: "Phase 2 began", value: phases.transition.map { "step \($0.heldSince)" } ?? "not in this run"),
      PageFact(
        name: "returns to Phase 1",
        value: phases.transition == nil ? "not tested: no transition" : "\(phases.returns.count)"),
    ]
    if let knee = run.analysis.foundKnee {
      facts.append(
        PageFact(name: "knee of log |f_A|", value: "step \(knee.step) (\(knee.low) to \(knee.high))"))
      let predicted = run.analysis.predictedRate.map { "; predicted \(short($0))" } ?? ""
      facts.append(PageFact(name: "decay of |f_A| a step", value: short(knee.rate) + predicted))
    } else {
      facts.append(PageFact(name: "knee of log |f_A|", value: "none"))
    }
    if let margin = run.analysis.phaseTwoExtremes?.smallestMargin {
      facts.append(
        PageFact(
          name: "smallest margin in Phase 2 (paper scale)",
          value: "\(short(margin.value)) at step \(margin.step)"
        ))
    }
    facts += [
      PageFact(name: "f_A at the last record", value: short(last.point.potential)),
      PageFact(name: "‖W − W*‖_F at the last record", value: short(last.point.distance)),
      PageFact(name: "loss at the last record (true scale)", value: short(last.point.populationLoss)),
    ]
    return facts
  }

  private static func verdicts(_ run: RecordedRun) -> [VerdictRow] {
    let verdicts = run.theorem.verdicts
    return (verdicts.hypotheses + verdicts.conclusions).map { finding in
      let check = finding.deciding
      let none = "–"
      return VerdictRow(
        id: finding.part.id.rawValue, title: finding.part.title, statement: finding.part.statement,
        word: finding.verdict.word, kind: finding.verdict.rawValue, sign: finding.verdict.sign,
        quantity: check.name,
        required: check.required.map { "\(check.relation.sign) \(NumberText.compact($0))" } ?? none,
        observed: check.observed.map(NumberText.compact) ?? none,
        margin: check.margin.map(NumberText.compact) ?? none, step: check.step.map { "\($0)" } ?? none,
        reason: check.reason)
    }
  }

  private static func origins(_ run: RecordedRun) -> [PageFact] {
    let (made, backend) = (run.provenance, run.performance.backend)
    let started = made.startedAt.map { $0.formatted(.iso8601) }
    let facts: [(String, String?)] = [
      ("run in the store", made.id.map { "\($0)" }), ("started", started),
      ("version", made.version.map { "TwoPhase \($0)" }), ("machine", made.host),
      ("processor", made.processor),
      ("system", made.system),
      ("BLAS", "\(backend.name), \(backend.threads) thread\(backend.threads == 1 ? "" : "s")"),
    ]
    return facts.map { PageFact(name: $0, value: $1 ?? "not recorded") }
  }
}

extension Verdict {
  /// Tells verdicts apart without colour.
  var sign: String {
    switch self {
    case .holds: "✓"
    case .violated: "✗"
    case .vacuous: "○"
    case .notTested: "?"
    }
  }
}

extension TheoremCheck.Relation {
  /// The relation as it is printed.
  var sign: String {
    switch self {
    case .below: "<"
    case .atMost: "≤"
    case .atLeast: "≥"
    case .above: ">"
    }
  }
}
