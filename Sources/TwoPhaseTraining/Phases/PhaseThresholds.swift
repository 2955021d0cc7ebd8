/// The numbers that define the Phase-2 predicate `|f_A| <= tau and margin >= delta`, and how long and how
/// clearly it must hold or fail to count.
///
/// The caller supplies `tau = 197 gamma^2` and `delta = 0.03`; they are the theorem's constants, not this
/// module's.
///
/// ```swift
/// let thresholds = try PhaseThresholds(potential: 197 * gamma * gamma, margin: 0.03)
/// thresholds.dwell       // 10
/// thresholds.hysteresis  // 0.1
/// ```
///
/// Source: theory.md section 8.
public struct PhaseThresholds: Sendable, Equatable {
  /// Records in a row that confirm a transition, and that end a return: 10. A convention of this project.
  public static let defaultDwell = 10

  /// Relative overshoot that a failure needs to count as a return: 0.1 (theory.md section 8).
  public static let defaultHysteresis = 0.1

  /// `tau`, the largest `|f_A|` allowed in Phase 2; same scale as `f_A`, at least 0.
  public let potential: Double

  /// `delta`, the smallest one-point convexity margin allowed in Phase 2; paper scale, meant to be positive.
  public let margin: Double

  /// How many records in a row the predicate must hold: at least 1. Counts records, not steps.
  public let dwell: Int

  /// `h`: a return needs `|f_A| > (1 + h) tau` or `margin < (1 - h) delta`; dimensionless, at least 0.
  public let hysteresis: Double

  /// Checks and stores the thresholds.
  ///
  /// - Parameters:
  ///   - potential: `tau`, finite and at least 0.
  ///   - margin: `delta`, finite, paper scale.
  ///   - dwell: records in a row, at least 1.
  ///   - hysteresis: `h`, finite and at least 0.
  /// - Throws: `PhaseThresholdsError` naming the value that is out of range.
  public init(
    potential: Double, margin: Double, dwell: Int = Self.defaultDwell,
    hysteresis: Double = Self.defaultHysteresis
  ) throws(PhaseThresholdsError) {
    guard potential.isFinite, potential >= 0 else { throw .potential(potential) }
    guard margin.isFinite else { throw .margin(margin) }
    guard dwell >= 1 else { throw .dwell(dwell) }
    guard hysteresis.isFinite, hysteresis >= 0 else { throw .hysteresis(hysteresis) }
    self.potential = potential
    self.margin = margin
    self.dwell = dwell
    self.hysteresis = hysteresis
  }

  /// The largest `|f_A|` that is still no return, `(1 + h) tau`. Cost: O(1).
  public var returnPotential: Double { potential + hysteresis * potential }

  /// The smallest margin that is still no return, `delta - h |delta|`, which is `(1 - h) delta` for a
  /// positive `delta`; paper scale. Cost: O(1).
  public var returnMargin: Double { margin - hysteresis * abs(margin) }
}

/// A threshold that is out of range, and what to pass instead.
public enum PhaseThresholdsError: Error, Equatable, CustomStringConvertible {
  /// `tau` is negative or not finite.
  case potential(Double)
  /// `delta` is not finite.
  case margin(Double)
  /// The dwell is below one record.
  case dwell(Int)
  /// The hysteresis is negative or not finite.
  case hysteresis(Double)

  /// The offending value and the range to choose from.
  public var description: String {
    switch self {
    case .potential(let value): "tau is \(value); pass a finite number >= 0, such as 197 gamma^2"
    case .margin(let value): "delta is \(value); pass a finite number, such as 0.03"
    case .dwell(let value): "dwell is \(value); pass at least 1 record"
    case .hysteresis(let value): "hysteresis is \(value); pass a finite number >= 0, such as 0.1"
    }
  }
}
