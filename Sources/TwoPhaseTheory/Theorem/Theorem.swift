/// The main theorem ([LY] Theorem 3.1; [S] "Main Theorem" extends it to PReLU) as something to check on a run.
///
/// ```swift
/// let verdicts = Theorem.assess(evidence)
/// verdicts[.c4].verdict                 // .holds
/// verdicts[.c4].deciding.margin         // 0.54
/// ```
public enum Theorem {
  /// H1 to H5.
  public static let hypotheses: [TheoremPart] = [
    .gaussianInputs, .boundedStart, .enoughDimensions, .smallLearningRate, .littleNoise,
  ]
  /// C1 to C5.
  public static let conclusions: [TheoremPart] = [
    .potentialShrinks, .phaseOneIsShort, .noWayBack, .onePointConvexity, .convergenceRate,
  ]

  /// Holds a run to every hypothesis and conclusion.
  ///
  /// - Complexity: O(n) for n recorded points.
  public static func assess(_ evidence: TheoremEvidence) -> TheoremVerdicts {
    TheoremVerdicts(
      hypotheses: hypotheses.map { $0.assess(evidence) }, conclusions: conclusions.map { $0.assess(evidence) }
    )
  }
}

/// What a run says of the theorem.
public struct TheoremVerdicts: Sendable, Equatable {
  /// H1 to H5, in order.
  public let hypotheses: [Finding]
  /// C1 to C5, in order.
  public let conclusions: [Finding]

  /// The finding on one part.
  public subscript(_ id: TheoremPart.ID) -> Finding? {
    (id.isHypothesis ? hypotheses : conclusions).first { $0.part.id == id }
  }

  /// The parts among the given ones that do not hold, in their order.
  public func failing(_ required: [TheoremPart.ID]) -> [Finding] {
    required.compactMap { self[$0] }.filter { $0.verdict != .holds }
  }
}
