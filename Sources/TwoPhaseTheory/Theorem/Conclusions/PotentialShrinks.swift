import Foundation

extension TheoremPart {
  /// C1: |f_A| shrinks at every step of Phase 1.
  ///
  /// Between records k steps apart the k-th root of the factor is compared. A run that comes back above tau is held to it again.
  public static let potentialShrinks = TheoremPart(
    .c1, title: "|f_A| shrinks in Phase 1",
    statement:
      "While |f_A| > tau = 197 gamma^2, each step multiplies |f_A| by at most 1 - 0.5 etahat d (paper scale).",
    latex: #"|f_A(t+1)| \le (1 - 0.5\,\hat\eta d)\,|f_A(t)| \quad\text{while}\quad |f_A(t)| > 197\gamma^2"#,
    source: "[LY] Theorem 3.1, Phase 1; [S] Phase 1", constants: [.decreaseFactor, .potentialFactor, .gamma],
    decidedBy: [.decreaseFactor]
  ) { evidence in
    let name = "|f_A|'s factor per step"
    guard let tau = evidence.potentialThreshold, let rate = evidence.constants[.decreaseFactor]?.value else {
      return [.notTested(name, because: "tau is not known")]
    }
    // A run that diverges has left every tau behind, whatever its records show.
    if evidence.divergedAt == nil, evidence.phaseOneDecreases.isEmpty,
      let vacuous = evidence.emptyPhaseOne(tau: tau)
    {
      return [vacuous]
    }
    let samples = evidence.phaseOneDecreases.compactMap { decrease -> ExtremeCheck.Sample? in
      decrease.paperLearningRate.map {
        (step: decrease.step, required: 1 - rate * $0 * Double(evidence.dimension), observed: decrease.factor)
      }
    }
    if samples.isEmpty, evidence.divergedAt == nil {
      return [
        .notTested(
          name,
          because: evidence.points.count < 2
            ? "only one record: no step to compare" : TheoremEvidence.noLearningRate)
      ]
    }
    return [ExtremeCheck(name: name, relation: .atMost).over(samples, divergedAt: evidence.divergedAt)]
  }
}

extension TheoremEvidence {
  /// What became of |f_A| between two records of which the first is in Phase 1.
  public struct Decrease: Sendable, Equatable {
    /// The first record's step.
    public let step: Int
    /// Steps between the records.
    public let span: Int
    /// The factor per step: the span-th root of |f_A| at the second over |f_A| at the first.
    public let factor: Double
    /// etahat at the first record; nil when unknown.
    public let paperLearningRate: Double?
  }

  /// |f_A|'s factor over every step that starts with |f_A| > tau, those after a return included.
  ///
  /// - Complexity: O(n).
  public var phaseOneDecreases: [Decrease] {
    guard let tau = potentialThreshold else { return [] }
    return decreases(over: points.indices.filter { abs(points[$0].potential) > tau })
  }

  /// |f_A|'s factor over every step before Phase 2 as the phase detector found it, whatever tau is; all when there is none.
  ///
  /// - Complexity: O(n).
  public var decreasesBeforeTransition: [Decrease] {
    decreases(over: Array(points.indices.prefix { points[$0].step < phaseTwoStart ?? .max }))
  }

  private func decreases(over indices: [Int]) -> [Decrease] {
    indices.compactMap { k in
      guard k + 1 < points.endIndex else { return nil }
      let (here, next) = (points[k], points[k + 1])
      guard here.potential != 0 else { return nil }
      let span = next.step - here.step
      let ratio = abs(next.potential) / abs(here.potential)
      return Decrease(
        step: here.step, span: span, factor: span == 1 ? ratio : pow(ratio, 1 / Double(span)),
        paperLearningRate: here.paperLearningRate)
    }
  }

  /// The verdict on Phase 1's claims when tau leaves no Phase 1; nil otherwise.
  func emptyPhaseOne(tau: Double) -> TheoremCheck? {
    guard let first = points.first, phaseOne.isEmpty else { return nil }
    let source = constants.potentialThreshold.map { " (\($0.source))" } ?? ""
    let worst = points.max { abs($0.potential) < abs($1.potential) } ?? first
    let exceeded =
      abs(worst.potential) <= tau
      ? "is not exceeded by any |f_A| of the run" : "is not exceeded by |f_A| at the start"
    return TheoremCheck(
      "|f_A| at the start", .vacuous, required: tau, observed: abs(first.potential), step: first.step,
      reason: "tau = \(tau.phrase)\(source) \(exceeded): there is no Phase 1 to speak of")
  }

  /// The step at which the weights stopped being finite.
  var divergedAt: Int? {
    if case .diverged(let step) = ending { return step }
    return nil
  }
}
