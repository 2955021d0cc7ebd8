import TwoPhaseTheory
import TwoPhaseTraining

extension SweepTable.Row {
  /// The row of a run that has ended.
  ///
  /// - Complexity: O(n) for n records.
  public init(_ point: SweepPoint, _ run: RecordedRun, cost: SweepCost) {
    self.init(
      number: point.number, variables: point.variables,
      entries: SettingEntries.of(point.request, run) + OutcomeEntries.of(run) + cost.entries)
  }

  /// The row of a run that could not be made.
  ///
  /// - Parameter failure: why, one line.
  public init(_ point: SweepPoint, failure: String, cost: SweepCost) {
    let outcomes = SweepColumns.all.filter { $0.part == .outcome }.map { column -> SweepValue in
      switch column.name {
      case "status": .text("failed")
      case "ending": .text(failure)
      default: .none
      }
    }
    self.init(
      number: point.number, variables: point.variables,
      entries: SettingEntries.of(point.request, nil) + outcomes + cost.entries)
  }

  /// Whether it could not be made.
  public var isFailed: Bool { self["status"] == .text("failed") }

  /// The same run apart from what it cost: two rows of one run, wherever made, are equal so.
  public var withoutCost: SweepTable.Row {
    let entries = zip(SweepColumns.all, entries).map { $0.part == .cost ? SweepValue.none : $1 }
    return SweepTable.Row(number: number, variables: variables, entries: entries)
  }
}

/// The entries of the columns of settings.
private enum SettingEntries {
  static func of(_ request: RunRequest, _ run: RecordedRun?) -> [SweepValue] {
    let network = try? Network(
      slope: request.slope, readout: request.readout, identityMapping: request.identityMapping)
    var description: TrainingDescription?
    if case .training(let found) = run?.origin { description = found }
    return [
      SweepValue(run?.setting.dimension ?? request.dimension),
      .text(request.start.word),
      SweepValue(description?.startNorm ?? request.startNorm),
      SweepValue(request.teacherFile),
      SweepValue(request.teacherNormInUse),
      SweepValue(request.slope),
      .text(request.readout.rawValue),
      .flag(request.identityMapping),
      .text(request.gradient.rawValue),
      SweepValue(description?.batch ?? request.batch),
      SweepValue(request.learningRate),
      SweepValue(network?.paperLearningRate(request.learningRate)),
      .text(request.schedule.rawValue),
      .integer(request.steps),
      .integer(request.cadence),
      .text(request.stepDetail.rawValue),
      .text("\(request.seed)"),
    ]
  }
}

/// The entries of the columns of outcomes.
private enum OutcomeEntries {
  static func of(_ run: RecordedRun) -> [SweepValue] {
    endings(run) + phases(run) + extremes(run) + verdicts(run)
  }

  private static func endings(_ run: RecordedRun) -> [SweepValue] {
    let last = run.series.records.last
    return [
      .text(run.status.word),
      SweepValue(run.status.step),
      .text(run.status.phrase),
      SweepValue(last?.step),
      .integer(run.series.count),
      SweepValue(run.setting.studentSpectralNorm),
      SweepValue(run.setting.teacherSpectralNorm),
      SweepValue(run.setting.gamma),
      SweepValue(run.setting.thresholds.potential),
    ]
  }

  private static func phases(_ run: RecordedRun) -> [SweepValue] {
    let phases = run.analysis.phases
    var knee: Knee?
    if case .found(let found) = run.analysis.knee { knee = found }
    return [
      .flag(phases.transition != nil),
      SweepValue(run.series.records.first.map { phases.hasPhaseOne(from: $0.step) }),
      .flag(phases.potentialThresholdWasBinding),
      SweepValue(phases.transition?.heldSince),
      SweepValue(phases.transition?.step),
      SweepValue(phases.retrospectiveStep),
      .integer(phases.returns.count),
      SweepValue(phases.noReturn),
      SweepValue(phases.worstExcursion?.size),
      SweepValue(knee?.step),
      SweepValue(knee?.rate),
      SweepValue(run.analysis.predictedRate),
    ]
  }

  private static func extremes(_ run: RecordedRun) -> [SweepValue] {
    let records = run.series.records
    let (first, last) = (records.first?.point, records.last?.point)
    var smallest: (margin: Double, step: Int)?
    for record in records {
      guard let margin = record.point.marginTerms?.sum, margin < smallest?.margin ?? .infinity else {
        continue
      }
      smallest = (margin, record.step)
    }
    let phaseTwo = run.analysis.phaseTwoExtremes
    return [
      SweepValue(first?.marginTerms?.sum),
      SweepValue(smallest?.margin),
      SweepValue(smallest?.step),
      SweepValue(phaseTwo?.smallestMargin?.value),
      SweepValue(last?.marginTerms?.sum),
      SweepValue(first?.potential),
      SweepValue(last?.potential),
      SweepValue(phaseTwo?.largestPotential.value),
      SweepValue(first?.distance),
      SweepValue(last?.distance),
      SweepValue(run.analysis.distanceRise?.rise),
      SweepValue(first?.populationLoss),
      SweepValue(last?.populationLoss),
      SweepValue(records.map(\.point.studentSpectralNorm).max()),
    ]
  }

  private static func verdicts(_ run: RecordedRun) -> [SweepValue] {
    let findings = run.theorem.verdicts.hypotheses + run.theorem.verdicts.conclusions
    return TheoremPart.ID.allCases.flatMap { id -> [SweepValue] in
      let finding = findings.first { $0.part.id == id }
      let deciding = finding?.deciding
      return [
        SweepValue(finding?.verdict.rawValue), SweepValue(deciding?.required), SweepValue(deciding?.observed),
        SweepValue(deciding?.margin), SweepValue(deciding?.step),
      ]
    }
  }
}

extension PhaseSummary {
  /// Whether a record failed the predicate before Phase 2, or at all when there is no transition.
  fileprivate func hasPhaseOne(from first: Int) -> Bool {
    (transition?.heldSince ?? retrospectiveStep ?? .max) > first
  }
}
