import TwoPhaseTheory
import TwoPhaseTraining

/// What a chart shows in words: its text alternative, with the numbers that matter.
struct ChartCaption: Encodable, Sendable {
  /// The chart's name in the page.
  let id: String
  /// The words.
  let text: String

  /// The captions of a run's charts, in their order.
  static func all(_ run: RecordedRun) -> [ChartCaption] {
    guard let first = run.series.records.first, let last = run.series.records.last else {
      return ["potential", "margin", "distance", "norm", "loss"].map {
        ChartCaption(id: $0, text: "No record yet.")
      }
    }
    return [
      ChartCaption(id: "potential", text: potential(run, first, last)),
      ChartCaption(id: "margin", text: margin(run, first, last)),
      ChartCaption(id: "distance", text: distance(run, last)),
      ChartCaption(id: "norm", text: norm(run, first, last)),
      ChartCaption(id: "loss", text: loss(first, last)),
    ]
  }

  private static func short(_ value: Double?) -> String { NumberText.short(value) }

  private static func potential(_ run: RecordedRun, _ first: StepRecord, _ last: StepRecord) -> String {
    let phases = run.analysis.phases
    var text =
      "f_A goes from \(short(first.point.potential)) at step \(first.step) to \(short(last.point.potential)) at step "
      + "\(last.step). tau = \(short(phases.thresholds.potential))"
    text += phases.potentialThresholdWasBinding ? "." : ": never exceeded in this run, so it decides nothing."
    switch run.analysis.knee {
    case .found(let knee):
      text +=
        " Knee at step \(knee.step); before it |f_A| decays by \(short(knee.rate)) a step (natural logarithm)"
      text += run.analysis.predictedRate.map { ", the reduced model predicts \(short($0))." } ?? "."
    case .none(let reason): text += " No knee: \(reason)."
    }
    return text
  }

  private static func margin(_ run: RecordedRun, _ first: StepRecord, _ last: StepRecord) -> String {
    func value(_ record: StepRecord) -> String {
      record.point.marginTerms.map { "\(short($0.sum)) at step \(record.step)" }
        ?? "undefined at step \(record.step) because the run has converged"
    }
    var text = "The margin is \(value(first)) and \(value(last)) (paper scale); Phase 2 needs delta = "
    text += "\(short(run.analysis.phases.thresholds.margin))."
    if let smallest = run.analysis.phaseTwoExtremes?.smallestMargin {
      text += " Since Phase 2 began it is at least \(short(smallest.value)), at step \(smallest.step)."
    }
    if let terms = last.point.marginTerms {
      text +=
        " At the end its four terms are: constant \(short(terms.constant)), first \(short(terms.first)), "
        + "diagonal \(short(terms.diagonal)), higher \(short(terms.higher))."
    }
    return text
  }

  private static func distance(_ run: RecordedRun, _ last: StepRecord) -> String {
    guard let rise = run.analysis.distanceRise else { return "" }
    let risen =
      rise.rise > 0
      ? "It rises from \(short(rise.initial)) to \(short(rise.highest)) at step \(rise.step)"
      : "It never rises above its first value \(short(rise.initial))"
    return risen + " before Phase 2; at step \(last.step) it is \(short(last.point.distance))."
  }

  private static func norm(_ run: RecordedRun, _ first: StepRecord, _ last: StepRecord) -> String {
    var text = "||W||_2 is \(short(first.point.studentSpectralNorm)) at step \(first.step) and "
    text += "\(short(last.point.studentSpectralNorm)) at step \(last.step)"
    if let bound = run.theorem.constants[.weightBound] {
      text += "; the theorem's bound in Phase 2 is \(short(bound.value))"
    }
    return text + "."
  }

  private static func loss(_ first: StepRecord, _ last: StepRecord) -> String {
    "The population loss goes from \(short(first.point.populationLoss)) at step \(first.step) to "
      + "\(short(last.point.populationLoss)) at step \(last.step) (true scale)."
  }
}
