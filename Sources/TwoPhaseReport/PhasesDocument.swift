import TwoPhaseTheory
import TwoPhaseTraining

/// What a run says about its phases, as report.json holds it.
struct PhasesDocument: Encodable, Sendable {
  let streaming: Streaming
  let retrospective: Retrospective
  let knee: KneeDocument
  let noReturn: Nullable<Bool>
  let worstExcursion: Nullable<Excursion>
  let potentialThresholdWasBinding: Bool
  let budgets: Budgets
  let distanceRise: Nullable<Rise>

  struct Streaming: Encodable, Sendable {
    let step: Nullable<Int>
    let heldSince: Nullable<Int>
    let dwell: Int
    let returns: [Return]
    let falseStart: Nullable<Span>
  }

  struct Return: Encodable, Sendable {
    let step: Int
    let endStep: Nullable<Int>
    let size: Nullable<Double>
    let worstPotential: Nullable<Double>
    let worstMarginPaper: Nullable<Double>
  }

  struct Span: Encodable, Sendable {
    let from: Int
    let to: Int
  }

  struct Retrospective: Encodable, Sendable {
    let step: Nullable<Int>
  }

  struct KneeDocument: Encodable, Sendable {
    let step: Nullable<Int>
    let low: Nullable<Int>
    let high: Nullable<Int>
    let rate: Nullable<Double>
    let rateAfter: Nullable<Double>
    let predictedRate: Nullable<Double>
    let reason: Nullable<String>
  }

  struct Excursion: Encodable, Sendable {
    let step: Int
    let size: Nullable<Double>
    let quantity: String
    let value: Nullable<Double>
  }

  struct Budgets: Encodable, Sendable {
    let start: Nullable<Budget>
    let transition: Nullable<Budget>
    let end: Nullable<Budget>
  }

  struct Budget: Encodable, Sendable {
    let step: Int
    let marginTermsPaper: Nullable<MarginTerms>
  }

  struct Rise: Encodable, Sendable {
    let initial: Double
    let highest: Double
    let step: Int
    let rise: Double
  }

  init(_ analysis: RunAnalysis) {
    let phases = analysis.phases
    streaming = Streaming(
      step: Nullable(phases.transition?.step), heldSince: Nullable(phases.transition?.heldSince),
      dwell: phases.thresholds.dwell,
      returns: phases.returns.map {
        Return(
          step: $0.step, endStep: Nullable($0.endStep), size: finite($0.size),
          worstPotential: finite($0.worstPotential), worstMarginPaper: finite($0.worstMargin))
      },
      falseStart: Nullable(phases.falseStart.map { Span(from: $0.from, to: $0.to) }))
    retrospective = Retrospective(step: Nullable(phases.retrospectiveStep))
    switch analysis.knee {
    case .found(let knee):
      self.knee = KneeDocument(
        step: Nullable(knee.step), low: Nullable(knee.low), high: Nullable(knee.high),
        rate: Nullable(knee.rate),
        rateAfter: Nullable(knee.rateAfter), predictedRate: Nullable(analysis.predictedRate),
        reason: Nullable(nil))
    case .none(let reason):
      self.knee = KneeDocument(
        step: Nullable(nil), low: Nullable(nil), high: Nullable(nil), rate: Nullable(nil),
        rateAfter: Nullable(nil), predictedRate: Nullable(analysis.predictedRate),
        reason: Nullable("\(reason)"))
    }
    noReturn = Nullable(phases.noReturn)
    worstExcursion = Nullable(
      phases.worstExcursion.map {
        Excursion(
          step: $0.step, size: finite($0.size), quantity: $0.quantity.rawValue, value: finite($0.value))
      })
    potentialThresholdWasBinding = phases.potentialThresholdWasBinding
    func budget(_ budget: RunAnalysis.Budget?) -> Nullable<Budget> {
      Nullable(budget.map { Budget(step: $0.step, marginTermsPaper: Nullable($0.terms)) })
    }
    budgets = Budgets(
      start: budget(analysis.budgetAtStart), transition: budget(analysis.budgetAtTransition),
      end: budget(analysis.budgetAtEnd))
    distanceRise = Nullable(
      analysis.distanceRise.map {
        Rise(initial: $0.initial, highest: $0.highest, step: $0.step, rise: $0.rise)
      })
  }
}

/// Null for a number that is missing or infinite: JSON has no infinity.
private func finite(_ value: Double?) -> Nullable<Double> {
  Nullable(value.flatMap { $0.isFinite ? $0 : nil })
}
