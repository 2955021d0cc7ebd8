import TwoPhaseTraining

/// One run of a sweep: its number, the values of the variables and the run that they ask for.
public struct SweepPoint: Sendable, Equatable {
  /// Its number, from 0.
  public let number: Int
  /// The values of the variables, in the order of the description's `variables`.
  public let variables: [SweepValue]
  /// The run.
  public let request: RunRequest
}
