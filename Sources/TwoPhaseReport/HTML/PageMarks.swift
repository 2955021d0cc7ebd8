import TwoPhaseTheory
import TwoPhaseTraining

/// What the charts of a run draw beside its records.
struct PageMarks: Encodable, Sendable {
  /// The first and the last record's step; null without records.
  let first: Nullable<Int>
  let last: Nullable<Int>
  /// When Phase 2 began, and the step that confirmed it.
  let began: Nullable<Int>
  let confirmed: Nullable<Int>
  /// The returns to Phase 1, as many as are drawn; the last may still be open.
  let returns: [Span]
  let knee: Nullable<KneeMark>
  /// The predicate's thresholds: tau, and delta in paper scale.
  let tau: Double
  let delta: Double
  /// |f_A| as the reduced model predicts it from the first record.
  let prediction: Nullable<Prediction>

  struct Span: Encodable, Sendable {
    let from: Int
    let to: Nullable<Int>
  }

  struct KneeMark: Encodable, Sendable {
    let step: Int
    let low: Int
    let high: Int
  }

  struct Prediction: Encodable, Sendable {
    let step: Int
    let value: Double
    let rate: Double
  }

  /// More returns than anyone tells apart on a screen.
  static let drawnReturns = 1000

  init(_ run: RecordedRun) {
    let (records, phases) = (run.series.records, run.analysis.phases)
    first = Nullable(records.first?.step)
    last = Nullable(records.last?.step)
    began = Nullable(phases.transition?.heldSince)
    confirmed = Nullable(phases.transition?.step)
    returns = phases.returns.prefix(Self.drawnReturns).map { Span(from: $0.step, to: Nullable($0.endStep)) }
    knee = Nullable(run.analysis.foundKnee.map { KneeMark(step: $0.step, low: $0.low, high: $0.high) })
    tau = phases.thresholds.potential
    delta = phases.thresholds.margin
    let rate = run.analysis.predictedRate.flatMap { $0.isFinite ? $0 : nil }
    prediction = Nullable(
      records.first.flatMap { record in
        rate.map { Prediction(step: record.step, value: abs(record.point.potential), rate: $0) }
      })
  }
}

extension RunAnalysis {
  /// The knee; nil when there is none.
  var foundKnee: Knee? {
    if case .found(let knee) = knee { return knee }
    return nil
  }

  /// The steps that a page must not leave out.
  var markedSteps: [Int] {
    [phases.transition?.heldSince, phases.transition?.step, foundKnee?.step].compactMap { $0 }
      + phases.returns.flatMap { [$0.step, $0.endStep].compactMap { $0 } }
  }
}
