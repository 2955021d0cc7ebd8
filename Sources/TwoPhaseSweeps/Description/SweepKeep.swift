/// What a sweep keeps of each run beside verdicts and scalars.
public struct SweepKeep: Sendable, Equatable {
  /// All records.
  public var series = false
  /// W*, W_0 and the last W.
  public var weights = false

  /// Verdicts and scalars alone.
  public init() {}
}
