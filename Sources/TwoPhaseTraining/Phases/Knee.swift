/// The knee of `log|f_A|` against the step: where Phase 1's exponential decay of `f_A` gives way to what
/// follows. Source: theory.md section 8.
public struct Knee: Sendable, Equatable {
  /// The step of the record at which the two segments meet.
  public let step: Int

  /// The first step of the 95 % interval for `step`.
  public let low: Int

  /// The last step of the 95 % interval for `step`.
  public let high: Int

  /// The decay rate of `|f_A|` before the knee, per step: minus the first slope. Positive when it shrinks. To
  /// be compared with theory.md section 6.
  public let rate: Double

  /// The decay rate of `|f_A|` after the knee, per step: minus the second slope.
  public let rateAfter: Double
}

/// What a knee fit comes to.
public enum KneeOutcome: Sendable, Equatable {
  /// Two segments fit better than one line.
  case found(Knee)
  /// There is no knee to report, and why.
  case none(reason: KneeAbsence)
}

/// Why a fit reports no knee. Its description is a sentence fit for a report.
public enum KneeAbsence: Sendable, Equatable, CustomStringConvertible {
  /// Fewer usable records (`f_A` finite and not 0) than `KneeFit.minimumRecordCount`.
  case tooFewRecords(usable: Int)
  /// The steps of the usable records do not increase.
  case unorderedSteps
  /// `|f_A|` does not change.
  case constant
  /// One straight line, a single exponential, fits as well: `statistic` does not exceed `critical`.
  case straightLine(statistic: Double, critical: Double)

  /// The reason as a sentence without its full stop.
  public var description: String {
    switch self {
    case .tooFewRecords(let usable):
      "only \(usable) records with a finite, non-zero f_A; a knee needs \(KneeFit.minimumRecordCount)"
    case .unorderedSteps: "the steps of the records do not increase"
    case .constant: "|f_A| is constant"
    case .straightLine(let statistic, let critical):
      "one straight line fits as well (F = \(statistic), needs more than \(critical))"
    }
  }
}
