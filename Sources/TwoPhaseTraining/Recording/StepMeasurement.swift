import TwoPhaseTheory

/// What an instrumented run measures of its steps beside the theory's quantities at each record.
public struct StepMeasurement: Sendable, Equatable {
  /// What is measured of each recorded step.
  public var detail: StepDetail
  /// What is too costly for every record is done at records at least this many steps apart, nil for never: ||Ghat - P||_2,
  /// unless `detail` is `.scalars`, and what the run's caller does with the weights.
  public var approximationCadence: Int?

  /// What to measure; nothing unless asked.
  public init(detail: StepDetail = .scalars, approximationCadence: Int? = nil) {
    self.detail = detail
    self.approximationCadence = approximationCadence
  }

  /// Nothing.
  public static let none = StepMeasurement()

  /// Everything that the theorem's verdicts need, or as much of it as a detail allows, with the costly things at about fifty
  /// records.
  public static func full(steps: Int, detail: StepDetail = .all) -> StepMeasurement {
    StepMeasurement(
      detail: detail,
      approximationCadence: max(1, (steps + approximationRecords - 1) / approximationRecords))
  }

  /// About how many records are measured at a cadence; two more at most.
  static let approximationRecords = 50
}
