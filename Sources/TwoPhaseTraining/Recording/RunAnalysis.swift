import Foundation
import TwoPhaseTheory

/// What a recorded run says about its phases: data, before it is text. theory.md section 8.
public struct RunAnalysis: Sendable, Equatable {
  /// The margin budget at one record.
  public struct Budget: Sendable, Equatable {
    /// The step.
    public let step: Int
    /// The four terms, paper scale; nil when converged.
    public let terms: MarginTerms?
  }

  /// How far ||W - W*||_F rose above its first value before the transition.
  public struct DistanceRise: Sendable, Equatable {
    /// ||W_0 - W*||_F.
    public let initial: Double
    /// The largest ||W - W*||_F in Phase 1.
    public let highest: Double
    /// The step of the largest.
    public let step: Int
    /// The rise: zero when the distance never exceeded its first value.
    public var rise: Double { highest - initial }
  }

  /// The extremes of the predicate's two quantities in Phase 2.
  public struct PhaseTwoExtremes: Sendable, Equatable {
    /// The smallest margin, paper scale, and its step; nil when the margin was undefined throughout.
    public let smallestMargin: (value: Double, step: Int)?
    /// The largest |f_A| and its step.
    public let largestPotential: (value: Double, step: Int)

    /// Two extremes are equal when values and steps are.
    public static func == (a: PhaseTwoExtremes, b: PhaseTwoExtremes) -> Bool {
      a.largestPotential == b.largestPotential && a.smallestMargin?.value == b.smallestMargin?.value
        && a.smallestMargin?.step == b.smallestMargin?.step
    }
  }

  /// Streaming and retrospective transition, returns, worst excursion.
  public let phases: PhaseSummary
  /// The knee of log|f_A|, or why there is none.
  public let knee: KneeOutcome
  /// |f_A|'s decay rate per step that the reduced model predicts; nil where it predicts none, and without the identity
  /// mapping, whose model it is.
  public let predictedRate: Double?
  /// The budget at the first record, at the transition (when Phase 2 began) and at the last.
  public let budgetAtStart: Budget?
  /// The budget when Phase 2 began; nil without a transition.
  public let budgetAtTransition: Budget?
  /// The budget at the last record.
  public let budgetAtEnd: Budget?
  /// How far the distance rose in Phase 1; nil without records.
  public let distanceRise: DistanceRise?
  /// The extremes from the step at which Phase 2 began; nil without a transition.
  public let phaseTwoExtremes: PhaseTwoExtremes?

  /// Analyses a series whose records a detector has seen one by one.
  ///
  /// - Complexity: O(n) for n records.
  public init(
    series: RunSeries, phases: PhaseSummary, network: Network, dimension: Int, learningRate: Double?
  ) {
    let records = series.records
    self.phases = phases
    knee = KneeFit.fit(
      steps: records.map(\.step), potentials: records.map(\.point.potential))
    predictedRate = records.first.flatMap { first in
      // Without the identity mapping the reduced model is of another network.
      (network.identityMapping ? learningRate : nil).flatMap { rate in
        ReducedModel(dimension: dimension, network: network).predictedRate(
          from: (s: first.point.sSum, f: first.point.potential),
          paperLearningRate: network.paperLearningRate(rate))
      }
    }
    func budget(_ record: StepRecord) -> Budget { Budget(step: record.step, terms: record.point.marginTerms) }
    budgetAtStart = records.first.map(budget)
    budgetAtEnd = records.last.map(budget)
    let began = phases.transition?.heldSince
    budgetAtTransition = began.flatMap { step in records.first { $0.step == step }.map(budget) }
    phaseTwoExtremes = began.flatMap { step in
      let phaseTwo = records.drop { $0.step < step }
      let margins = phaseTwo.compactMap { record in
        record.point.marginTerms.map { (value: $0.sum, step: record.step) }
      }
      let potentials = phaseTwo.map { (value: abs($0.point.potential), step: $0.step) }
      guard let largest = potentials.max(by: { $0.value < $1.value }) else { return nil }
      return PhaseTwoExtremes(
        smallestMargin: margins.min { $0.value < $1.value }, largestPotential: largest)
    }
    distanceRise = records.first.map { first in
      var highest = first
      for record in records.prefix(while: { $0.step <= began ?? .max })
      where record.point.distance > highest.point.distance { highest = record }
      return DistanceRise(
        initial: first.point.distance, highest: highest.point.distance, step: highest.step)
    }
  }
}

extension PhaseObservation {
  /// What the detector needs of a record.
  public init(_ record: StepRecord) { self.init(step: record.step, record.point) }

  /// What the detector needs of a point.
  init(step: Int, _ point: PointQuantities) {
    self.init(
      step: step, potential: point.potential, margin: point.marginTerms?.sum,
      marginWithoutConstant: point.marginTerms?.withoutConstant)
  }
}
