/// What an instrumented run measures of its steps beside the theory's quantities at each record.
public struct StepMeasurement: Sendable, Equatable {
  /// Whether each recorded step's gradient and the accumulated noise are measured: O(d^3) more a record.
  public var gradients: Bool
  /// ||Ghat - P||_2 is measured at records at least this many steps apart; nil for never.
  public var approximationCadence: Int?

  /// What to measure; nothing unless asked.
  public init(gradients: Bool = false, approximationCadence: Int? = nil) {
    self.gradients = gradients
    self.approximationCadence = approximationCadence
  }

  /// Nothing.
  public static let none = StepMeasurement()

  /// Everything the theorem's verdicts need, with ||Ghat - P||_2 at about fifty records.
  public static func full(steps: Int) -> StepMeasurement {
    StepMeasurement(
      gradients: true, approximationCadence: max(1, (steps + approximationRecords - 1) / approximationRecords)
    )
  }

  /// About how many records are measured at a cadence; two more at most.
  static let approximationRecords = 50
}
